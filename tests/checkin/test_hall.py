"""The hall screen and the kiosk: what they say, to whom, and what they keep for themselves."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, SelfCheckIn, offer_self_check_in
from app.checkin.devices import add_open_device, revoke_device
from app.checkin.hall import hall_view
from app.checkin.hall_feed import Feed, Sight, frames, look
from app.checkin.models import Device, DeviceProfile, Scan
from app.db import db, transaction
from app.participants.merge import merge_people
from app.participants.withdraw import withdraw_participant
from app.services.clock import HeldClock
from tests.cast import ANDI, BAIQ, Cast, sign_in
from tests.checkin.conftest import GateUnderTest


def stand(client: FlaskClient, cast: Cast, profile: DeviceProfile) -> Device:
    """Let this browser be a device of that profile."""
    event = cast.event
    with transaction():
        new = add_open_device(event, gate="Aula", by=COMMAND_LINE, profile=profile)
    client.set_cookie("gate", new.token)
    return new.device


def test_it_counts_who_came_today_by_office_and_names_the_last(
    gate: GateUnderTest, cast: Cast, clock: HeldClock
):
    andi, baiq = cast.participant(ANDI), cast.participant(BAIQ, office="bali")
    cast.participant("Orang Lain", office="bali")
    for person in (andi, baiq):
        gate.scan(cast.code(person))
        clock.pass_time(minutes=1)
    view = hall_view(cast.event)
    assert (view.here, view.expected, view.day) == (2, 3, 3)
    assert [(one.name, one.here, one.expected) for one in view.offices] == [
        ("Kalimantan Timur", 1, 1),
        ("Bali", 1, 2),
    ]
    assert [one.name for one in view.last] == [BAIQ, ANDI]
    assert view.code is None


def test_it_names_who_came_last_also_when_they_came_before(gate: GateUnderTest, cast: Cast, clock: HeldClock):
    andi, baiq = cast.participant(ANDI), cast.participant(BAIQ)
    gate.scan(cast.code(andi))
    clock.pass_time(minutes=1)
    gate.scan(cast.code(baiq))
    clock.pass_time(minutes=1)
    GateUnderTest(cast, clock, cast.session("Panel"), gate.gate).scan(cast.code(andi))
    assert [one.name for one in hall_view(cast.event).last] == [ANDI, BAIQ]


def test_two_rows_of_one_person_and_who_withdrew_are_counted_right(gate: GateUnderTest, cast: Cast):
    andi, twin, gone = cast.participant(ANDI), cast.participant("Andi T."), cast.participant(BAIQ)
    gate.scan(cast.code(twin))
    with transaction():
        merge_people(twin, into=andi, reason="Dua kali", by=COMMAND_LINE)
        withdraw_participant(gone, reason="Sakit", by=COMMAND_LINE)
    view = hall_view(cast.event)
    assert (view.here, view.expected, len(view.last)) == (1, 1, 1)


def test_yesterday_does_not_count(gate: GateUnderTest, cast: Cast, clock: HeldClock):
    gate.scan(cast.code(cast.participant()))
    clock.pass_time(hours=20)
    assert hall_view(cast.event).here == 0


def test_it_says_what_is_on_and_what_comes(cast: Cast, clock: HeldClock):
    cast.session("Pleno", at=clock.now() - timedelta(minutes=30), minutes=120)
    for hours in (2, 3, 4, 5):
        cast.session(f"Sesi {hours}", at=clock.now() + timedelta(hours=hours), minutes=30)
    view = hall_view(cast.event)
    assert view.current is not None
    assert (view.current.title, view.minutes) == ("Pleno", (30, 120))
    assert [one.title for one in view.next] == ["Sesi 2", "Sesi 3", "Sesi 4"]


def test_of_many_offices_those_that_miss_somebody_are_shown(
    cast: Cast, gate: GateUnderTest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.checkin.hall.MOST_OFFICES", 1)
    gate.scan(cast.code(cast.participant(ANDI)))
    cast.participant(BAIQ, office="bali")
    view = hall_view(cast.event)
    assert ([one.name for one in view.offices], view.hidden_offices) == (["Bali"], 1)


def test_the_page_tells_nothing_of_people_but_who_came_last(
    client: FlaskClient, gate: GateUnderTest, cast: Cast
):
    andi, missing = cast.participant(ANDI), cast.participant(BAIQ)
    gate.scan(cast.code(andi))
    stand(client, cast, DeviceProfile.HALL)
    page = client.get(f"/events/{cast.event.slug}/hall")
    assert page.status_code == 200
    assert ANDI in page.text
    for secret in (missing.name, andi.position_name, str(andi.email), cast.code(andi)):
        assert secret not in page.text
    assert '<meta http-equiv="refresh"' in page.text


def test_asking_again_costs_nothing_while_nothing_changed(
    client: FlaskClient, gate: GateUnderTest, cast: Cast
):
    stand(client, cast, DeviceProfile.HALL)
    first = client.get(f"/events/{cast.event.slug}/hall/now")
    again = client.get(
        f"/events/{cast.event.slug}/hall/now", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (first.status_code, again.status_code) == (200, 304)
    assert "<html" not in first.text


@pytest.mark.parametrize("place", ["hall", "hall/now", "hall/stream", "kiosk"])
@pytest.mark.parametrize("profile", [DeviceProfile.GATE, DeviceProfile.DESK])
@pytest.mark.any_database
def test_a_gate_or_desk_is_no_screen(client: FlaskClient, cast: Cast, place: str, profile: DeviceProfile):
    stand(client, cast, profile)
    assert client.get(f"/events/{cast.event.slug}/{place}").status_code == 403


def test_a_screen_opens_nothing_else_and_no_other_event(client: FlaskClient, cast: Cast):
    other = cast.make_event("acara-lain").slug
    stand(client, cast, DeviceProfile.HALL)
    for place in ("kiosk", "gate", "desk", "participants", "self-check-in"):
        assert client.get(f"/events/{cast.event.slug}/{place}").status_code in {302, 303, 403}, place
    assert client.get(f"/events/{other}/hall").status_code in {302, 303}


def test_an_ended_screen_is_shown_the_door(client: FlaskClient, cast: Cast):
    device = stand(client, cast, DeviceProfile.HALL)
    with transaction():
        revoke_device(device, by=COMMAND_LINE)
    assert client.get(f"/events/{cast.event.slug}/hall").status_code in {302, 303}


def test_nothing_is_drawn_anew_unless_something_changed(gate: GateUnderTest, cast: Cast, clock: HeldClock):
    andi = cast.participant()
    first = look(cast.event.id, None)
    same = look(cast.event.id, look(cast.event.id, first))
    assert same.view.here == 0
    assert look(cast.event.id, same) is same
    gate.scan(cast.code(andi))
    arrived = look(cast.event.id, same)
    assert (arrived.version, arrived.view.here) == (same.version + 1, 1)
    clock.pass_time(seconds=30)
    assert look(cast.event.id, arrived).version > arrived.version


def test_a_stream_writes_what_it_sees_and_lives_on(app, cast: Cast):
    feed = Feed(app, cast.event.id)
    feed._sight = look(cast.event.id, None)
    stream = frames(feed, device_id=None, draw=lambda sight: f"<p>\n{sight.version}</p>")
    assert next(stream).startswith("retry:")
    assert next(stream) == "event: hall\ndata: <p>\ndata: 1</p>\n\n"


def test_a_stream_of_an_ended_device_says_so_and_ends(app, cast: Cast):
    feed = Feed(app, cast.event.id)
    stream = frames(feed, device_id=7, draw=lambda _sight: "")
    next(stream)
    with app.app_context():
        feed._look()
    assert [*stream] == ["event: over\ndata:\n\n"]


def kiosk_answer(client: FlaskClient, cast: Cast, code: str, key: str | None = None) -> BeautifulSoup:
    sent = {"code": code, "key": key or str(uuid4())}
    answer = client.post(f"/events/{cast.event.slug}/kiosk", data=sent, headers={"X-Kiosk": "1"})
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture
def kiosk(client: FlaskClient, cast: Cast) -> FlaskClient:
    session = cast.session("Pleno")
    with transaction():
        offer_self_check_in(session, offer=Offer.YES, by=COMMAND_LINE)
    stand(client, cast, DeviceProfile.KIOSK)
    return client


def test_a_kiosk_lets_in_whoever_shows_a_card_and_marks_it(kiosk: FlaskClient, cast: Cast):
    andi, key = cast.participant(), str(uuid4())
    for _ in range(3):
        shown = kiosk_answer(kiosk, cast, cast.code(andi), key)
        assert shown.select_one("[data-verdict=admitted]")
    assert kiosk_answer(kiosk, cast, cast.code(andi)).select_one("[data-verdict=already]")
    assert kiosk_answer(kiosk, cast, "bukan kartu").select_one("[data-verdict=refused]")
    assert (db.session.query(Scan).count(), db.session.query(SelfCheckIn).count()) == (3, 3)


def test_a_kiosk_without_script_answers_on_a_page_that_goes_back(kiosk: FlaskClient, cast: Cast):
    sent = {"code": cast.code(cast.participant()), "key": str(uuid4())}
    answer = kiosk.post(f"/events/{cast.event.slug}/kiosk", data=sent)
    page = kiosk.get(answer.headers["Location"])
    assert "Selamat datang" in page.text
    assert page.headers["Refresh"].startswith("6; url=")


def test_a_kiosk_is_closed_where_self_check_in_is_not_allowed(client: FlaskClient, cast: Cast):
    cast.session("Pleno")
    stand(client, cast, DeviceProfile.KIOSK)
    address = f"/events/{cast.event.slug}/kiosk"
    assert "<form" not in client.get(address).text
    assert client.post(address, data={"code": "x", "key": str(uuid4())}).status_code == 409
    assert db.session.query(Scan).count() == 0


def test_whoever_sets_a_kiosk_up_chooses_among_sessions(kiosk: FlaskClient, cast: Cast):
    group = cast.session("Kelompok A")
    with transaction():
        offer_self_check_in(group, offer=Offer.YES, by=COMMAND_LINE)
    address = f"/events/{cast.event.slug}/kiosk"
    assert "Kelompok A" in kiosk.get(address).text
    kiosk.get(f"{address}?session={group.id}")
    assert kiosk_answer(kiosk, cast, cast.code(cast.participant())).select_one("[data-verdict=admitted]")
    assert db.session.query(Scan).one().session_id == group.id


def test_a_kiosk_says_no_word_about_others(kiosk: FlaskClient, cast: Cast):
    person = cast.participant(ANDI)
    cast.participant(BAIQ)
    page = kiosk.get(f"/events/{cast.event.slug}/kiosk").text
    assert person.name not in page
    answer = str(kiosk_answer(kiosk, cast, cast.code(person)))
    assert person.position_name not in answer
    assert kiosk.get(f"/events/{cast.event.slug}/gate/roster").status_code == 403


def test_accounts_of_the_gate_may_open_a_kiosk_and_others_not(client: FlaskClient, cast: Cast):
    address = f"/events/{cast.event.slug}/kiosk"
    assert sign_in(client, cast.user(Role.GATE)).get(address).status_code == 200
    assert sign_in(client, cast.user(Role.SECRETARY)).get(address).status_code == 403
    assert client.get(f"/events/{cast.event.slug}/hall").status_code == 200


def test_a_moment_is_written_where_the_event_is(cast: Cast):
    assert hall_view(cast.event).now == datetime(2024, 9, 6, 5, 40, tzinfo=UTC)
    assert isinstance(look(cast.event.id, None), Sight)
