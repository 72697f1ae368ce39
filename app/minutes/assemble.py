"""Assemble the paper: the minutes as their entries, their attendance and their event have it now.

All words here stand on an official paper and are Indonesian whatever the language of the screen.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.events.models import Event, SignerTask
from app.events.on_paper import printed_letterhead, printed_signer
from app.lib import indonesian_dates
from app.minutes.models import Entry, EntryKind, Minutes
from app.minutes.queries import attendance_by_office
from app.offices.models import OfficeKind
from app.offices.queries import offices_in_protocol_order
from app.services.paper import parts, sheets

LETTERS = {
    EntryKind.DECISION: "K",
    EntryKind.DIRECTIVE: "A",
    EntryKind.INFORMATION: "I",
    EntryKind.OBSTACLE: "H",
    EntryKind.PROPOSAL: "U",
}
NOTHING = "–"
PARTS_PLAYED = frozenset({"notulis", "pimpinan rapat"})


@dataclass(frozen=True)
class Coded:
    """An entry with the code it carries on the paper: K-1, A-2, TL-07.01."""

    code: str
    entry: Entry


def coded(minutes: Minutes) -> list[Coded]:
    """Give every entry that stands its code, counted by kind in the order they were written.

    An action's code holds the number of the minutes, so it is unique in the event. Notes have none.
    """
    seen: Counter[EntryKind] = Counter()
    result = []
    for entry in minutes.entries:
        if entry.struck_at is not None:
            continue
        seen[entry.kind] += 1
        result.append(Coded(_code(minutes, entry.kind, seen[entry.kind]), entry))
    return result


def _code(minutes: Minutes, kind: EntryKind, count: int) -> str:
    if kind is EntryKind.ACTION:
        return f"TL-{minutes.id:02}.{count:02}"
    return f"{LETTERS[kind]}-{count}" if kind in LETTERS else ""


def assemble(event: Event, minutes: Minutes) -> sheets.MinutesPaper:
    """Return the paper without number, draft mark or verification; those come when it is printed."""
    sessions = [covered.session for covered in minutes.covered]
    places = {session.id: place for place, session in enumerate(sessions, start=1)}
    entries = coded(minutes)
    everywhere = frozenset(
        office.id
        for office in offices_in_protocol_order(OfficeKind.REGIONAL, during=(event.starts_on, event.ends_on))
    )
    counts = attendance_by_office(event.id, [session.id for session in sessions])
    present, invited = sum(row.present for row in counts), sum(row.invited for row in counts)
    return sheets.MinutesPaper(
        letterhead=printed_letterhead(event),
        title=minutes.title,
        facts=_facts(event, sessions, title=minutes.title, present=present),
        sessions=tuple(_session(event, session, entries, everywhere) for session in sessions),
        minute_taker=_signer(event, SignerTask.MINUTES_TAKER),
        chair=_signer(event, SignerTask.MINUTES_CHAIR),
        place_and_date=f"{event.city}, {indonesian_dates.long_date(sessions[-1].day.date)}",
        attendance_note=f"Hadir {present} dari {invited} peserta terdaftar.",
        attendance=tuple(sheets.OfficeCount(row.office, row.present, row.invited) for row in counts),
        follow_ups=tuple(
            _follow_up(one, everywhere, place=places[one.entry.session_id])
            for one in entries
            if one.entry.kind is EntryKind.ACTION
        ),
        closing=tuple(_paragraphs(minutes.summary)),
    )


def _signer(event: Event, task: SignerTask) -> parts.Signer:
    """Return who signs; a post that only repeats the part they play is not printed twice."""
    signer = printed_signer(event, task)
    return replace(signer, post="") if signer.post.casefold() in PARTS_PLAYED else signer


def _facts(event: Event, sessions: Sequence[Session], *, title: str, present: int) -> tuple[parts.Fact, ...]:
    chair = printed_signer(event, SignerTask.MINUTES_CHAIR)
    taker = printed_signer(event, SignerTask.MINUTES_TAKER)
    by_day: dict[date, list[Session]] = {}
    for session in sessions:
        by_day.setdefault(session.day.date, []).append(session)
    rooms = dict.fromkeys(_place(session) for session in sessions if session.room)
    rows = {
        "Kegiatan": event.title,
        "Perihal": title,
        "Hari, tanggal": "; ".join(map(indonesian_dates.full_date, by_day)),
        "Waktu": "; ".join(_hours(event, group) for group in by_day.values()),
        "Tempat": f"{'; '.join(rooms)}, {event.city}" if rooms else event.city,
        "Acara": "; ".join(session.title for session in sessions),
        "Pimpinan rapat": chair.name,
        "Notulis": taker.name,
        "Peserta": f"{present} orang (rincian pada bagian kehadiran)",
    }
    return tuple(parts.Fact(label, value) for label, value in rows.items() if value)


def _place(session: Session) -> str:
    return f"{session.room.name}, {session.room.venue.name}" if session.room else ""


def _hours(event: Event, sessions: Sequence[Session]) -> str:
    zone = ZoneInfo(event.zone)
    start = min(session.starts_at for session in sessions).astimezone(zone)
    end = max(session.ends_at for session in sessions).astimezone(zone)
    return indonesian_dates.time_range(start.time(), end.time(), event.zone)


def _session(
    event: Event, session: Session, entries: Iterable[Coded], everywhere: frozenset[int]
) -> sheets.MinutesSession:
    mine = [one for one in entries if one.entry.session_id == session.id]
    presenters = ", ".join(one.name or one.post for one in session.presenters)
    return sheets.MinutesSession(
        title=session.title,
        meta=" · ".join(filter(None, (_hours(event, [session]), presenters))),
        paragraphs=tuple(
            paragraph
            for one in mine
            if one.entry.kind is EntryKind.NOTE
            for paragraph in _paragraphs(_said(one.entry))
        ),
        entries=tuple(_entry(one, everywhere) for one in mine if one.entry.kind in LETTERS),
        follow_ups=tuple(one.code for one in mine if one.entry.kind is EntryKind.ACTION),
    )


def _said(entry: Entry) -> str:
    return f"{entry.speaker}: {entry.text}" if entry.speaker else entry.text


def _entry(one: Coded, everywhere: frozenset[int]) -> sheets.MinutesEntry:
    return sheets.MinutesEntry(
        code=one.code,
        kind=parts.EntryKind(one.entry.kind.value),
        text=one.entry.text,
        by=one.entry.speaker,
        office=_units(one.entry, everywhere),
        answer=one.entry.answer,
    )


def _follow_up(one: Coded, everywhere: frozenset[int], *, place: int) -> sheets.FollowUp:
    due = one.entry.due_on
    return sheets.FollowUp(
        code=one.code,
        task=one.entry.text,
        units=_units(one.entry, everywhere) or NOTHING,
        owner=one.entry.owner or NOTHING,
        due=indonesian_dates.long_date(due) if due else NOTHING,
        evidence=one.entry.evidence or NOTHING,
        source=f"Sesi {place}",
    )


def _units(entry: Entry, everywhere: frozenset[int]) -> str:
    """Name the offices of an entry; all regional ones (`everywhere`) are better counted than listed."""
    offices = [unit.office for unit in entry.units]
    if not everywhere or not everywhere <= {office.id for office in offices}:
        return ", ".join(office.short_name for office in offices)
    others = [office.short_name for office in offices if office.id not in everywhere]
    return ", ".join([f"Seluruh kantor wilayah ({len(everywhere)})", *others])


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
