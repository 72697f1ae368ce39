"""What the hall screen shows: now, next, who came by office and in all, who came last, and a code to scan.

Of people it names those who came last, with their titles and their office, and nothing else about anybody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from app.agenda.models import Session
from app.agenda.queries import following, running, sessions_of
from app.checkin.allow_self_check_in import open_for_self_check_in
from app.checkin.counted import counted_attendance
from app.checkin.hall_codes import HallCode, code_of_this_moment
from app.checkin.models import HERE, Attendance
from app.checkin.queries import expected_people, here_and_known
from app.db import db
from app.events.clock import day_of, event_now
from app.events.models import Event
from app.offices.models import Office
from app.participants.models import Participant

SHOWN_NEXT = 3
SHOWN_LAST = 3
MOST_OFFICES = 30  # in letters that are read from the last row


@dataclass(frozen=True, slots=True)
class Talk:
    """A session as the hall reads it; `presenters` are names, or posts where no name is known."""

    title: str
    room: str
    starts_at: datetime
    ends_at: datetime
    presenters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """How many of an office's people came today."""

    name: str
    expected: int
    here: int

    @property
    def is_complete(self) -> bool:
        """Whether everybody came."""
        return self.here >= self.expected


@dataclass(frozen=True, slots=True)
class LastArrival:
    """Somebody who came just now: the name with its titles."""

    name: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CodeShown:
    """The code of this half minute, and the session it checks in to."""

    code: HallCode
    session: str


@dataclass(frozen=True, slots=True)
class HallView:
    """Everything on the screen, without anything that would ask the database again.

    `day` counts the days of the event, 0 outside of it. `hidden_offices` are those there is no room for:
    of too many offices the ones that miss somebody are shown.
    """

    now: datetime
    day: int
    current: Talk | None
    next: tuple[Talk, ...]
    expected: int
    here: int
    offices: tuple[OfficeCount, ...]
    hidden_offices: int
    last: tuple[LastArrival, ...]
    code: CodeShown | None

    @property
    def hidden_are_complete(self) -> bool:
        """Whether the offices that are not shown miss nobody."""
        return self.hidden_offices > 0 and any(one.is_complete for one in self.offices)

    @property
    def minutes(self) -> tuple[int, int]:
        """How many minutes of the current session have gone, and how many it has."""
        if self.current is None:
            return 0, 0
        length = self.current.ends_at - self.current.starts_at
        return int((self.now - self.current.starts_at).total_seconds() // 60), int(
            length.total_seconds() // 60
        )


def hall_view(event: Event) -> HallView:
    """Gather what the screen of an event shows at this moment."""
    now = event_now(event)
    today, sessions = day_of(event, now), sessions_of(event)
    current = next(iter(running(sessions, now)), None)
    coming = [one for one in sessions if one.starts_at > now and one.day.date == today]
    soon = following(sessions, now)
    ids = attended_today(event, sessions, now)
    offices = _offices(event, ids)
    shown = _that_fit(offices)
    return HallView(
        now=now,
        day=next((number for number, day in enumerate(event.days, 1) if day.date == today), 0),
        current=_talk(current) if current else None,
        next=tuple(_talk(one) for one in coming[:SHOWN_NEXT] or ([soon] if soon else [])),
        expected=sum(one.expected for one in offices),
        here=sum(one.here for one in offices),
        offices=shown,
        hidden_offices=len(offices) - len(shown),
        last=_last(ids),
        code=_code(event, now),
    )


def attended_today(event: Event, sessions: Sequence[Session], now: datetime) -> list[int]:
    """Return the sessions of this day, by the event's clock, that people are checked in for."""
    today = day_of(event, now)
    return [one.id for one in sessions if one.takes_attendance and one.day.date == today]


def _code(event: Event, now: datetime) -> CodeShown | None:
    session = next(iter(open_for_self_check_in(event, now)), None)
    return CodeShown(code_of_this_moment(session.id), session.title) if session else None


def _talk(session: Session) -> Talk:
    return Talk(
        title=session.title,
        room=session.room.name if session.room else "",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        presenters=tuple(one.name or one.post for one in session.presenters),
    )


def _offices(event: Event, session_ids: list[int]) -> list[OfficeCount]:
    """Count by office, in protocol order, who came to at least one of these sessions: arrivals, no day."""
    here, _ = here_and_known(counted_attendance(session_ids))
    rows = db.session.execute(
        select(Office.short_name, func.count(), here)
        .join(Participant, Participant.office_id == Office.id)
        .where(*expected_people(event.id))
        .group_by(Office.id)
        .order_by(Office.protocol_order, Office.id)
    )
    return _without_the_usual_word([OfficeCount(*row) for row in rows])


def _without_the_usual_word(offices: list[OfficeCount]) -> list[OfficeCount]:
    """Leave out the first word that most of the names share: nobody in the hall reads it forty times."""
    words = Counter(one.name.partition(" ")[0] for one in offices if " " in one.name)
    word, times = words.most_common(1)[0] if words else ("", 0)
    if times * 2 <= len(offices):
        return offices
    return [replace(one, name=one.name.removeprefix(f"{word} ")) for one in offices]


def _that_fit(offices: list[OfficeCount]) -> tuple[OfficeCount, ...]:
    """Choose whom there is room for, those who miss somebody before the others; the order stays."""
    places = sorted(range(len(offices)), key=lambda place: (offices[place].is_complete, place))
    return tuple(offices[place] for place in sorted(places[:MOST_OFFICES]))


def _last(session_ids: list[int]) -> tuple[LastArrival, ...]:
    """Name who came last: each person once, with the last of today's sessions to which they came."""
    counted = counted_attendance(session_ids)
    came = func.max(Attendance.first_at, type_=Attendance.first_at.type)
    rows = db.session.execute(
        select(Participant, Office.short_name, came)
        .select_from(counted)
        .join(Attendance, Attendance.id == counted.c.id)
        .join(Participant, Participant.id == counted.c.person_id)
        .join(Office, Office.id == Participant.office_id)
        .where(counted.c.place == 1, counted.c.status.in_(HERE))
        .group_by(Participant.id, Office.id)
        .order_by(came.desc(), Participant.id.desc())
        .limit(SHOWN_LAST)
    )
    return tuple(LastArrival(person.display_name, office, at) for person, office, at in rows if at)
