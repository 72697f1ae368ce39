"""Fill the paper of an attendance list (daftar hadir): of a day or a session, filled or blank."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.attendance.by_whom import names_of
from app.attendance.day import DayLine
from app.attendance.list_lines import Listed
from app.attendance.paper_words import STATUS, closing_notes, hour, moment, nip_for, supplement_line
from app.checkin.models import AttendanceStatus
from app.events.clock import day_of
from app.events.models import Event, SignerTask
from app.events.on_paper import printed_letterhead, printed_signer
from app.lib import indonesian_dates
from app.services.paper.parts import Fact, Presence
from app.services.paper.sheets import AttendanceGroup, AttendanceLine, AttendanceList

PRESENCE = {
    AttendanceStatus.PRESENT: Presence.PRESENT,
    AttendanceStatus.LATE: Presence.LATE,
    AttendanceStatus.REPRESENTED: Presence.REPRESENTED,
    AttendanceStatus.ABSENT: Presence.ABSENT,
}


def day_list(event: Event, listed: Listed, *, at: datetime, numbers: bool, blank: bool) -> AttendanceList:
    """Fill the list of a day."""
    day = day_of(event, listed.starts_at)
    facts = (
        *_when(event, listed, day),
        Fact("Tempat", ", ".join((*(venue.name for venue in event.venues), event.city))),
        Fact("Acara", "; ".join(listed.titles)),
    )
    heading = indonesian_dates.full_date(day)
    return _list(event, listed, heading, facts, at=at, numbers=numbers, blank=blank)


def session_list(
    event: Event, session: Session, listed: Listed, *, at: datetime, numbers: bool, blank: bool
) -> AttendanceList:
    """Fill the list of a session."""
    day, room = day_of(event, session.starts_at), session.room
    facts = (
        *_when(event, listed, day),
        Fact("Tempat", f"{room.name}, {room.venue.name}, {event.city}" if room else event.city),
        Fact("Acara", session.title),
    )
    heading = f"{session.title}, {indonesian_dates.full_date(day)}"
    return _list(event, listed, heading, facts, at=at, numbers=numbers, blank=blank)


def _list(
    event: Event,
    listed: Listed,
    heading: str,
    facts: tuple[Fact, ...],
    *,
    at: datetime,
    numbers: bool,
    blank: bool,
) -> AttendanceList:
    day = day_of(event, listed.starts_at)
    told = [] if blank else [supplement_line(event, one) for one in listed.supplements]
    return AttendanceList(
        letterhead=printed_letterhead(event),
        event_title=event.title,
        heading=heading,
        facts=facts,
        groups=_groups(event, listed, numbers=numbers, blank=blank),
        place_and_date=f"{event.city}, {indonesian_dates.long_date(day)}",
        signer=printed_signer(event, SignerTask.ATTENDANCE_LIST),
        as_of=f"{'daftar kosong, ' if blank else ''}keadaan data {moment(at, event)}",
        notes=() if blank else closing_notes(event, listed.close, len(told)),
        supplements=tuple(told),
    )


def _when(event: Event, listed: Listed, day: date) -> tuple[Fact, Fact]:
    here = ZoneInfo(event.zone)
    start, end = (one.astimezone(here).time() for one in (listed.starts_at, listed.ends_at))
    return (
        Fact("Hari, tanggal", indonesian_dates.full_date(day)),
        Fact("Waktu", indonesian_dates.time_range(start, end, event.zone)),
    )


def _groups(event: Event, listed: Listed, *, numbers: bool, blank: bool) -> tuple[AttendanceGroup, ...]:
    """Keep the order of the lines: offices by protocol, in each the highest post first."""
    by_office: dict[tuple[str, str], list[AttendanceLine]] = {}
    writers = {} if blank else names_of({one.set_by for one in listed.lines})
    for one in listed.lines:
        office, writer = (one.person.office, one.person.office_short), writers.get(one.set_by, "")
        line = _line(event, one, writer=writer, numbers=numbers, blank=blank)
        by_office.setdefault(office, []).append(line)
    return tuple(AttendanceGroup(name, tuple(lines), short) for (name, short), lines in by_office.items())


def _line(event: Event, line: DayLine, *, writer: str, numbers: bool, blank: bool) -> AttendanceLine:
    """Print one person; of whom nothing is known, the line is left to be signed by hand."""
    person, known = line.person, line.status is not None and not blank
    return AttendanceLine(
        name=person.name,
        post=person.post,
        nip=nip_for(person.nip, numbers=numbers),
        grade=person.rank,
        presence=PRESENCE.get(line.status, Presence.EXCUSED) if line.status and known else Presence.OPEN,
        scanned_at=hour(line.first_at, event) if known else "",
        remark=_remark(event, line, writer) if known else "",
    )


def _remark(event: Event, line: DayLine, writer: str) -> str:
    """Say what the time does not: why, and who wrote it where no scan tells of it."""
    said, written = _said(event, line), f"dicatat {writer}" if writer else ""
    absent = STATUS[AttendanceStatus.ABSENT] if written and line.status is AttendanceStatus.ABSENT else ""
    return "; ".join(part for part in (said or absent, written) if part)


def _said(event: Event, line: DayLine) -> str:
    status = line.status
    if status is None or status is AttendanceStatus.ABSENT:
        return ""
    if line.is_here:
        late = STATUS[status] if status is AttendanceStatus.LATE else ""
        left = f"pulang {hour(line.left_at, event)}" if line.left_at else ""
        return ", ".join(part for part in (late, left) if part)
    if status is AttendanceStatus.REPRESENTED:
        return f"{STATUS[status]} {line.represented_by}"
    if line.note.lower().startswith(STATUS[status]):  # "izin, Izin keperluan keluarga" says it twice
        return line.note
    return f"{STATUS[status]}, {line.note}" if line.note else STATUS[status]
