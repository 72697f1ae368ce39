"""Minutes of the meeting: one set for each plenary; the first is published, the others are drafts."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from app.agenda.queries import sessions_of
from app.audit.record import Machine
from app.demo.load_event import CLOCK_STARTS_AT, TAKER, ZONE, set_clock
from app.demo.loader import DATA, DEMONSTRATION, EVENT_SLUG
from app.events.models import Event
from app.minutes.models import EntryKind, Minutes
from app.minutes.open_minutes import open_minutes
from app.minutes.publish import publish_minutes
from app.minutes.wording import Wording
from app.minutes.write_entry import write_entry
from app.minutes.write_summary import write_summary
from app.offices.models import OfficeKind
from app.offices.queries import offices_in_protocol_order

ALL_REGIONAL = "*"
PUBLISHED_AT = datetime(2024, 9, 5, 19, 40, tzinfo=ZoneInfo(ZONE))
JUST_NOW = timedelta(minutes=3)
MINUTE_TAKER = Machine(DEMONSTRATION.reference, TAKER.name.partition(",")[0])  # as the account is called


@dataclass(frozen=True)
class Planned:
    """Minutes to be taken: their name in minutes.csv, their title, how their sessions' titles begin."""

    name: str
    title: str
    sessions: tuple[str, ...]
    summary: str = ""


PUBLISHED = Planned(
    "opening",
    "Pembukaan Rakornis dan evaluasi kinerja 2024",
    ("Laporan Ketua", "Sambutan dan pembukaan", "Evaluasi Perjanjian"),
    "Sidang ditutup pukul 12.00 WITA dengan ucapan terima kasih kepada seluruh peserta.\n"
    "Demikian notula ini dibuat untuk dilaksanakan sebagaimana mestinya.",
)
DRAFTS = (
    Planned("strategy", "Pleno: strategi dan langkah percepatan kinerja", ("Strategi dan langkah",)),
    Planned(
        "achievements",
        "Pleno: paparan capaian dan kendala kantor wilayah",
        ("Paparan capaian dan kendala 2024 Kanwil (I)", "Paparan capaian dan kendala 2024 Kanwil (II)"),
    ),
    Planned(
        "plan",
        "Pleno: anggaran, rencana aksi, dan target kinerja 2025",
        ("Anggaran dan kebijakan", "Rencana aksi dan target"),
    ),
    Planned("discussion", "Pleno: diskusi tantangan dan hambatan di wilayah", ("Diskusi",)),
)


def load_minutes(event: Event) -> None:
    """Write the minutes of every plenary so far, each entry during its session; publish the first set."""
    published = _write(event, PUBLISHED)
    write_summary(published, PUBLISHED.summary, instead_of="", by=DEMONSTRATION)
    for planned in DRAFTS:
        _write(event, planned)
    set_clock(event, PUBLISHED_AT)
    publish_minutes(event, published.id, by=DEMONSTRATION)


def _write(event: Event, planned: Planned) -> Minutes:
    sessions = {
        begins: next(one for one in sessions_of(event) if one.title.startswith(begins))
        for begins in planned.sessions
    }
    set_clock(event, min(session.starts_at for session in sessions.values()))
    minutes = open_minutes(event, title=planned.title, sessions=list(sessions.values()), by=DEMONSTRATION)
    said = [row for row in _rows() if row["minutes"] == planned.name]
    for place, row in enumerate(said, start=1):
        session = sessions[row["session"]]
        length = min(session.ends_at, CLOCK_STARTS_AT - JUST_NOW) - session.starts_at
        set_clock(event, session.starts_at + length * place / (len(said) + 1))
        key = str(uuid5(NAMESPACE_URL, f"{EVENT_SLUG}/{planned.name}/{place}"))
        write_entry(minutes, _wording(row, session_id=session.id), key=key, by=MINUTE_TAKER)
    return minutes


def _rows() -> list[dict[str, str]]:
    with (DATA / "minutes.csv").open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet))


def _wording(row: dict[str, str], *, session_id: int) -> Wording:
    return Wording(
        kind=EntryKind(row["kind"]),
        text=row["text"],
        session_id=session_id,
        speaker=row["speaker"],
        owner=row["owner"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        evidence=row["evidence"],
        answer=row["answer"],
        office_ids=_office_ids(row["units"].split()),
    )


def _office_ids(codes: list[str]) -> tuple[int, ...]:
    by_code = {office.code: office.id for office in offices_in_protocol_order()}
    named = [by_code[code] for code in codes if code != ALL_REGIONAL]
    everywhere = offices_in_protocol_order(OfficeKind.REGIONAL) if ALL_REGIONAL in codes else ()
    return tuple(dict.fromkeys([*named, *(office.id for office in everywhere)]))
