"""The registration desk: whoever is known is checked in by one button, whoever is not by one form."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance, Scan, ScanStatus, WalkIn
from app.db import db, transaction
from app.participants.models import Participant, ParticipantRole, Seat
from app.participants.passes import valid_pass
from app.participants.withdraw import withdraw_participant
from app.registration.models import Quota
from tests.cast import BAIQ, Cast, sign_in
from tests.checkin.conftest import new_key

FORM: dict[str, Any] = {
    "front_titles": "Dr.",
    "name": "Ni Luh Sekarningrum",
    "back_titles": "S.H., M.H.",
    "office": "Kanwil Bali",
    "position_name": "Analis Kekayaan Intelektual",
    "role": "participant",
    "seat": "0",
    "phone": "0812 3456 7890",
}


@pytest.fixture
def desk(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Return the browser of somebody of the registration desk, while a plenary is open."""
    cast.session("Pleno")
    cast.office("bali")
    return sign_in(client, cast.user(Role.REGISTRATION_DESK))


def address(cast: Cast, rest: str = "") -> str:
    return f"/events/{cast.event.slug}/desk{rest}"


def take_in(desk: FlaskClient, cast: Cast, **changes: Any) -> Any:
    form = {**FORM, "key": new_key(), **changes}
    return desk.post(address(cast, "/new"), data=form)


def rows_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def newest() -> Participant:
    return db.session.scalars(select(Participant).order_by(Participant.id.desc()).limit(1)).one()


@pytest.mark.parametrize("typed", ["mak", "andi tenri", "KALTIM", "kalimantan"])
def test_three_letters_find_somebody(desk: FlaskClient, cast: Cast, typed: str):
    cast.participant()
    page = desk.get(address(cast), query_string={"q": typed}).get_data(as_text=True)
    assert "Andi Tenrisangka Makkulau" in page


def test_two_letters_find_nobody(desk: FlaskClient, cast: Cast):
    cast.participant()
    page = desk.get(address(cast), query_string={"q": "an"}).get_data(as_text=True)
    assert "Makkulau" not in page


def test_names_come_before_offices(desk: FlaskClient, cast: Cast):
    for number in range(13):
        cast.participant(f"Wayan Nomor {'abcdefghijklm'[number]}", office="bali")
    cast.participant("Iqbal Purnama", office="kaltim")
    page = desk.get(address(cast), query_string={"q": "bal"}).get_data(as_text=True)
    assert page.index("Iqbal Purnama") < page.index("Wayan Nomor")
    assert "Nomor m" not in page  # a dozen, then it asks for another letter


def test_one_button_checks_a_known_person_in(desk: FlaskClient, cast: Cast):
    person = cast.participant()
    answer = desk.post(address(cast, f"/people/{person.id}/arrival"), data={"key": new_key()})
    assert answer.status_code == 303
    assert db.session.scalars(select(Attendance.participant_id)).one() == person.id
    assert db.session.scalars(select(Scan)).one().gate.name == "Meja registrasi"
    page = desk.get(answer.headers["Location"]).get_data(as_text=True)
    assert "13.40 WITA" in page
    assert "Cetak kartu" in page


def test_the_same_button_pressed_twice_is_one_scan(desk: FlaskClient, cast: Cast):
    person, key = cast.participant(), new_key()
    for _ in range(2):
        desk.post(address(cast, f"/people/{person.id}/arrival"), data={"key": key})
    assert (rows_of(Scan), rows_of(Attendance)) == (1, 1)


def test_somebody_without_a_pass_gets_one_at_the_desk(desk: FlaskClient, cast: Cast):
    person = cast.participant()
    with transaction() as session:
        session.delete(person.passes[0])
    desk.post(address(cast, f"/people/{person.id}/arrival"), data={"key": new_key()})
    assert valid_pass(db.session.get_one(Participant, person.id)) is not None
    assert rows_of(Attendance) == 1


def test_who_has_withdrawn_is_refused_and_says_why(desk: FlaskClient, cast: Cast):
    person = cast.participant()
    with transaction():
        withdraw_participant(person, reason="Sakit", by=COMMAND_LINE)
    desk.post(address(cast, f"/people/{person.id}/arrival"), data={"key": new_key()})
    page = desk.get(address(cast), query_string={"person": person.id}).get_data(as_text=True)
    assert db.session.scalars(select(Scan.status)).one() is ScanStatus.REFUSED
    assert "Sakit" in page
    assert rows_of(Attendance) == 0


def test_without_an_open_session_nobody_is_checked_in(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.REGISTRATION_DESK))
    person = cast.participant()
    client.post(address(cast, f"/people/{person.id}/arrival"), data={"key": new_key()})
    assert rows_of(Scan) == 0
    assert "Tidak ada sesi yang dibuka" in client.get(address(cast)).get_data(as_text=True)


def test_the_desk_chooses_among_open_sessions(desk: FlaskClient, cast: Cast):
    other = cast.session("Panel")
    desk.post(address(cast, "/session"), data={"session": other.id})
    person = cast.participant()
    desk.post(address(cast, f"/people/{person.id}/arrival"), data={"key": new_key()})
    assert db.session.scalars(select(Attendance.session_id)).one() == other.id


def test_one_form_registers_gives_a_pass_and_checks_in(desk: FlaskClient, cast: Cast):
    answer = take_in(desk, cast)
    assert answer.status_code == 303
    person = newest()
    assert (person.display_name, person.office.code) == ("Dr. Ni Luh Sekarningrum, S.H., M.H.", "bali")
    assert valid_pass(person) is not None
    assert db.session.scalars(select(Attendance.participant_id)).one() == person.id
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"participants.add", "checkin.take_in"} <= actions


def test_a_double_click_registers_once(desk: FlaskClient, cast: Cast):
    key = new_key()
    answers = [take_in(desk, cast, key=key) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert (rows_of(WalkIn), rows_of(Participant), rows_of(Scan)) == (1, 1, 1)


def test_a_walk_in_takes_the_seat_of_the_post(desk: FlaskClient, cast: Cast):
    bali, head = cast.delegation(cast.event, cast.office("bali")), cast.head
    with transaction() as session:
        places = {"event_id": cast.event.id, "delegation_id": bali.id}
        session.add(Seat(**places, position_id=None, code="staff-1"))
        session.add(Seat(**places, position_id=head.id, code="head-1"))
    take_in(desk, cast, position_name="Plt. Kepala Kantor Wilayah Bali")
    seat = newest().seat
    assert seat is not None
    assert seat.position_id == head.id


def test_a_chosen_seat_says_the_office(desk: FlaskClient, cast: Cast):
    bali = cast.delegation(cast.event, cast.office("bali"))
    seat = Seat(event_id=cast.event.id, delegation_id=bali.id, position_id=None, code="staff-1")
    with transaction() as session:
        session.add(seat)
    assert take_in(desk, cast, office="", seat=str(seat.id)).status_code == 303
    assert (newest().office_id, newest().seat_id) == (bali.office_id, seat.id)


def test_an_unknown_office_is_asked_about_and_nothing_is_saved(desk: FlaskClient, cast: Cast):
    answer = take_in(desk, cast, office="Kanwl Balii")
    assert answer.status_code == 422
    assert "Kanwl Balii" in answer.get_data(as_text=True)
    assert rows_of(Participant) == 0
    assert take_in(desk, cast, office="Universitas Uji", is_outside="y").status_code == 303


def test_the_same_name_in_the_office_is_shown_before_anything_is_saved(desk: FlaskClient, cast: Cast):
    known = cast.participant(BAIQ, office="bali")
    answer = take_in(desk, cast, name="Baiq Zohratulaini")
    assert answer.status_code == 422
    assert f"/desk/people/{known.id}/arrival" in answer.get_data(as_text=True)
    assert rows_of(Participant) == 1
    assert take_in(desk, cast, name="Baiq Zohratulaini", is_another="y").status_code == 303


def test_a_known_nip_leads_to_the_person_who_has_it(desk: FlaskClient, cast: Cast):
    nip = "197301011998031001"
    known = cast.participant(BAIQ, office="kaltim", nip=nip)
    answer = take_in(desk, cast, nip=nip)
    assert answer.status_code == 422
    assert f"/desk/people/{known.id}/arrival" in answer.get_data(as_text=True)
    assert rows_of(WalkIn) == 0


def test_a_full_role_is_not_overbooked(desk: FlaskClient, cast: Cast):
    with transaction() as session:
        session.add(Quota(event_id=cast.event.id, role=ParticipantRole.MEDIA, places=1))
    assert take_in(desk, cast, role="media").status_code == 303
    answer = take_in(desk, cast, role="media", name="Made Lain")
    assert answer.status_code == 422
    assert rows_of(Participant) == 1


def test_who_was_taken_in_by_mistake_is_taken_back(desk: FlaskClient, cast: Cast):
    take_in(desk, cast)
    person = newest()
    assert desk.post(address(cast, f"/people/{person.id}/removal")).status_code == 303
    assert db.session.get_one(Participant, person.id).withdrawal is not None


def test_one_badge_is_printed_as_a_card_at_once(desk: FlaskClient, cast: Cast):
    person = cast.participant()
    answer = desk.post(address(cast, f"/people/{person.id}/badge"), data={"key": new_key()})
    assert answer.status_code == 303
    assert desk.get(answer.headers["Location"]).mimetype == "application/pdf"
    assert db.session.get_one(Participant, person.id).badge_printed_at is not None


@pytest.mark.parametrize("role", [Role.GATE, Role.SECRETARY, Role.LEADERSHIP, Role.OFFICE_OPERATOR])
@pytest.mark.any_database
def test_others_stay_away_from_the_desk(client: FlaskClient, cast: Cast, role: Role):
    person = cast.participant()
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert client.get(address(cast)).status_code == 403
    assert take_in(client, cast).status_code == 403
    assert client.post(address(cast, f"/people/{person.id}/arrival")).status_code == 403
    assert rows_of(Attendance) == 0
