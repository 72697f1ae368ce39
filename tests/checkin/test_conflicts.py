"""Two gates without a network let in one card: both traces, once, until somebody has looked."""

import html
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.conflicts import conflicts_of, wrong_clocks
from app.checkin.devices import add_open_device
from app.checkin.models import ScanStatus
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import transaction
from app.participants.models import Participant
from app.participants.withdraw import withdraw_participant
from app.services.clock import HeldClock
from tests.cast import Cast, sign_in
from tests.checkin.conftest import new_key


@pytest.fixture
def session(cast: Cast) -> Session:
    return cast.session("Pleno")


class OfflineGate:
    """A gate that told people by itself, and sends its scans afterwards."""

    def __init__(self, client: FlaskClient, cast: Cast, name: str) -> None:
        event = cast.event
        with transaction():
            self._token = add_open_device(event, gate=name, by=COMMAND_LINE).token
        self._client, self._cast = client, cast

    def sends(self, session: Session, person: Participant, at: Any, **more: Any) -> dict[str, Any]:
        """Send a scan of somebody's card, told "admitted" when it was made."""
        scan = {"key": new_key(), "code": self._cast.code(person), "at": at.isoformat(), "told": "admitted"}
        scan["direction"] = more.pop("direction", "in")
        body = {"session": session.id, "scans": [scan], **more}
        headers = {"Authorization": f"Bearer {self._token}"}
        answer: dict[str, Any] = self._client.post("/api/v1/scans", json=body, headers=headers).get_json()
        result: dict[str, Any] = answer["results"][0]
        return result


@pytest.fixture
def gates(client: FlaskClient, cast: Cast) -> tuple[OfflineGate, OfflineGate]:
    return OfflineGate(client, cast, "Utama 1"), OfflineGate(client, cast, "Utama 2")


def test_two_gates_that_told_admitted_are_one_conflict_with_both_traces(
    gates: tuple[OfflineGate, OfflineGate], cast: Cast, clock: HeldClock, session: Session
):
    andi = cast.participant()
    first, second = gates
    first.sends(session, andi, clock.now() - timedelta(minutes=2))
    second.sends(session, andi, clock.now() - timedelta(minutes=5))
    (conflict,) = conflicts_of(cast.event)
    assert conflict.is_open
    assert [trace.scan.gate.name for trace in conflict.traces] == ["Utama 2", "Utama 1"]
    assert {trace.scan.told for trace in conflict.traces} == {ScanStatus.ADMITTED}


def test_what_came_in_after_the_page_was_drawn_is_not_marked_as_looked_at(
    client: FlaskClient,
    gates: tuple[OfflineGate, OfflineGate],
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    andi = cast.participant()
    gates[0].sends(session, andi, clock.now() - timedelta(minutes=2))
    gates[1].sends(session, andi, clock.now() - timedelta(minutes=1))
    sign_in(client, cast.user(Role.SUPERVISOR))
    page = f"/events/{cast.event.slug}/conflicts"
    drawn = BeautifulSoup(client.get(page).text, "html.parser").select_one("input[name=last]")
    assert drawn
    gates[0].sends(session, andi, clock.now())
    client.post(f"{page}/{session.id}/{andi.id}", data={"last": drawn["value"]})
    (conflict,) = conflicts_of(cast.event)
    assert conflict.looked
    assert conflict.is_open


def test_a_card_that_was_void_by_then_is_a_conflict_too(
    gates: tuple[OfflineGate, OfflineGate], cast: Cast, clock: HeldClock, session: Session
):
    andi = cast.participant()
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    clock.pass_time(minutes=1)
    assert gates[0].sends(session, andi, clock.now())["status"] == "refused"
    (conflict,) = conflicts_of(cast.event)
    assert conflict.traces[0].scan.reason


def test_a_card_that_goes_out_by_two_gates_is_one_too(
    gates: tuple[OfflineGate, OfflineGate],
    client: FlaskClient,
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    with transaction():
        set_session_rule(session, Departure(check_out=True), by=COMMAND_LINE)
    andi = cast.participant()
    gates[0].sends(session, andi, clock.now() - timedelta(minutes=9))
    assert conflicts_of(cast.event) == []
    for gate, minutes in zip(gates, (5, 3), strict=True):
        gate.sends(session, andi, clock.now() - timedelta(minutes=minutes), direction="out")
    (conflict,) = conflicts_of(cast.event)
    assert [trace.contradicts for trace in conflict.traces] == [False, False, True]
    sign_in(client, cast.user(Role.SUPERVISOR))
    page = f"/events/{cast.event.slug}/conflicts"
    assert "Keluar: Sudah" in client.get(page).get_data(as_text=True)
    client.post(f"{page}/{session.id}/{andi.id}")
    assert not conflicts_of(cast.event)[0].is_open


def test_a_coming_back_that_was_told_before_the_coming_is_none(
    gates: tuple[OfflineGate, OfflineGate], cast: Cast, clock: HeldClock, session: Session
):
    with transaction():
        set_session_rule(session, Departure(check_out=True), by=COMMAND_LINE)
    andi, (first, second) = cast.participant(), gates
    second.sends(session, andi, clock.now() - timedelta(minutes=3))
    for minutes, direction in ((9, "in"), (5, "out")):
        first.sends(session, andi, clock.now() - timedelta(minutes=minutes), direction=direction)
    assert conflicts_of(cast.event) == []
    first.sends(session, andi, clock.now() - timedelta(minutes=2))  # though the card is in again
    assert len(conflicts_of(cast.event)) == 1


def test_one_gate_alone_is_no_conflict(
    gates: tuple[OfflineGate, OfflineGate], cast: Cast, clock: HeldClock, session: Session
):
    gates[0].sends(session, cast.participant(), clock.now())
    assert conflicts_of(cast.event) == []


def test_the_organisers_look_at_it_once_and_a_later_scan_opens_it_again(
    gates: tuple[OfflineGate, OfflineGate],
    client: FlaskClient,
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    andi = cast.participant()
    for gate in gates:
        gate.sends(session, andi, clock.now())
    sign_in(client, cast.user(Role.SUPERVISOR))
    page = f"/events/{cast.event.slug}/conflicts"
    shown = client.get(page).get_data(as_text=True)
    assert andi.display_name in html.unescape(shown)
    assert "Utama 1" in shown
    for _ in range(2):
        client.post(f"{page}/{session.id}/{andi.id}", data={"note": "Kartu dipinjam"})
    (conflict,) = conflicts_of(cast.event)
    assert not conflict.is_open
    assert conflict.looked
    assert (conflict.looked.note, conflict.looked.by_name) == ("Kartu dipinjam", "Petugas supervisor")
    gates[0].sends(session, andi, clock.now())
    assert conflicts_of(cast.event)[0].is_open


def test_undoing_the_second_scan_settles_it(
    gates: tuple[OfflineGate, OfflineGate],
    client: FlaskClient,
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    andi = cast.participant()
    first, second = (gate.sends(session, andi, clock.now()) for gate in gates)
    assert (first["status"], second["status"]) == ("admitted", "already")
    sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/scans/{second['key']}/undo"
    assert client.post(address, data={"reason": "Salah orang"}).status_code == 303
    assert conflicts_of(cast.event) == []


def test_a_clock_more_than_two_minutes_off_is_listed(
    gates: tuple[OfflineGate, OfflineGate],
    client: FlaskClient,
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    late = clock.now() - timedelta(hours=2)
    gates[0].sends(session, cast.participant(), late, sent_at=late.isoformat())
    (wrong,) = wrong_clocks(cast.event)
    assert (wrong.gate, wrong.furthest, wrong.scans) == ("Utama 1", timedelta(hours=-2), 1)
    sign_in(client, cast.user(Role.COMMITTEE))
    assert "2 jam" in client.get(f"/events/{cast.event.slug}/conflicts").get_data(as_text=True)
    assert "2 jam" in client.get(f"/events/{cast.event.slug}/devices").get_data(as_text=True)


def test_the_list_of_devices_tells_what_waits_on_each(
    gates: tuple[OfflineGate, OfflineGate],
    client: FlaskClient,
    cast: Cast,
    clock: HeldClock,
    session: Session,
):
    gates[0].sends(session, cast.participant(), clock.now(), waiting=38, sent_at=clock.now().isoformat())
    sign_in(client, cast.user(Role.COMMITTEE))
    assert ">37<" in client.get(f"/events/{cast.event.slug}/devices").get_data(as_text=True)


@pytest.mark.parametrize("role", [Role.GATE, Role.SECRETARY])
@pytest.mark.any_database
def test_others_do_not_see_conflicts(client: FlaskClient, cast: Cast, role: Role):
    sign_in(client, cast.user(role))
    assert client.get(f"/events/{cast.event.slug}/conflicts").status_code == 403
