"""Print the attendance list (daftar hadir) of a session, as it stands at one moment."""

from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.agenda.models import Session
from app.agenda.queries import session_of
from app.audit.record import Doer, record
from app.checkin.models import AttendanceStatus
from app.checkin.queries import Standing, standings
from app.db import db
from app.events.clock import day_of, event_now
from app.events.models import Event, SignerTask
from app.events.on_paper import printed_letterhead, printed_signer
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job, JobState
from app.lib import indonesian_dates
from app.lib.refusals import N_
from app.services import services
from app.services.paper.parts import Fact, Presence
from app.services.paper.sheets import AttendanceGroup, AttendanceLine, AttendanceList

KIND = "attendance.print_list"
STEPS = 2
PRESENCE = {
    AttendanceStatus.PRESENT: Presence.PRESENT,
    AttendanceStatus.LATE: Presence.LATE,
    AttendanceStatus.REPRESENTED: Presence.REPRESENTED,
    AttendanceStatus.ABSENT: Presence.ABSENT,
}
REMARKS = {
    AttendanceStatus.EXCUSED: "izin",
    AttendanceStatus.OTHER_DUTY: "dinas lain",
    AttendanceStatus.ILL: "sakit",
}


def ask_for_list(event: Event, session: Session, *, by: Doer) -> Job:
    """Ask for the list of this moment; asking twice within a minute gives the same one."""
    minute = event_now(event).strftime("%Y%m%d%H%M")
    job = print_attendance_list.later(
        key=f"{KIND}:{session.id}:{minute}", by=by, event_id=event.id, session_id=session.id
    )
    record("attendance.print_list", by=by, on=f"session:{session.id}", event_id=event.id)
    return job


@background(KIND, words=N_("Printing an attendance list"))
def print_attendance_list(work: Work, *, session_id: int) -> Outcome:
    """Print the list and keep the file; the outcome names it."""
    with work.transaction():
        session = db.session.get_one(Session, session_id)
        event = db.session.get_one(Event, session.event_id)
        paper = attendance_list(event, session_of(event, session_id), at=event_now(event))
        work.progress(1, STEPS)
    content = services().press.print_attendance_list(paper)
    with work.transaction():
        key = services().storage.keep(content)
        work.progress(STEPS, STEPS)
    return {"storage_key": key, "address": f"/events/{event.slug}/sessions/{session_id}/attendance.pdf"}


def newest_list(session: Session) -> bytes | None:
    """Return the list printed last, or None when none was printed yet."""
    outcome = _newest_outcome(session)
    return services().storage.read(outcome["storage_key"]) if outcome else None


def has_list(session: Session) -> bool:
    """Whether a list was printed yet."""
    return _newest_outcome(session) is not None


def _newest_outcome(session: Session) -> Outcome:
    return db.session.scalar(
        select(Job.outcome)
        .where(Job.kind == KIND, Job.key.startswith(f"{KIND}:{session.id}:"), Job.state == JobState.DONE)
        .order_by(Job.id.desc())
        .limit(1)
    )


def attendance_list(event: Event, session: Session, *, at: datetime) -> AttendanceList:
    """Fill the paper: offices in protocol order, in each the highest post first. `at` is "as of"."""
    here = ZoneInfo(event.zone)
    day = day_of(event, session.starts_at)
    return AttendanceList(
        letterhead=printed_letterhead(event),
        event_title=event.title,
        heading=f"{session.title}, {indonesian_dates.full_date(day)}",
        facts=_facts(event, session, day),
        groups=_groups(event, session, here),
        place_and_date=f"{event.city}, {indonesian_dates.long_date(day)}",
        signer=printed_signer(event, SignerTask.ATTENDANCE_LIST),
        as_of=f"keadaan data {_moment(at.astimezone(here))} {indonesian_dates.zone_label(event.zone)}",
    )


def _facts(event: Event, session: Session, day: date) -> tuple[Fact, ...]:
    here = ZoneInfo(event.zone)
    start, end = (moment.astimezone(here).time() for moment in (session.starts_at, session.ends_at))
    room = session.room
    place = f"{room.name}, {room.venue.name}, {event.city}" if room else event.city
    return (
        Fact("Hari, tanggal", indonesian_dates.full_date(day)),
        Fact("Waktu", indonesian_dates.time_range(start, end, event.zone)),
        Fact("Tempat", place),
        Fact("Acara", session.title),
    )


def _groups(event: Event, session: Session, here: ZoneInfo) -> tuple[AttendanceGroup, ...]:
    by_office = groupby(standings(event, session), key=lambda one: one.participant.office)
    return tuple(
        AttendanceGroup(office.name, tuple(_line(one, here) for one in people), office.short_name)
        for office, people in by_office
    )


def _line(standing: Standing, here: ZoneInfo) -> AttendanceLine:
    """Print one person; of whom nothing is known, the line is left to be signed by hand."""
    person, attendance = standing.participant, standing.attendance
    arrived = attendance.first_at if attendance else None
    return AttendanceLine(
        name=person.display_name,
        post=person.position_name,
        nip=person.nip or "",
        grade=person.rank,
        presence=PRESENCE.get(attendance.status, Presence.EXCUSED) if attendance else Presence.OPEN,
        scanned_at=f"{arrived.astimezone(here):%H.%M}" if arrived else "",
        remark=_remark(standing),
    )


def _remark(standing: Standing) -> str:
    attendance = standing.attendance
    if attendance is None:
        return ""
    if attendance.status is AttendanceStatus.REPRESENTED:
        return f"diwakili {attendance.represented_by}"
    word = REMARKS.get(attendance.status, "")
    if attendance.note.lower().startswith(word):  # "izin, Izin keperluan keluarga" says it twice
        return attendance.note if word else ""
    return f"{word}, {attendance.note}" if word else ""


def _moment(at: datetime) -> str:
    return f"{at:%d-%m-%Y} pukul {at:%H.%M}"
