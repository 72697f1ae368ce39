"""Who stands on an attendance list, and how: of a day, or of one of its sessions, closed or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.agenda.models import Session
from app.attendance.day import DayLine, DayPerson, DaySession, stand
from app.attendance.days import close_of_session, day_attendance, people_of
from app.attendance.marks import Mark, Place, marks_of
from app.attendance.models import DayClose, Supplement
from app.checkin.rules import DayRule, admitted_to
from app.events.models import Day, Event


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of a list in protocol order; `close` and `supplements` when the day is closed.

    `day` is the day whose list it is; of a list of one session it is None.
    """

    lines: Sequence[DayLine]
    titles: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    day: Day | None = None
    close: DayClose | None = None
    supplements: Sequence[Supplement] = ()


def listed_on(event: Event, day: Day) -> Listed | None:
    """List everybody expected on a day; None when nobody is checked in on it."""
    stands = day_attendance(event, day)
    if not stands.sessions:
        return None
    return Listed(
        lines=stands.lines,
        titles=tuple(one.title for one in stands.sessions),
        starts_at=min(one.starts_at for one in stands.sessions),
        ends_at=max(one.ends_at for one in stands.sessions),
        day=day,
        close=stands.close,
        supplements=stands.supplements,
    )


def listed_in(event: Event, session: Session) -> Listed:
    """List everybody who may enter a session, and who came to it all the same.

    What the own phone says counts here as any arrival does: it is the day that wants proof.
    """
    close = close_of_session(session.id)
    if close is None:
        people, marks, supplements = people_of(event), marks_of([session.id]), []
        only = admitted_to(session)
    else:
        stands = day_attendance(event, close.day)
        people = [line.person for line in stands.lines]
        marks = {
            (session.id, line.person.id): line.marks[session.id]
            for line in stands.lines
            if session.id in line.marks
        }
        supplements = [one for one in stands.supplements if one.session_id == session.id]
        only = next(one.only for one in stands.sessions if one.id == session.id)
    return Listed(
        lines=_lines(session, people, marks, only=only),
        titles=(session.title,),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        close=close,
        supplements=supplements,
    )


def _lines(
    session: Session, people: Sequence[DayPerson], marks: Mapping[Place, Mark], *, only: frozenset[int] | None
) -> list[DayLine]:
    counting = DaySession(session.id, session.title, session.starts_at, session.ends_at, counts=True)
    taken = {place: replace(mark, is_proven=True) for place, mark in marks.items()}
    lines = stand(people, [counting], taken, rule=DayRule.ANY)
    return [line for line in lines if only is None or line.person.id in only or line.marks]
