"""Self check-in: whoever tries to cheat with the code of the hall screen."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.links import revoke_links
from app.accounts.models import LinkKind
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.hall_codes import HallCode, code_of_this_moment, read_code
from app.checkin.models import RefusalReason, ScanStatus
from app.checkin.self_check_in import MOST_TRIES, TooManyTries, check_in_oneself
from app.checkin.shared_phones import run_out_on
from app.db import transaction
from app.participants.models import Participant
from app.participants.passes import void_passes
from app.participants.withdraw import withdraw_participant
from app.services.clock import HeldClock
from tests.cast import ANDI, Cast
from tests.checkin.at_the_screen import allow, here, is_in, on_screen, open_own_page, scans


@pytest.fixture
def session(cast: Cast) -> Session:
    """A plenary that is open, to which people may check themselves in."""
    session = cast.session("Pleno")
    allow(session)
    return session


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return cast.participant(ANDI)


def test_a_forwarded_picture_is_refused_and_kept(
    client: FlaskClient, session: Session, andi: Participant, clock: HeldClock
):
    open_own_page(client, andi)
    picture = on_screen(session)
    clock.pass_time(seconds=61)
    for _ in range(8):
        assert "sudah kedaluwarsa" in client.get(picture).text
        client.post(picture)
    (kept,) = scans()
    assert (kept.status, kept.reason, kept.participant_id) == (
        ScanStatus.REFUSED, RefusalReason.CODE_RUN_OUT, andi.id,
    )  # fmt: skip
    assert not is_in(andi)
    assert [one.name for one in run_out_on(kept.session.day.event)] == [ANDI]


def test_a_strangers_picture_is_kept_once_for_each_code(app, session: Session, clock: HeldClock):
    picture = on_screen(session)
    clock.pass_time(seconds=61)
    for _ in range(3):
        assert app.test_client().get(picture).status_code == 200
    (kept,) = scans()
    assert kept.participant_id is None


@pytest.mark.parametrize("seconds", [0, 29, 59])
def test_a_code_lasts_sixty_seconds(session: Session, clock: HeldClock, seconds: int):
    code = code_of_this_moment(session.id)
    assert read_code(code.text) == code
    assert code.is_worth_something(code.made_at + timedelta(seconds=seconds))
    assert not code.is_worth_something(code.made_at + timedelta(seconds=60))
    assert not code.is_worth_something(code.made_at - timedelta(seconds=1))


def test_a_code_sent_again_gets_the_first_answer(
    client: FlaskClient, session: Session, andi: Participant, clock: HeldClock
):
    open_own_page(client, andi)
    address = on_screen(session)
    for _ in range(5):
        client.post(address)
    clock.pass_time(minutes=5)
    client.post(address)
    assert "Anda sudah masuk" in client.get(address).text
    assert len(scans()) == 1


@pytest.mark.parametrize("forge", [
    lambda code: f"{code.session_id}-{code.turn}-{'A' * 16}",
    lambda code: code.text.replace(f"-{code.turn}-", f"-{code.turn + 1}-"),
    lambda code: code.text.replace(f"{code.session_id}-", f"{code.session_id + 1}-", 1),
    lambda code: "1-1",
    lambda code: f"{'9' * 40}-1-{'A' * 16}",
    lambda code: "\N{ARABIC-INDIC DIGIT ONE}-1-AAAAAAAAAAAAAAAA",
])  # fmt: skip
def test_a_forged_code_opens_nothing(client: FlaskClient, session: Session, andi: Participant, forge):
    open_own_page(client, andi)
    forged = f"/S/{forge(code_of_this_moment(session.id))}"
    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert scans() == []


def test_who_tries_forged_codes_is_slowed_down(client: FlaskClient, session: Session):
    answers = {client.get(f"/S/1-{number}-AAAAAAAAAAAAAAAA").status_code for number in range(1, 33)}
    assert answers == {404, 429}
    assert client.get(on_screen(session)).status_code == 200


def test_a_code_of_another_event_admits_nobody_of_this_one(
    client: FlaskClient, cast: Cast, andi: Participant
):
    other = cast.session("Lain", event=cast.make_event("acara-lain"))
    allow(other)
    open_own_page(client, andi)
    client.post(on_screen(other))
    (kept,) = scans()
    assert (kept.reason, kept.participant_id) == (RefusalReason.WRONG_EVENT, None)
    assert not is_in(andi)


def test_a_code_of_another_session_checks_in_to_that_one_only(
    client: FlaskClient, cast: Cast, session: Session, andi: Participant
):
    other = cast.session("Kelompok A")
    allow(other)
    open_own_page(client, andi)
    client.post(on_screen(other))
    assert here(andi).session_id == other.id


def test_a_session_that_is_over_refuses(client: FlaskClient, cast: Cast, clock: HeldClock, andi: Participant):
    past = cast.session("Tadi pagi", at=clock.now() - timedelta(hours=3), minutes=60)
    allow(past)
    open_own_page(client, andi)
    client.post(on_screen(past))
    assert scans()[0].reason is RefusalReason.SESSION_NOT_OPEN


def test_nothing_happens_where_it_is_not_allowed(client: FlaskClient, cast: Cast, andi: Participant):
    session = cast.session("Pleno")
    open_own_page(client, andi)
    address = on_screen(session)
    assert "tidak dibuka" in client.get(address).text
    assert client.post(address).status_code == 409
    assert scans() == []


def test_a_revoked_link_is_no_longer_known(client: FlaskClient, session: Session, andi: Participant):
    open_own_page(client, andi)
    with transaction():
        revoke_links(LinkKind.PERSONAL, subject=andi.reference, by=COMMAND_LINE)
    assert andi.name not in client.get(on_screen(session)).text
    client.post(on_screen(session))
    assert scans() == []


def test_a_withdrawn_person_is_refused_and_it_is_kept(
    client: FlaskClient, session: Session, andi: Participant, clock: HeldClock
):
    open_own_page(client, andi)
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    client.post(on_screen(session))
    assert not is_in(andi)
    assert scans()[0].reason in {RefusalReason.WITHDRAWN, RefusalReason.VOID_PASS}


def test_a_void_pass_admits_nobody(client: FlaskClient, session: Session, andi: Participant):
    open_own_page(client, andi)
    with transaction():
        void_passes(andi, reason="Hilang")
    client.post(on_screen(session))
    assert scans()[0].reason is RefusalReason.VOID_PASS


def test_a_phone_may_try_ten_times_a_minute(session: Session, andi: Participant, clock: HeldClock):
    turn = code_of_this_moment(session.id).turn
    for back in range(MOST_TRIES):
        with transaction():
            check_in_oneself(
                andi, HallCode(session.id, turn - 9 - back), session=session, phone="p", opened_at=None
            )
    with pytest.raises(TooManyTries), transaction():
        check_in_oneself(andi, HallCode(session.id, turn), session=session, phone="p", opened_at=None)
