"""What the addresses of personal data and travel name."""

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.events.clock import event_now
from app.participants.models import Participant
from app.privacy.ask import ask
from app.privacy.models import RequestKind
from app.privacy.open_data import show_code
from app.privacy.report import Concerned, IncidentReport, report_incident
from tests.cast import Cast


def data_arguments(cast: Cast, person: Participant) -> dict[str, object]:
    """Make a request, a code and an incident; name a list and a journey."""
    story = IncidentReport(what="Nama", happened="Hilang", remedy="Dicari", known_at=event_now(cast.event))
    with transaction():
        request = ask(person, RequestKind.ERASURE, words="", by=COMMAND_LINE)
        code = show_code(person, by=COMMAND_LINE)
        incident = report_incident(cast.event, story, Concerned(), by=COMMAND_LINE)
    return {
        "request_id": request.id,
        "code_id": code.id,
        "incident_id": incident.id,
        "direction": "arrival",
        "purpose": "photo",
        "which": "arrival",
        "form": "csv",
    }
