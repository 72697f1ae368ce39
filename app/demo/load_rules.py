"""What the committee ruled, and what it closed: a breakout list, people seen going, and the first day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.attendance.close_day import close_day, mark_missing_absent
from app.attendance.days import day_attendance
from app.attendance.set_attendance import set_attendance
from app.checkin.gates import gate_named
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import AttendanceStatus, Direction
from app.checkin.redeem import redeem_passes
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db
from app.demo.load_event import GATES, set_clock
from app.demo.loader import DEMONSTRATION
from app.events.clock import event_now
from app.events.models import Event
from app.events.queries import days_of
from app.participants.models import Participant
from app.participants.passes import valid_pass
from app.services import services

LEAVE_EARLY = 9
AFTER_THE_LAST_SESSION = timedelta(minutes=40)
ABSENT_NOTE = "Tanpa keterangan sampai hari ditutup"
SUPPLEMENT = "Surat tugas audiensi dengan Pemerintah Provinsi Bali baru diterima"


def limit_to(session: Session, people: Iterable[Participant]) -> None:
    """Let only these into a breakout group, and see them going as well."""
    listed = frozenset(person.id for person in people)
    rule = Departure(check_out=True, is_limited=True, people=listed)
    set_session_rule(session, rule, by=DEMONSTRATION)


def see_going(event: Event, session: Session, people: list[Participant]) -> None:
    """Scan some of them on their way out, half an hour before the end and later."""
    hours = hours_of(session, event)
    post = Post(gate_named(event, GATES[0]).id, None, DEMONSTRATION.reference, "Dhea Nirwasita")
    first = session.ends_at - timedelta(minutes=30)
    redeem_passes(
        [
            Presented(
                key=str(UUID(int=(session.id << 64) + number, version=4)),
                code_sha256=issued.code_sha256,
                at=first + timedelta(minutes=4 * number),
                post=post,
                direction=Direction.OUT,
            )
            for number, person in enumerate(people[:LEAVE_EARLY])
            if (issued := valid_pass(person)) and issued.code_sha256
        ],
        hours=replace(hours, lead=session.ends_at + AFTER_THE_LAST_SESSION - services().clock.now()),
    )


def close_first_day(event: Event) -> None:
    """Close the first day on its evening, and supplement it the next morning."""
    day = days_of(event)[0]
    sessions = [one for one in sessions_of(event) if one.takes_attendance and one.day_id == day.id]
    evening = max(one.ends_at for one in sessions) + AFTER_THE_LAST_SESSION
    set_clock(event, evening)
    mark_missing_absent(event, day, by=DEMONSTRATION, note=ABSENT_NOTE)
    close_day(event, day, by=DEMONSTRATION)
    _supplement(event, sessions[-1], evening + timedelta(hours=13))


def _supplement(event: Event, session: Session, at: datetime) -> None:
    set_clock(event, at)
    line = next(
        line
        for line in day_attendance(event, session.day).lines
        if line.status is AttendanceStatus.ABSENT and session.id in line.marks
    )
    set_attendance(
        db.session.get_one(Participant, line.person.id),
        session=session,
        status=AttendanceStatus.OTHER_DUTY,
        by=DEMONSTRATION,
        at=event_now(event),
        note=SUPPLEMENT,
    )
