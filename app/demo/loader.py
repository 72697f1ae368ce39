"""Who loads the demonstration, and where its data are."""

from pathlib import Path

from app.audit.record import Machine

DATA = Path(__file__).parent / "data"
DEMONSTRATION = Machine("machine:demonstration", "demo")
EVENT_SLUG = "rakornis-ki-2024"
# Nobody real can have an address below .example (RFC 2606), so these accounts are known by it.
MAIL_DOMAIN = "contoh.example"
SEED = 20240906
