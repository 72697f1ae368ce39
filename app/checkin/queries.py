"""Questions about attendance: who is here, from where, since when, and who is still missing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import joinedload

from app.agenda.models import Session
from app.checkin.counted import counted_attendance
from app.checkin.models import HERE, Attendance, AttendanceStatus, Scan
from app.checkin.rules import admitted_to
from app.db import db
from app.events.models import Event
from app.offices.models import Office
from app.participants.models import MergedInto, Participant, Withdrawal
from app.participants.queries import participants_of

LAST_ARRIVALS = 8


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many of those expected stand how in a session. `withdrawn` people are not expected."""

    expected: int
    by_status: dict[AttendanceStatus, int]

    def of(self, status: AttendanceStatus) -> int:
        """Return how many have this status."""
        return self.by_status.get(status, 0)

    @property
    def here(self) -> int:
        """How many came in person, in time or late."""
        return sum(self.of(status) for status in HERE)

    @property
    def late(self) -> int:
        """How many of those here came late."""
        return self.of(AttendanceStatus.LATE)

    @property
    def away(self) -> int:
        """How many are known not to come in person: excused, on other duty, ill, represented, absent."""
        return sum(self.by_status.values()) - self.here

    @property
    def not_yet(self) -> int:
        """How many nobody knows anything of."""
        return self.expected - self.here - self.away


@dataclass(frozen=True, slots=True)
class OfficePresence:
    """How many of one office's people are here."""

    office: Office
    expected: int
    present: int
    away: int

    @property
    def is_complete(self) -> bool:
        """Whether nobody of this office is missing without a word."""
        return self.present + self.away >= self.expected


@dataclass(frozen=True, slots=True)
class Standing:
    """One expected person, and how he or she stands in a session; nothing is known yet without attendance."""

    participant: Participant
    attendance: Attendance | None


def headcount(session: Session) -> Headcount:
    """Count the expected and the arrived of a session."""
    counted = counted_attendance([session.id])
    expected = select(func.count()).select_from(Participant).where(*expected_in(session, counted))
    known = db.session.execute(
        select(counted.c.status, func.count())
        .join(Participant, of_person(counted))
        .where(*expected_in(session, counted))
        .group_by(counted.c.status)
    )
    return Headcount(db.session.scalar(expected) or 0, dict(known.all()))


def present_by_office(session: Session) -> list[OfficePresence]:
    """List the offices that take part, in protocol order, with how many of their people are here."""
    counted = counted_attendance([session.id])
    rows = db.session.execute(
        select(Office, func.count(), *here_and_known(counted))
        .join(Participant, Participant.office_id == Office.id)
        .where(*expected_in(session, counted))
        .group_by(Office.id)
        .order_by(Office.protocol_order, Office.id)
    )
    return [
        OfficePresence(office, expected, present, known - present)
        for office, expected, present, known in rows
    ]


def last_arrivals(session: Session, limit: int = LAST_ARRIVALS) -> list[Attendance]:
    """List who arrived last, the newest first."""
    counted = counted_attendance([session.id])
    question = _with_person().join(counted, (counted.c.id == Attendance.id) & (counted.c.place == 1))
    question = question.where(Attendance.first_at.is_not(None))
    return list(
        db.session.scalars(question.order_by(Attendance.first_at.desc(), Attendance.id.desc()).limit(limit))
    )


def attendance_of(session: Session) -> dict[int, Attendance]:
    """Return the attendance of a session by the id of whom it counts for, with person and office."""
    counted = counted_attendance([session.id])
    question = _with_person().join(counted, (counted.c.id == Attendance.id) & (counted.c.place == 1))
    rows = db.session.execute(question.add_columns(counted.c.person_id))
    return {person_id: attendance for attendance, person_id in rows}


def standings(event: Event, session: Session) -> list[Standing]:
    """List everybody expected in protocol order, office by office, the highest post first."""
    known, only = attendance_of(session), admitted_to(session)
    people = (person for person in participants_of(event) if person.withdrawal is None)
    return [
        Standing(person, known.get(person.id))
        for person in people
        if only is None or person.id in only or person.id in known
    ]


def attendances_per_participant(event: Event) -> dict[int, int]:
    """Count in how many sessions each participant was present in person; who was in none is missing.

    What a merged row attended counts for its person, once for each session.
    """
    counted = counted_attendance()
    rows = db.session.execute(
        select(counted.c.person_id, func.count())
        .where(counted.c.event_id == event.id, counted.c.place == 1, counted.c.status.in_(HERE))
        .group_by(counted.c.person_id)
    )
    return dict(rows.all())


def last_moments() -> dict[int, datetime]:
    """Return, for each event with attendance, the latest moment recorded in it, by the event's clock."""
    scans = select(Scan.event_id, func.max(Scan.received_at)).group_by(Scan.event_id)
    by_hand = select(Attendance.event_id, func.max(Attendance.first_at)).group_by(Attendance.event_id)
    latest: dict[int, datetime] = {}
    for event_id, at in (*db.session.execute(scans), *db.session.execute(by_hand)):
        if at is not None:
            latest[event_id] = max(at, latest.get(event_id, at))
    return latest


def of_person(counted: Subquery) -> ColumnElement[bool]:
    """Join counted attendance to the people it counts for, each session once."""
    return (counted.c.person_id == Participant.id) & (counted.c.place == 1)


def here_and_known(counted: Subquery) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Count the people who came, and of whom anything is known, as columns.

    Sets of ids, not a join: SQLite would walk through all attendance for each person, 4 s for 5,000.
    """
    return (
        func.count().filter(is_counted(counted, counted.c.status.in_(HERE))),
        func.count().filter(is_counted(counted)),
    )


def is_counted(counted: Subquery, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say of a person whether attendance counts for them, under these conditions."""
    return Participant.id.in_(select(counted.c.person_id).where(counted.c.place == 1, *conditions))


def expected_in(session: Session, counted: Subquery) -> list[ColumnElement[bool]]:
    """Who is expected in a session: those who may enter, and whoever is known to have come or not."""
    only, everybody = admitted_to(session), expected_people(session.event_id)
    return everybody if only is None else [*everybody, Participant.id.in_(only) | is_counted(counted)]


def expected_people(event_id: int) -> list[ColumnElement[bool]]:
    """Ask for those of an event who are expected: neither withdrawn nor merged into somebody else."""
    gone = select(Withdrawal.id).where(Withdrawal.participant_id == Participant.id).exists()
    merged = select(MergedInto.id).where(MergedInto.duplicate_id == Participant.id).exists()
    return [Participant.event_id == event_id, ~gone, ~merged]


def _with_person() -> Select[Attendance]:
    return select(Attendance).options(joinedload(Attendance.participant).joinedload(Participant.office))
