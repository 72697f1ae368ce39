"""Minutes of the meeting: one set published with its actions, one drafted and ready to publish."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.demo.load_event import ZONE, set_clock
from app.demo.loader import DEMONSTRATION, EVENT_SLUG
from app.events.models import Event
from app.minutes.models import EntryKind, Minutes
from app.minutes.open_minutes import open_minutes
from app.minutes.publish import publish_minutes
from app.minutes.wording import Wording
from app.minutes.write_entry import write_entry
from app.offices.models import OfficeKind
from app.offices.queries import office_directory, offices_in_protocol_order

PUBLISHED_AT = datetime(2024, 9, 5, 19, 40, tzinfo=ZoneInfo(ZONE))
ALL_REGIONAL = "*"
DIRECTOR = "Direktur Jenderal Kekayaan Intelektual"
SECRETARY = "Sekretaris Direktorat Jenderal Kekayaan Intelektual"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One entry; `session` is the beginning of the session's title, `units` codes of offices or `*`."""

    session: str
    kind: EntryKind
    text: str
    speaker: str = ""
    owner: str = ""
    units: tuple[str, ...] = ()
    due_on: date | None = None
    evidence: str = ""
    answer: str = ""


OPENING = "Pembukaan Rakornis dan evaluasi kinerja 2024"
OPENING_SESSIONS = ("Laporan Ketua", "Sambutan dan pembukaan", "Evaluasi Perjanjian")
OPENING_ENTRIES = (
    Said(
        session="Laporan Ketua",
        kind=EntryKind.INFORMATION,
        text=(
            "Rakornis diikuti 350 peserta dari 33 Kantor Wilayah dan unit"
            " eselon II, berlangsung 4–8 September 2024."
        ),
        speaker=SECRETARY,
    ),
    Said(
        session="Sambutan dan pembukaan",
        kind=EntryKind.DIRECTIVE,
        text=(
            "Kantor Wilayah memperkuat sinergi dengan seluruh perangkat daerah untuk"
            " menaikkan mutu dan jumlah permohonan kekayaan intelektual."
        ),
        speaker=DIRECTOR,
        units=(ALL_REGIONAL,),
    ),
    Said(
        session="Sambutan dan pembukaan",
        kind=EntryKind.DIRECTIVE,
        text="Layanan kekayaan intelektual di wilayah diperbanyak melalui pameran di provinsi.",
        speaker=DIRECTOR,
        units=(ALL_REGIONAL,),
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.INFORMATION,
        text=(
            "Capaian rencana aksi B01–B08 telah diverifikasi; sisa waktu"
            " empat bulan dipakai untuk langkah percepatan."
        ),
        speaker=SECRETARY,
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.OBSTACLE,
        text="Pemahaman pelaku usaha tentang indikasi geografis masih rendah di wilayah kepulauan.",
        speaker="Kepala Kantor Wilayah",
        units=("maluku", "malut"),
        answer="Diadakan pendampingan penyusunan dokumen deskripsi bersama Mobile IP Clinic.",
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.PROPOSAL,
        text="Dibentuk pos layanan kekayaan intelektual di setiap wilayah.",
        speaker="Kepala Kantor Wilayah",
        units=("sulsel",),
        answer="Dikaji dalam penyusunan rencana strategis 2025–2029.",
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.DECISION,
        text="Seluruh Kantor Wilayah menuntaskan target kinerja 2024 paling lambat akhir triwulan IV.",
        units=(ALL_REGIONAL,),
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.ACTION,
        text="Menyampaikan langkah percepatan target kinerja 2024 beserta jadwalnya.",
        owner="Kepala Divisi Pelayanan Hukum dan HAM",
        units=(ALL_REGIONAL,),
        due_on=date(2024, 9, 30),
        evidence="Matriks langkah percepatan yang ditandatangani Kepala Kantor Wilayah",
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.ACTION,
        text="Mengunggah data dukung capaian B09 untuk diverifikasi.",
        owner="Kepala Subbidang Pelayanan Kekayaan Intelektual",
        units=(ALL_REGIONAL,),
        due_on=date(2024, 10, 10),
        evidence="Laporan bulanan B09 dan foto kegiatan",
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.ACTION,
        text="Menyelenggarakan pendampingan penyusunan dokumen deskripsi indikasi geografis.",
        owner=SECRETARY,
        units=("mig", "maluku", "malut"),
        due_on=date(2024, 10, 31),
        evidence="Laporan kegiatan dan daftar hadir",
    ),
    Said(
        session="Evaluasi Perjanjian",
        kind=EntryKind.NOTE,
        text="Bahan paparan dibagikan kepada seluruh peserta setelah sidang.",
    ),
)
STRATEGY = "Pleno: strategi dan langkah percepatan kinerja"
STRATEGY_SESSIONS = ("Strategi dan langkah",)
STRATEGY_ENTRIES = (
    Said(
        session="Strategi dan langkah",
        kind=EntryKind.DIRECTIVE,
        text="Percepatan diarahkan pada penyelesaian permohonan desain industri dan merek kolektif.",
        speaker=DIRECTOR,
        units=("hcdi", "mig"),
    ),
    Said(
        session="Strategi dan langkah",
        kind=EntryKind.DECISION,
        text=(
            "Bimbingan teknis dan pendampingan pendaftaran desain industri menjadi bagian rencana aksi 2025."
        ),
        units=("hcdi", ALL_REGIONAL),
    ),
    Said(
        session="Strategi dan langkah",
        kind=EntryKind.ACTION,
        text="Menyusun jadwal bimbingan teknis desain industri tahun 2025 per wilayah.",
        owner="Direktur Hak Cipta dan Desain Industri",
        units=("hcdi",),
        due_on=date(2024, 10, 18),
        evidence="Jadwal yang ditetapkan Direktur",
    ),
)


def load_minutes(event: Event) -> None:
    """Write both sets of minutes on the evening of the second day; publish the first."""
    set_clock(event, PUBLISHED_AT)
    opening = _write(event, OPENING, OPENING_SESSIONS, OPENING_ENTRIES)
    _write(event, STRATEGY, STRATEGY_SESSIONS, STRATEGY_ENTRIES)
    publish_minutes(event, opening.id, by=DEMONSTRATION)


def _write(event: Event, title: str, begins: tuple[str, ...], entries: tuple[Said, ...]) -> Minutes:
    sessions = {begin: _session(event, begin) for begin in begins}
    minutes = open_minutes(event, title=title, sessions=list(sessions.values()), by=DEMONSTRATION)
    for place, said in enumerate(entries):
        wording = Wording(
            kind=said.kind,
            text=said.text,
            session_id=sessions[said.session].id,
            speaker=said.speaker,
            owner=said.owner,
            due_on=said.due_on,
            evidence=said.evidence,
            answer=said.answer,
            office_ids=_office_ids(said.units),
        )
        key = str(uuid5(NAMESPACE_URL, f"{EVENT_SLUG}/{title}/{place}"))
        write_entry(minutes, wording, key=key, by=DEMONSTRATION)
    return minutes


def _session(event: Event, begins: str) -> Session:
    return next(session for session in sessions_of(event) if session.title.startswith(begins))


def _office_ids(codes: tuple[str, ...]) -> tuple[int, ...]:
    directory = office_directory()
    named = [office.id for code in codes if (office := directory.find(code))]
    everywhere = offices_in_protocol_order(OfficeKind.REGIONAL) if ALL_REGIONAL in codes else ()
    return tuple(dict.fromkeys([*named, *(office.id for office in everywhere)]))
