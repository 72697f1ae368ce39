"""What stands on the badges that were printed, so that one can tell which of them are out of date."""

import enum
import hashlib
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from app.db import db, sha256_hex
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


def badges_due(event: Event, which: WhichBadges, *, office_id: int | None = None) -> Sequence[int]:
    """Return the ids of the registered people whose badge was never printed, or is out of date."""
    asked = _badges(event, Participant.id).where(_is_due(which))
    return db.session.scalars(asked if office_id is None else asked.where(Office.id == office_id)).all()


def count_badges(event: Event) -> dict[WhichBadges, int]:
    """Count the badges that each choice would print, in one statement."""
    counts = (func.count().filter(_is_due(which)) for which in WhichBadges)
    return dict(zip(WhichBadges, db.session.execute(_badges(event, *counts)).one(), strict=True))


def fingerprints_of(people: Sequence[Participant]) -> dict[int, str]:
    """Return what stands on the badges of these people, by their ids, as SHA-256."""
    return {
        person.id: _fingerprint(
            (person.front_titles, person.name, person.back_titles),
            role=person.role,
            office=person.office.short_name,
            post=person.position_name,
            serial=issued.serial,
            rank=person.rank,
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


def _badges(event: Event, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Participant)
        .join(Participant.office)
        .where(Participant.event_id == event.id, Participant.state == ParticipantState.REGISTERED)
    )


def _is_due(which: WhichBadges) -> ColumnElement[bool]:
    printed = Participant.badge_text_sha256
    if which is WhichBadges.CHANGED:
        return printed.is_not(None) & (printed != sha256_hex(_text()))
    return printed.is_(None) if which is WhichBadges.MISSING else true()


def _text() -> ColumnElement[str]:
    """What a badge says now, put together by the database as `_fingerprint` does it."""
    serial = (
        select(func.max(Pass.serial))
        .where(Pass.participant_id == Participant.id, Pass.voided_at.is_(None))
        .scalar_subquery()
    )
    role, serial_number = cast(Participant.role, String), cast(serial, String)
    name: list[Any] = [Participant.front_titles, Participant.name, Participant.back_titles]
    parts = [*name, role, Office.short_name, Participant.position_name, serial_number]
    rank = case((_may_be_printed(Participant.rank), literal(BETWEEN) + Participant.rank), else_="")
    whole: ColumnElement[str] = reduce(lambda text, part: text + literal(BETWEEN) + part, parts) + rank
    return whole


def _may_be_printed(rank: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether it may be a rank of police or army: a civil servant's grade has its number (III/c)."""
    return (rank != "") & rank.not_like("%/%")


def _fingerprint(
    name: tuple[str, str, str], *, role: ParticipantRole, office: str, post: str, serial: int, rank: str
) -> str:
    printed = [rank] if rank and "/" not in rank else []
    text = BETWEEN.join((*name, role.value, office, post, str(serial), *printed))
    return hashlib.sha256(text.encode()).hexdigest()
