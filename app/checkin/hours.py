"""When a session lets people in, and by which clock: all that judging a scan needs of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.agenda.models import Session, SessionKind
from app.agenda.queries import opens_at
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class SessionHours:
    """The hours of one session. Instants are UTC by the event's clock.

    `lead` is how far the event's clock is ahead of the real one (rehearsals); `attended` says that
    somebody has been let in already.
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

    def lets_in(self, at: datetime) -> bool:
        """Say whether people are let in at this moment."""
        return self.opens_at <= at < self.ends_at


def hours_of(session: Session, event: Event) -> SessionHours:
    """Work out the hours of a session by its event's rules. Nobody registers too late, no break opens."""
    rules = event.rules
    registers = session.kind is SessionKind.REGISTRATION
    return SessionHours(
        event_id=event.id,
        session_id=session.id,
        title=session.title,
        opens_at=opens_at(session, rules),
        starts_at=session.starts_at,
        late_from=session.ends_at
        if registers
        else session.starts_at + timedelta(minutes=rules.late_after_minutes),
        ends_at=session.ends_at,
        lead=event.rehearsal.lead if event.rehearsal else timedelta(),
        attended=session.attended_at is not None,
    )
