"""Self check-in: the code of the hall screen, the phone that knows its owner, and what counts."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from app.access import Role
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, SelfCheckIn, offer_of, without_proof
from app.checkin.models import Attendance, RefusalReason, ScanStatus
from app.checkin.self_check_in import KeyOfAnotherCard, check_in_at_kiosk
from app.checkin.shared_phones import shared_phones
from app.db import db, transaction
from app.participants.models import Participant
from app.services.clock import HeldClock
from tests.cast import ANDI, BAIQ, Cast, sign_in
from tests.checkin.at_the_screen import allow, here, is_in, on_screen, open_own_page, scans
from tests.checkin.conftest import GateUnderTest


@pytest.fixture
def session(cast: Cast) -> Session:
    """A plenary that is open, to which people may check themselves in."""
    session = cast.session("Pleno")
    allow(session)
    return session


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return cast.participant(ANDI)


def test_a_phone_that_knows_its_owner_checks_in_with_one_tap(
    client: FlaskClient, session: Session, andi: Participant
):
    open_own_page(client, andi)
    address = on_screen(session)
    assert andi.name in client.get(address).text
    assert not is_in(andi)
    answer = client.post(address)
    assert answer.status_code == 303
    assert "Anda sudah masuk" in client.get(answer.headers["Location"]).text
    assert scans()[0].status is ScanStatus.ADMITTED
    assert db.session.query(SelfCheckIn).one().scan_id == here(andi).scan_id


def test_a_phone_that_knows_nobody_opens_the_link_first_and_goes_on_there(
    client: FlaskClient, session: Session, andi: Participant, clock: HeldClock
):
    address = on_screen(session)
    assert "tautan pribadi" in client.get(address).text
    assert client.post(address).status_code == 303
    assert scans() == []
    clock.pass_time(seconds=100)  # the code is over, but it was opened in time
    own_page = open_own_page(client, andi)
    assert f'action="{address}"' in client.get(own_page).text
    client.post(address)
    assert is_in(andi)


def test_who_takes_longer_than_three_minutes_scans_again(
    client: FlaskClient, session: Session, andi: Participant, clock: HeldClock
):
    address = on_screen(session)
    client.get(address)
    clock.pass_time(minutes=4)
    assert f'action="{address}"' not in client.get(open_own_page(client, andi)).text
    client.post(address)
    assert not is_in(andi)
    assert scans()[-1].reason is RefusalReason.CODE_RUN_OUT


def test_one_phone_that_checks_several_people_in_is_shown_to_the_committee(
    client: FlaskClient, session: Session, andi: Participant, cast: Cast, app
):
    baiq = cast.participant(BAIQ, office="bali")
    for person in (andi, baiq):
        open_own_page(client, person)
        client.post(on_screen(session))
    other, third = app.test_client(), cast.participant("Orang Lain")
    open_own_page(other, third)
    other.post(on_screen(session))
    (phone,) = shared_phones(cast.event)
    assert (phone.people, {one.name for one in phone.tries}) == (2, {ANDI, BAIQ})
    sign_in(client, cast.user(Role.COMMITTEE))
    assert BAIQ in client.get(f"/events/{cast.event.slug}/self-check-in").text


def unproved() -> set[int]:
    return set(db.session.scalars(select(without_proof().c.attendance_id)))


def test_it_counts_for_payment_only_where_the_rule_says_so(
    client: FlaskClient, session: Session, andi: Participant
):
    open_own_page(client, andi)
    client.post(on_screen(session))
    assert unproved() == {here(andi).id}
    allow(session, Offer.YES_AND_COUNTS)
    assert unproved() == set()


def test_who_shows_the_card_at_a_gate_as_well_has_proof(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    allow(gate.session)
    open_own_page(client, andi)
    client.post(on_screen(gate.session))
    assert unproved() == {here(andi).id}
    assert gate.scan(cast.code(andi)).status is ScanStatus.ALREADY
    assert unproved() == set()


@pytest.mark.any_database  # SQLite words the plan so that it can be read
@pytest.mark.usefixtures("app")
def test_proof_is_looked_up_as_a_set_however_many_came():
    """Asked row by row, 350 people took a second, and 5,000 would take minutes."""
    asked = str(select(without_proof()).compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all()
    assert plan
    assert not any("CORRELATED" in row[-1] for row in plan)


def test_who_is_set_present_by_hand_as_well_has_proof(
    client: FlaskClient, session: Session, andi: Participant
):
    open_own_page(client, andi)
    client.post(on_screen(session))
    assert unproved() == {here(andi).id}
    with transaction() as database:
        database.execute(update(Attendance).values(set_by="user:7"))
    assert unproved() == set()


def test_a_kiosk_never_answers_one_card_with_another_persons_name(
    session: Session, andi: Participant, cast: Cast
):
    baiq, key = cast.participant(BAIQ), str(uuid4())
    for _ in range(2):
        at_the_kiosk(cast.code(andi), session, key)
    with pytest.raises(KeyOfAnotherCard):
        at_the_kiosk(cast.code(baiq), session, key)
    assert [scan.participant_id for scan in scans()] == [andi.id]


def at_the_kiosk(code: str, session: Session, key: str) -> None:
    with transaction():
        check_in_at_kiosk(code, session=session, key=key, device=None, by=COMMAND_LINE)


def test_the_own_page_says_whether_one_is_in(client: FlaskClient, session: Session, andi: Participant):
    own_page = open_own_page(client, andi)
    assert "pindai kode di layar aula" in client.get(own_page).text
    client.post(on_screen(session))
    assert "Anda masuk sejak 13.40 WITA" in client.get(own_page).text


def test_the_committee_allows_it_session_by_session(client: FlaskClient, cast: Cast):
    session = cast.session("Pleno")
    page = f"/events/{cast.event.slug}/self-check-in"
    sign_in(client, cast.user(Role.COMMITTEE))
    for word in ("yes", "counts", "nonsense"):
        assert client.post(page, data={f"session-{session.id}": word}).status_code == 303
    assert offer_of(session) is Offer.YES_AND_COUNTS
    client.post(page, data={f"session-{session.id}": "no"})
    assert offer_of(session) is Offer.NO
