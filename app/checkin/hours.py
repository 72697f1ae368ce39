"""When a session lets people in, whom, and by which clock: all that judging a scan needs of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.agenda.models import Session, SessionKind
from app.agenda.queries import sessions_of
from app.checkin.rules import Departure, EventRules, Once, Rulebook, admitted, checked_in_sessions, rulebook
from app.events.models import Event

LEAVING_TAKES = timedelta(hours=2)  # who leaves a hall of 350 is scanned when the speakers have gone


@dataclass(frozen=True, slots=True)
class SessionHours:
    """The hours of one session, and who may enter. Instants are UTC by the event's clock.

    `ends_at` is when people are let in no more: the end, or some minutes after it. `lead` is how far the
    event's clock is ahead of the real one (rehearsals); `attended` says that somebody has been let in
    already. `day_from` to `day_until` is the day where the event is. `direction_out`: check-out is asked
    for. `only` are the ids of those who may enter; None is everybody.
    """

    event_id: int
    session_id: int
    title: str
    opens_at: datetime
    starts_at: datetime
    late_from: datetime
    ends_at: datetime
    lead: timedelta
    attended: bool
    day_id: int
    day_from: datetime
    day_until: datetime
    direction_out: bool = False
    only: frozenset[int] | None = None

    def lets_in(self, at: datetime) -> bool:
        """Say whether people are let in at this moment."""
        return self.opens_at <= at < self.ends_at

    def lets_out(self, at: datetime) -> bool:
        """Say whether people are still seen going at this moment."""
        return self.opens_at <= at < self.ends_at + LEAVING_TAKES

    def is_its_day(self, at: datetime) -> bool:
        """Say whether it is the day of the session, where the event is."""
        return self.day_from <= at < self.day_until

    def admits(self, person_id: int) -> bool:
        """Say whether this person may enter."""
        return self.only is None or person_id in self.only


def hours_of(session: Session, event: Event) -> SessionHours:
    """Work out the hours of one session; see hours_of_event."""
    rules = rulebook(event)
    if rules.event.once is Once.DAY:
        found = _of_sessions(event, sessions_of(event), rules).get(session.id)
        return found or _hours(session, event, rules)
    return _hours(session, event, rules)


def hours_of_event(event: Event) -> dict[int, SessionHours]:
    """Work out the hours of all sessions that take attendance, by their id, in the order of the agenda.

    Where people are checked in once a day, each session has the hours of the one that stands for its day:
    open from the first to the last of them.
    """
    return _of_sessions(event, sessions_of(event), rulebook(event))


def _of_sessions(event: Event, sessions: Sequence[Session], rules: Rulebook) -> dict[int, SessionHours]:
    taking = [one for one in sessions if one.takes_attendance]
    if rules.event.once is Once.SESSION:
        return {one.id: _hours(one, event, rules) for one in taking}
    whole = {}
    for first in checked_in_sessions(sessions, rules):
        day = rules.day_of(first)
        of_day = [_hours(one, event, rules) for one in taking if rules.day_of(one) == day]
        whole[day] = _whole_day(_hours(first, event, rules), of_day)
    return {one.id: whole[rules.day_of(one)] for one in taking}


def _whole_day(first: SessionHours, of_day: Sequence[SessionHours]) -> SessionHours:
    names = first.__dataclass_fields__
    return SessionHours(
        **{name: getattr(first, name) for name in names if name not in ("opens_at", "ends_at")},
        opens_at=min(one.opens_at for one in of_day),
        ends_at=max(one.ends_at for one in of_day),
    )


def _hours(session: Session, event: Event, rules: Rulebook) -> SessionHours:
    """Apply the rules to one session. Nobody registers too late, and no break lets anybody in."""
    own, shared = rules.of(session), rules.event
    registers = session.kind is SessionKind.REGISTRATION
    zone = ZoneInfo(event.zone)
    begins = datetime.combine(session.starts_at.astimezone(zone).date(), time(), zone)
    return SessionHours(
        event_id=event.id,
        session_id=session.id,
        title=session.title,
        opens_at=session.starts_at - minutes("opens_before_minutes", own, shared)
        if session.takes_attendance
        else session.ends_at,
        starts_at=session.starts_at,
        late_from=session.ends_at + minutes("closes_after_minutes", own, shared)
        if registers
        else session.starts_at + minutes("late_after_minutes", own, shared),
        ends_at=session.ends_at
        + (minutes("closes_after_minutes", own, shared) if session.takes_attendance else timedelta()),
        lead=event.rehearsal.lead if event.rehearsal else timedelta(),
        attended=session.attended_at is not None,
        day_id=rules.day_of(session),
        day_from=begins,
        day_until=begins + timedelta(days=1),
        direction_out=shared.check_out if own.check_out is None else own.check_out,
        only=admitted(event.id, own),
    )


def minutes(name: str, own: Departure, shared: EventRules) -> timedelta:
    """Return how many minutes a rule gives a session: its own, or else those of the event."""
    chosen = getattr(own, name)
    return timedelta(minutes=getattr(shared, name) if chosen is None else chosen)
