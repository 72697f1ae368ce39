"""How papers of attendance say things: statuses, moments, and what was added to a closed day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.attendance.differences import read_mark
from app.attendance.marks import Mark
from app.attendance.models import DayClose, Supplement, SupplementKind
from app.checkin.models import AttendanceStatus
from app.events.models import Event
from app.lib import indonesian_dates
from app.lib.employee_numbers import masked
from app.services.paper.parts import SupplementLine

STATUS = {
    AttendanceStatus.PRESENT: "hadir",
    AttendanceStatus.LATE: "terlambat",
    AttendanceStatus.EXCUSED: "izin",
    AttendanceStatus.OTHER_DUTY: "dinas lain",
    AttendanceStatus.ILL: "sakit",
    AttendanceStatus.REPRESENTED: "diwakili",
    AttendanceStatus.ABSENT: "tanpa keterangan",
}
WHY = {
    SupplementKind.BY_HAND: "",
    SupplementKind.LATE_SCAN: "pindaian yang terkirim setelah penutupan",
    SupplementKind.UNDONE_SCAN: "pindaian dibatalkan",
}


def hour(moment: datetime | None, event: Event) -> str:
    """Return "08.14" where the event is; nothing for no moment."""
    return f"{moment.astimezone(ZoneInfo(event.zone)):%H.%M}" if moment else ""


def moment(at: datetime, event: Event) -> str:
    """Return "06-09-2024 pukul 17.00 WITA"."""
    there = at.astimezone(ZoneInfo(event.zone))
    return f"{there:%d-%m-%Y} pukul {there:%H.%M} {indonesian_dates.zone_label(event.zone)}"


def nip_for(nip: str, *, numbers: bool) -> str:
    """Return a NIP whole, or with only its last digits for those who need no numbers."""
    return nip if numbers else masked(nip)


def closing_notes(event: Event, close: DayClose | None, supplements: int) -> tuple[str, ...]:
    """Say when a day was closed, by whom, and what seals it; nothing of a day that is open."""
    if close is None:
        return ()
    when = moment(close.closed_at, event)
    added = f" Setelah itu {supplements} susulan; isi yang disegel tidak diubah." if supplements else ""
    return (
        f"Hari kehadiran ini ditutup pada {when} oleh {close.closed_by_name}.{added}",
        f"Segel SHA-256: {grouped_seal(close.sha256)}",
    )


def grouped_seal(sha256: str) -> str:
    """A hash in groups of eight, for comparing by eye."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def supplement_line(event: Event, one: Supplement) -> SupplementLine:
    """Print one supplement."""
    there = one.at.astimezone(ZoneInfo(event.zone))
    return SupplementLine(
        number=one.number,
        at=f"{there:%d-%m-%Y %H.%M}",
        name=one.participant.display_name,
        session=one.session.title,
        before=stood(read_mark(one.before), event),
        after=stood(read_mark(one.after), event),
        why="; ".join(part for part in (one.reason or WHY[one.kind], one.by_name) if part),
    )


def stood(mark: Mark | None, event: Event) -> str:
    """Say how somebody stood: "hadir 08.14, pulang 16.05"."""
    if mark is None:
        return "belum ada"
    left = f"pulang {hour(mark.gone_at, event)}" if mark.gone_at else ""
    return ", ".join(
        part for part in (f"{STATUS[mark.status]} {hour(mark.scanned_at, event)}".strip(), left) if part
    )
