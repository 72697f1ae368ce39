"""People before the hall screen with their phones."""

from flask.testing import FlaskClient
from sqlalchemy import select

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, offer_self_check_in
from app.checkin.hall_codes import code_of_this_moment
from app.checkin.models import Attendance, Scan
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.personal_links import personal_link

HOST = "https://rakornis.example"


def allow(session: Session, offer: Offer = Offer.YES) -> None:
    with transaction():
        offer_self_check_in(session, offer=offer, by=COMMAND_LINE)


def on_screen(session: Session) -> str:
    """The address in the QR of this moment."""
    return code_of_this_moment(session.id).address.removeprefix(HOST)


def open_own_page(phone: FlaskClient, person: Participant) -> str:
    with transaction():
        address = personal_link(person, by=COMMAND_LINE).removeprefix(HOST)
    assert phone.get(address).status_code == 200
    return address


def scans() -> list[Scan]:
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


def is_in(person: Participant) -> bool:
    return bool(db.session.scalars(select(Attendance).where(Attendance.participant_id == person.id)).all())


def here(person: Participant) -> Attendance:
    return db.session.scalars(select(Attendance).where(Attendance.participant_id == person.id)).one()
