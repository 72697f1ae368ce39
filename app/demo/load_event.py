"""The meeting itself: five days in Bali, its rooms, letterhead, signers, rules and gates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.agenda.import_agenda import import_agenda, read_agenda
from app.checkin.gates import gate_named
from app.demo.loader import DATA, DEMONSTRATION, EVENT_SLUG
from app.events.create import EventDetails, create_rehearsal, name_days
from app.events.letterhead import write_letterhead
from app.events.models import Event, SignerTask
from app.events.places import add_room, add_venue
from app.events.queries import days_of
from app.events.rehearse import rehearse
from app.events.rules import RulesSet, set_rules
from app.events.signers import Signature, name_signer
from app.services import services

ZONE = "Asia/Makassar"
# When the committee registers its sheet, two days before the meeting.
REGISTERED_AT = datetime(2024, 9, 2, 16, 5, tzinfo=ZoneInfo(ZONE))
# A meeting in full swing: Friday, 13.40 in Bali, ten minutes into the discussion.
CLOCK_STARTS_AT = datetime(2024, 9, 6, 13, 40, tzinfo=ZoneInfo(ZONE))
DETAILS = EventDetails(
    slug=EVENT_SLUG,
    title=(
        "Rapat Koordinasi Teknis (Rakornis) Kinerja Program Penegakan dan Pelayanan Hukum"
        " Bidang Kekayaan Intelektual (KI) Tahun 2024"
    ),
    short_title="Rakornis KI 2024",
    city="Bali",
    zone=ZONE,
    starts_on=date(2024, 9, 4),
    ends_on=date(2024, 9, 8),
    purpose=(
        "Memantau dan mengevaluasi perjanjian kinerja, rencana aksi, dan target kinerja tahun 2024, serta"
        " merumuskan rencana aksi dan target kinerja tahun 2025 bidang kekayaan intelektual."
    ),
    planned_participants=350,
)
DAY_NAMES = (
    "Pembukaan dan evaluasi kinerja 2024",
    "Paparan capaian Kantor Wilayah",
    "Rencana aksi dan target kinerja 2025",
    "Kerja sama, arahan, dan penutupan",
    "Kepulangan peserta",
)
PLACES: dict[tuple[str, str], dict[str, int | None]] = {
    ("Discovery Kartika Plaza", "Jalan Kartika Plaza, Kuta, Badung, Bali"): {
        "Lobby": None,
        "Ballroom": 400,
        "Restoran": 400,
        "Ruang Kintamani": 40,
    },
    ("Taman Werdhi Budaya", "Jalan Nusa Indah 1, Denpasar, Bali"): {"Panggung Utama": 1200},
}
LETTERHEAD = (
    "KEMENTERIAN HUKUM DAN HAK ASASI MANUSIA",
    "REPUBLIK INDONESIA",
    "DIREKTORAT JENDERAL KEKAYAAN INTELEKTUAL",
)
ADDRESS = (
    "Jalan H.R. Rasuna Said Kavling 8–9, Kuningan, Jakarta Selatan 12940",
    "Telepon 021 0000 0000, laman www.dgip.contoh.example, surel humas@contoh.example",
)
# The people are invented, as everybody in the demonstration.
CHAIR = Signature(
    post="Direktur Jenderal Kekayaan Intelektual",
    name="Ir. Pramudyastri Marpaungan, S.Farm., Apt.",
    nip="196711041990122908",
)
HOST = Signature(
    post="Sekretaris Direktorat Jenderal Kekayaan Intelektual",
    name="Ir. Ayuningrana, S.Farm., Apt.",
    nip="196711251994032995",
)
TAKER = Signature(post="Notulis", name="R. Hastungkara Prawiradirja, S.H.", nip="198504172010011904")
SIGNERS = {
    SignerTask.CERTIFICATE: CHAIR,
    SignerTask.MINUTES_CHAIR: HOST,
    SignerTask.MINUTES_TAKER: TAKER,
    SignerTask.ATTENDANCE_LIST: HOST,
    SignerTask.INVITATION: HOST,
}
RULES = RulesSet(
    certificate_least_attendances=1,
    certificate_design="sober",
    certificate_number="HKI-KI.01.01-{number:04}/RAKORNIS/{year}",
    minutes_number="HKI-KI.01.01-{number:03}/NOTULA/{year}",
)
GATES = ("Utama 1", "Utama 2", "Lobby")


def load_event() -> Event:
    """Load the event as a rehearsal, with everything that is set up before the first day."""
    now = services().clock.now()
    event = create_rehearsal(DETAILS, clock_starts_at=REGISTERED_AT, now=now, by=DEMONSTRATION)
    names = {day.id: name for day, name in zip(days_of(event), DAY_NAMES, strict=True)}
    name_days(event, names, by=DEMONSTRATION)
    for (name, address), rooms in PLACES.items():
        venue = add_venue(event, name=name, address=address, by=DEMONSTRATION)
        for room, capacity in rooms.items():
            add_room(venue, name=room, capacity=capacity, by=DEMONSTRATION)
    write_letterhead(event, lines=list(LETTERHEAD), address_lines=list(ADDRESS), by=DEMONSTRATION)
    for task, signature in SIGNERS.items():
        name_signer(event, task, signature, by=DEMONSTRATION)
    set_rules(event, RULES, by=DEMONSTRATION)
    for gate in GATES:
        gate_named(event, gate)
    return event


def load_agenda(event: Event) -> None:
    """Load the sessions of the five days."""
    import_agenda(event, read_agenda((DATA / "agenda.csv").read_bytes()), by=DEMONSTRATION)


def set_clock(event: Event, at: datetime) -> None:
    """Set the event's clock, so that what follows is recorded at its own time."""
    rehearse(event, at=at, now=services().clock.now(), by=DEMONSTRATION)
