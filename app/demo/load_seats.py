"""The seats of the 33 regional offices, and what changed in them after the committee had its sheet."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.db import db
from app.demo.load_event import ZONE
from app.demo.loader import DEMONSTRATION
from app.events.models import Event
from app.offices.models import Office, OfficeKind
from app.offices.queries import office_directory, position_directory
from app.participants.edit_person import edit_person, shown_of
from app.participants.models import Manner, Participant, ParticipantRole
from app.participants.person_entry import PersonEntry
from app.participants.register_person import register_person
from app.participants.sending_bodies import SendingBodies, add_outside_body
from app.registration.make_seats import make_seats
from app.registration.plan_seats import plan_seats
from app.registration.set_quota import QuotaDetails, set_quota
from app.registration.substitute import substitute

POSTS_OF_A_REGION = ("Kakanwil", "Kadivyankumham", "Kabid Yankum", "Kasubbid KI")
STAFF_OF_A_REGION = 3
CLOSES_AT = datetime(2024, 9, 2, 16, 0, tzinfo=ZoneInfo(ZONE))
CONTACT = "Sekretariat panitia, 021 0000 0000"
QUOTAS = {
    ParticipantRole.SPEAKER: 20,
    ParticipantRole.MODERATOR: 8,
    ParticipantRole.MINUTE_TAKER: 4,
    ParticipantRole.COMMITTEE: 45,
    ParticipantRole.MEDIA: 20,
    ParticipantRole.GUEST: 30,
}


@dataclass(frozen=True)
class Change:
    """Somebody else comes for a post: who, and why."""

    office: str
    post: str
    reason: str
    instead: PersonEntry


REPRESENTED = (("banten", "Kakanwil"), ("maluku", "Kasubbid KI"))
SUBSTITUTED = (
    Change(
        "jambi",
        "Kasubbid KI",
        "Sakit, surat dokter terlampir",
        PersonEntry(
            name="Larasati Dewanggana",
            back_titles="S.H., M.H.",
            nip="19870314 201012 2 004",
            position_name="Analis Kekayaan Intelektual Ahli Muda",
        ),
    ),
    Change(
        "sultra",
        "Kabid Yankum",
        "Mendampingi kunjungan kerja Menteri",
        PersonEntry(
            name="La Ode Rahmatullah Wirabumi",
            back_titles="S.H.",
            nip="19810722 200604 1 003",
            position_name="Penyuluh Hukum Ahli Madya",
        ),
    ),
)
# Taken in at the registration desk on the first day.
GUESTS = (
    PersonEntry(front_titles="Dr.", name="Ni Wayan Kertasari Adnyani", role=ParticipantRole.GUEST),
    PersonEntry(name="Bonifasius Rangga Tukan", back_titles="S.E.", role=ParticipantRole.GUEST),
)
GUESTS_FROM = "Pemerintah Provinsi (undangan)"


def load_seats(event: Event) -> None:
    """Plan and make the seats of the regional offices, and the room for everybody else."""
    posts = position_directory()
    places: dict[int | None, int] = {None: STAFF_OF_A_REGION}
    for name in POSTS_OF_A_REGION:
        post = posts.find(name)
        if post is not None:
            places[post.id] = 1
    plan_seats(event, OfficeKind.REGIONAL, places=places, by=DEMONSTRATION)
    make_seats(event, by=DEMONSTRATION)
    for role, number in QUOTAS.items():
        details = QuotaDetails(places=number, closes_at=CLOSES_AT, contact=CONTACT)
        set_quota(event, role, details, by=DEMONSTRATION)


def load_changes(event: Event) -> None:
    """Let some seats be represented, some people be substituted, and guests come whom nobody expected."""
    for office, post in REPRESENTED:
        person = _who_has(event, office, post)
        entry = replace(shown_of(person).entry, manner=Manner.REPRESENTING, represents=post)
        edit_person(person, entry, by=DEMONSTRATION)
    for change in SUBSTITUTED:
        person = _who_has(event, change.office, change.post)
        substitute(person, change.instead, reason=change.reason, letter=None, by=DEMONSTRATION)
    body = SendingBodies(office_directory()).of(GUESTS_FROM)
    host = db.session.get_one(Office, body.office_id or add_outside_body(body))
    for guest in GUESTS:
        register_person(event, guest, office=host, by=DEMONSTRATION)


def _who_has(event: Event, office: str, post: str) -> Participant:
    known = position_directory().find(post)
    return db.session.scalars(
        select(Participant)
        .join(Participant.office)
        .where(
            Participant.event_id == event.id,
            Office.code == office,
            Participant.position_id == (known.id if known else None),
        )
    ).one()
