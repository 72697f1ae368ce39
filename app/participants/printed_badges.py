"""What stands on the badges that were printed, so that one can tell which of them are out of date."""

import enum
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.offices.models import Office
from app.participants.models import Participant, ParticipantRole, ParticipantState, Pass
from app.participants.passes import valid_pass

# Unit separators: they stand in no name, so two badges never read alike by accident.
BETWEEN = "\x1f"


class WhichBadges(enum.Enum):
    """Whose badges a print run means: of all, of those never printed, of those that changed since."""

    ALL = "all"
    MISSING = "missing"
    CHANGED = "changed"


def badges_due(event: Event, which: WhichBadges) -> list[int]:
    """Return the ids of the registered people whose badge was never printed, or is out of date.

    One statement without objects: what stands on each badge is put together and compared.
    """
    return [row.id for row in db.session.execute(_badges(event)) if _is_due(row, which)]


def count_badges(event: Event) -> dict[WhichBadges, int]:
    """Count the badges that each choice would print, in the same one statement."""
    rows = db.session.execute(_badges(event)).all()
    return {which: sum(_is_due(row, which) for row in rows) for which in WhichBadges}


def fingerprints_of(people: Sequence[Participant]) -> dict[int, str]:
    """Return what stands on the badges of these people, by their ids, as SHA-256."""
    return {
        person.id: _fingerprint(
            (person.front_titles, person.name, person.back_titles),
            role=person.role,
            office=person.office.short_name,
            post=person.position_name,
            serial=issued.serial,
        )
        for person in people
        if (issued := valid_pass(person))
    }


def note_printed(event: Event, fingerprints: Mapping[int, str]) -> None:
    """Remember what was printed of whom, and when."""
    now = event_now(event)
    rows = [
        {"id": one, "badge_text_sha256": sha256, "badge_printed_at": now}
        for one, sha256 in fingerprints.items()
    ]
    if rows:
        db.session.execute(update(Participant), rows)


def _badges(event: Event) -> Any:
    serial = (
        select(func.max(Pass.serial))
        .where(Pass.participant_id == Participant.id, Pass.voided_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            Participant.id,
            Participant.front_titles,
            Participant.name,
            Participant.back_titles,
            Participant.role,
            Participant.position_name,
            Participant.badge_text_sha256,
            Office.short_name.label("office"),
            serial.label("serial"),
        )
        .join(Participant.office)
        .where(Participant.event_id == event.id, Participant.state == ParticipantState.REGISTERED)
    )


def _is_due(row: Any, which: WhichBadges) -> bool:
    if which is WhichBadges.ALL:
        return True
    if row.badge_text_sha256 is None or which is WhichBadges.MISSING:
        return which is WhichBadges.MISSING and row.badge_text_sha256 is None
    today = _fingerprint(
        (row.front_titles, row.name, row.back_titles),
        role=row.role,
        office=row.office,
        post=row.position_name,
        serial=row.serial,
    )
    return bool(row.badge_text_sha256 != today)


def _fingerprint(
    name: tuple[str, str, str], *, role: ParticipantRole, office: str, post: str, serial: int
) -> str:
    text = BETWEEN.join((*name, role.value, office, post, str(serial)))
    return hashlib.sha256(text.encode()).hexdigest()
