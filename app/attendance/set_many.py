"""Set the attendance of several people at once: a delegation on other duty, all who are missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.agenda.models import Session
from app.attendance.marks import Place
from app.attendance.set_attendance import LONGEST_NOTE, Said, refuse_without_reason, write_what_is_said
from app.audit.record import Doer, record
from app.checkin.models import Attendance, AttendanceStatus
from app.checkin.rules import admitted, rulebook
from app.db import db, insert_all_once
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, FieldProblem, FieldsRefused
from app.participants.models import Participant
from app.participants.same_person import ids_of_each

MOST_AT_ONCE = 1000  # rows in one transaction: gates wait while it lasts
# Whom somebody represents is said one by one.
FOR_SEVERAL = tuple(one for one in AttendanceStatus if one is not AttendanceStatus.REPRESENTED)


class NobodyChosen(FieldsRefused):
    """Nobody was ticked."""

    def __init__(self) -> None:
        super().__init__([FieldProblem("people", N_("Tick at least one person."))])


@dataclass(frozen=True, slots=True)
class SetMany:
    """How many people were set, and how many were left as they are because they had come."""

    people: int
    were_here: int

    def __add__(self, other: "SetMany") -> "SetMany":
        """Count the people of two parts together."""
        return SetMany(self.people + other.people, self.were_here + other.were_here)


def in_parts(people: Sequence[Participant], sessions: Sequence[Session]) -> Iterator[Sequence[Participant]]:
    """Cut people into parts, each for a transaction of its own, so that scans come in between; one at least.

    What a part is refused for, the first is refused for, and nothing is written; sent again, a part comes to
    the same.
    """
    size = max(1, MOST_AT_ONCE // max(1, len(sessions)))
    for start in range(0, max(1, len(people)), size):
        yield people[start : start + size]


def set_attendance_of(
    people: Sequence[Participant],
    *,
    sessions: Sequence[Session],
    status: AttendanceStatus,
    by: Doer,
    at: datetime,
    note: str = "",
) -> SetMany:
    """Write how these people stand in these sessions. An arrival stands: who came is left as he or she is.

    Of several sessions nobody gets a mark in one that does not let them in.

    Raises NobodyChosen, NoteMissing and, on a closed day, SupplementReasonMissing.
    """
    if not people:
        raise NobodyChosen
    note = note.strip()[:LONGEST_NOTE]
    refuse_without_reason(status, note=note, represented_by="")
    one_at_a_time(people[0].event_id)
    came = _who_came(people, sessions)
    said, only = Said(status, at, note, "", by), _only(people[0].event_id, sessions)
    changed: set[int] = set()
    for session in sessions:
        may = only.get(session.id)
        asked = people if may is None else [one for one in people if one.id in may]
        others = [one for one in asked if (session.id, one.id) not in came]
        if others:
            write_what_is_said(others, session, said)
        changed.update(one.id for one in others)
    return SetMany(len(changed), len({person for _, person in came} - changed))


def _only(event_id: int, sessions: Sequence[Session]) -> dict[int, frozenset[int] | None]:
    """Return who may enter each of several sessions; whoever sets one session says whom it is about."""
    if len(sessions) == 1:
        return {}
    rules = rulebook(db.session.get_one(Event, event_id))
    return {session.id: admitted(event_id, rules.of(session)) for session in sessions}


def _who_came(people: Sequence[Participant], sessions: Sequence[Session]) -> set[Place]:
    """Return who arrived in which session: a row that was merged into somebody is the same person."""
    ids = ids_of_each(people, event_id=people[0].event_id)
    here = _arrived({row for rows in ids.values() for row in rows}, sessions)
    return {
        (session.id, person)
        for session in sessions
        for person, rows in ids.items()
        if any((session.id, row) in here for row in rows)
    }


def _arrived(rows: Iterable[int], sessions: Sequence[Session]) -> set[Place]:
    asked = select(Attendance.session_id, Attendance.participant_id).where(
        Attendance.session_id.in_([one.id for one in sessions]),
        Attendance.participant_id.in_(list(rows)),
        Attendance.first_at.is_not(None),
    )
    return {(session_id, row) for session_id, row in db.session.execute(asked)}


def mark_all(event: Event, places: Iterable[Place], *, status: AttendanceStatus, by: Doer, note: str) -> int:
    """Write marks of people who are not here where nothing stands yet; return how many were written.

    Places are sessions and participants of an open day; the caller holds `one_at_a_time`.
    """
    listed = list(places)
    constants = {"event_id": event.id, "status": status, "first_at": None, "set_by": by.reference}
    written = insert_all_once(
        Attendance,
        (
            {**constants, "session_id": session, "participant_id": person, "note": note, "represented_by": ""}
            for session, person in listed
        ),
    )
    if written:
        record(
            "attendance.set_many",
            by=by,
            on=f"event:{event.id}",
            event_id=event.id,
            status=status.value,
            note=note,
            people=sorted({person for _, person in listed}),
            sessions=sorted({session for session, _ in listed}),
        )
    return written
