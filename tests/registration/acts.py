"""What offices do, for tests: a seat, a draft for it, and the whole handed in with its letter."""

from app.audit.record import Machine
from app.db import transaction
from app.participants.models import Seat
from app.participants.person_entry import PersonEntry
from app.registration.letter_files import read_letter
from app.registration.letters import keep_letter
from app.registration.models import Nomination
from app.registration.nominate import nominate
from app.registration.submit_delegation import submit_delegation
from tests.cast import Cast
from tests.registration import letter_files as files

OPERATOR = Machine("link:7", "Kanwil Kalimantan Timur")
SECOND = Machine("link:8", "Operator kedua")
KEY = "key-of-the-first-form"


def add_seat(cast: Cast, delegation, code: str = "1") -> Seat:
    seat = Seat(
        event_id=cast.event.id,
        delegation_id=delegation.id,
        position_id=cast.head.id,
        code=f"{cast.head.id}-{code}",
    )
    with transaction() as session:
        session.add(seat)
    return seat


def entry(name: str = "Muhammad Ma'ruf", **values) -> PersonEntry:
    return PersonEntry(name=name, back_titles="S.H.", position_name="Kepala Kantor Wilayah", **values)


def draft(delegation, seat=None, *, key: str = KEY, by=OPERATOR, **values) -> Nomination:
    with transaction():
        return nominate(delegation, entry(**values), key=key, by=by, seat=seat)


def submit(delegation):
    with transaction():
        keep_letter(
            delegation,
            number="W.18-1",
            dated=files.DATED,
            filename="s.pdf",
            file=read_letter(files.pdf()),
            by=OPERATOR,
        )
        return submit_delegation(delegation, by=OPERATOR)
