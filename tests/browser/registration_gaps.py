"""What the addresses of registration, letters and personal data name, in the demonstration."""

from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import select

from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import db
from app.events.models import Event
from app.messages.compose import compose
from app.offices.models import OfficeKind
from app.participants.models import Participant, ParticipantRole, Seat
from app.participants.person_entry import PersonEntry
from app.registration.adjust_seats import add_seat
from app.registration.ask_substitution import ask_for_substitute
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter
from app.registration.links import office_link, registration_link
from app.registration.models import Quota
from app.registration.nominate import nominate
from app.registration.register_oneself import register_oneself
from tests.access.data_room import data_arguments
from tests.registration import letter_files

PROPOSED, JOINED, ASKED = "a" * 32, "b" * 32, "c" * 32  # keys of forms that were sent


def registration_gaps(event: Event, person: Participant) -> dict[str, object]:
    """Let this person's office propose somebody, and an individual register; inside transaction()."""
    delegation = person.delegation
    add_seat(delegation, None, by=COMMAND_LINE)
    seats = select(Seat).where(Seat.delegation_id == delegation.id).order_by(Seat.id.desc())
    seat = db.session.scalars(seats.limit(1)).one()
    proposed = nominate(
        delegation, PersonEntry(name="Baiq Larasati"), key=PROPOSED, by=COMMAND_LINE, seat=seat
    )
    letter = keep_letter(
        delegation,
        number="W.1-KP.04.01-77",
        dated=letter_files.DATED,
        filename="surat.png",
        file=read_letter(letter_files.photo("PNG")),
        by=COMMAND_LINE,
    )
    asked = ask_for_substitute(
        person,
        PersonEntry(name="Ngurah Widyatmika"),
        reason="Sakit",
        letter=None,
        key=ASKED,
        by=COMMAND_LINE,
    )
    message = compose(
        key="registration.pass:1:1:1",
        to="andi@contoh.example",
        recipient_name="Andi",
        subject="Kartu",
        text="Isi",
        by=COMMAND_LINE,
        about=person.reference,
        event_id=event.id,
    )
    other = select(Participant.id).where(Participant.event_id == event.id, Participant.id != person.id)
    return _individual(event) | {
        "office_token": token_of(office_link(delegation, by=COMMAND_LINE)),
        "delegation_id": delegation.id,
        "seat_id": seat.id,
        "nomination_id": proposed.id,
        "letter_id": letter.id,
        "asked_id": asked.id,
        "message_id": message.id,
        "kind": OfficeKind.REGIONAL.value,
        "role": ParticipantRole.MEDIA.value,
        "whom": "people",
        "number": person.id,
        "other_id": db.session.scalars(other.order_by(Participant.id).limit(1)).one(),
    }


def _individual(event: Event) -> dict[str, object]:
    question = select(Quota).where(Quota.event_id == event.id, Quota.role == ParticipantRole.MEDIA)
    quota = db.session.scalars(question).one()
    quota.closes_at = None
    entry = PersonEntry(name="Bagus Tirtayasa", email="bagus@contoh.example", role=quota.role)
    registered = register_oneself(quota, entry, organisation="Harian Contoh", key=JOINED, by=COMMAND_LINE)
    assert registered is not None
    token = token_of(registration_link(quota, by=COMMAND_LINE))
    return {
        "quota_id": quota.id,
        "join_token": token,
        "joined_key": JOINED,
        "individual_id": registered.nomination.id,
    }


def data_gaps(event: Event, person: Participant) -> dict[str, object]:
    """Make a request, a code and an incident; it opens its own transaction."""
    return data_arguments(cast("Any", SimpleNamespace(event=event)), person)
