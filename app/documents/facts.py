"""What the public page shows about a paper, written down at issue so that it never changes."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.documents.models import Document


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """The facts of a paper, in the words that are printed on it. Never a NIP.

    `event` is the whole title, `place` the city, `issuer` the body on the letterhead, `signer` the
    post that signs, `role` as what the holder took part; `rehearsal`: it was printed for practice.
    """

    event: str = ""
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    issuer: str = ""
    signer: str = ""
    role: str = ""
    rehearsal: bool = False

    def plain(self) -> dict[str, Any]:
        """Return them as they are stored: plain JSON."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


def facts_of(document: Document) -> PaperFacts:
    """Read the facts of a paper; what was not written down is empty."""
    known = {field.name for field in fields(PaperFacts)}
    kept = {name: value for name, value in document.facts.items() if name in known and value is not None}
    for name in ("starts_on", "ends_on"):
        if name in kept:
            kept[name] = date.fromisoformat(kept[name])
    return PaperFacts(**kept)
