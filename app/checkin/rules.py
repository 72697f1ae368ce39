"""The rules of attendance as data: when people are let in, who may enter, and which sessions make a day.

The event has rules for all its sessions (how early and how late are columns of `events.Rules`); a session
may depart from each of them. A session without a row here follows its event.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ForeignKey, Select, UniqueConstraint, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.agenda.models import Session
from app.db import Base, db
from app.events.models import Event
from app.participants.models import MergedInto, Participant, ParticipantRole


class DayRule(enum.Enum):
    """What makes somebody present on a day. NAMED is ALL of those sessions that were named for it."""

    ANY = "any"
    ALL = "all"
    NAMED = "named"


class Once(enum.Enum):
    """How often people are checked in: for every session, or once a day for all of them."""

    SESSION = "session"
    DAY = "day"


class AttendanceRules(Base):
    """What holds for all sessions of an event, unless one departs from it."""

    __tablename__ = "attendance_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    closes_after_minutes: Mapped[int] = mapped_column(default=0)
    check_out: Mapped[bool] = mapped_column(default=False)
    day_rule: Mapped[DayRule] = mapped_column(default=DayRule.ANY)
    once: Mapped[Once] = mapped_column(default=Once.SESSION)


class SessionRule(Base):
    """Where a session departs from its event; an empty column follows it.

    `counts` says whether it is one of the sessions that make a day, `counts_for_day_id` which one when it
    is not its own. `is_limited`: only those named enter, by role, office or one by one.
    """

    __tablename__ = "session_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), unique=True)
    opens_before_minutes: Mapped[int | None]
    late_after_minutes: Mapped[int | None]
    closes_after_minutes: Mapped[int | None]
    check_out: Mapped[bool | None]
    counts: Mapped[bool | None]
    counts_for_day_id: Mapped[int | None] = mapped_column(ForeignKey("day.id", ondelete="SET NULL"))
    is_limited: Mapped[bool] = mapped_column(default=False, server_default=false())
    roles: Mapped[list[str]] = mapped_column(default=list)


class AdmittedOffice(Base):
    """An office whose people may enter a session."""

    __tablename__ = "admitted_office"
    __table_args__ = (UniqueConstraint("session_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"))


class AdmittedPerson(Base):
    """Somebody on the list of a session, such as a breakout group."""

    __tablename__ = "admitted_person"
    __table_args__ = (UniqueConstraint("session_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules:
    """The rules of an event; minutes are relative to start and end of each session."""

    opens_before_minutes: int
    late_after_minutes: int
    closes_after_minutes: int = 0
    check_out: bool = False
    day_rule: DayRule = DayRule.ANY
    once: Once = Once.SESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a session departs from the rules of its event; None follows them. Offices and people are ids."""

    opens_before_minutes: int | None = None
    late_after_minutes: int | None = None
    closes_after_minutes: int | None = None
    check_out: bool | None = None
    counts: bool | None = None
    counts_for_day_id: int | None = None
    is_limited: bool = False
    roles: frozenset[ParticipantRole] = frozenset()
    offices: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


FOLLOWS = Departure()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of an event: what holds for everything, and the sessions that depart (by their id)."""

    event: EventRules
    sessions: dict[int, Departure] = field(default_factory=dict)

    def of(self, session: Session) -> Departure:
        """Return where a session departs; nowhere when it has no row."""
        return self.sessions.get(session.id, FOLLOWS)

    def day_of(self, session: Session) -> int:
        """Return the id of the day that a session belongs to when days are counted."""
        return self.of(session).counts_for_day_id or session.day_id

    def counts(self, session: Session) -> bool:
        """Say whether a session is one of those that make its day."""
        chosen = self.of(session).counts
        return session.takes_attendance and (
            bool(chosen) if self.event.day_rule is DayRule.NAMED else chosen is not False
        )


def rulebook(event: Event) -> Rulebook:
    """Read the rules of an event: two statements, and two more when a session is limited."""
    kept = db.session.scalars(select(AttendanceRules).where(AttendanceRules.event_id == event.id)).first()
    rules = EventRules(
        opens_before_minutes=event.rules.opens_before_minutes,
        late_after_minutes=event.rules.late_after_minutes,
        **{name: getattr(kept, name) for name in KEPT_HERE} if kept else {},
    )
    of_event = select(SessionRule).join(Session, Session.id == SessionRule.session_id)
    rows = db.session.scalars(of_event.where(Session.event_id == event.id)).all()
    limited = [row.session_id for row in rows if row.is_limited]
    offices = _named(select(AdmittedOffice.session_id, AdmittedOffice.office_id), AdmittedOffice, limited)
    people = _named(select(AdmittedPerson.session_id, AdmittedPerson.participant_id), AdmittedPerson, limited)
    return Rulebook(
        rules,
        {
            row.session_id: Departure(
                **{name: getattr(row, name) for name in OF_SESSION},
                roles=frozenset(ParticipantRole(role) for role in row.roles),
                offices=offices.get(row.session_id, frozenset()),
                people=people.get(row.session_id, frozenset()),
            )
            for row in rows
        },
    )


KEPT_HERE = ("closes_after_minutes", "check_out", "day_rule", "once")
OF_SESSION = (
    "opens_before_minutes", "late_after_minutes", "closes_after_minutes",
    "check_out", "counts", "counts_for_day_id", "is_limited",
)  # fmt: skip


def _named(
    asked: Select[int, int], table: type[AdmittedOffice | AdmittedPerson], sessions: list[int]
) -> dict[int, frozenset[int]]:
    if not sessions:
        return {}
    found: dict[int, set[int]] = {}
    for row in db.session.execute(asked.where(table.session_id.in_(sessions))):
        found.setdefault(row[0], set()).add(row[1])
    return {session: frozenset(ones) for session, ones in found.items()}


def admitted_to(session: Session) -> frozenset[int] | None:
    """Return the ids of those who may enter a session, or None when everybody may."""
    limited = select(SessionRule.id).where(SessionRule.session_id == session.id, SessionRule.is_limited)
    if db.session.scalar(limited) is None:
        return None
    event = db.session.get_one(Event, session.event_id)
    return admitted(event.id, rulebook(event).of(session))


def admitted(event_id: int, departure: Departure) -> frozenset[int] | None:
    """Return the ids of those who may enter, or None when everybody may. A merged row is its person."""
    if not departure.is_limited:
        return None
    person = func.coalesce(MergedInto.participant_id, Participant.id)
    question = (
        select(person)
        .select_from(Participant)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Participant.id)
        .where(
            Participant.event_id == event_id,
            or_(
                Participant.role.in_(departure.roles),
                Participant.office_id.in_(departure.offices),
                Participant.id.in_(departure.people),
            ),
        )
    )
    return frozenset(db.session.scalars(question))


def checked_in_sessions(sessions: Iterable[Session], rules: Rulebook) -> list[Session]:
    """List the sessions that people are checked in for; once a day, the first that counts stands for it.

    Once somebody has been let in, that session stays the one, whatever the agenda becomes.
    """
    taking = [one for one in sessions if one.takes_attendance]
    if rules.event.once is Once.SESSION:
        return taking
    first = {rules.day_of(one): one for one in reversed(taking)}
    first |= {rules.day_of(one): one for one in reversed(taking) if rules.counts(one)}
    first |= {rules.day_of(one): one for one in reversed(taking) if one.attended_at is not None}
    return [one for one in taking if first[rules.day_of(one)].id == one.id]
