"""Check-out at the gate: who goes is told so, with a network or without, and a reload forgets nobody."""

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance
from app.checkin.rules import Departure
from app.checkin.set_rules import set_session_rule
from app.db import db, transaction
from app.participants.models import Participant
from tests.browser.conftest import LiveServer
from tests.browser.gate_page import GatePage, open_gate, traces
from tests.cast import BAIQ, Cast


@pytest.fixture
def andi(live_cast: Cast) -> Participant:
    session = live_cast.session("Pleno")
    with transaction():
        set_session_rule(session, Departure(check_out=True), by=COMMAND_LINE)
    return live_cast.participant()


def goes(gate: GatePage, word: str) -> None:
    gate.page.locator("[data-directions]").get_by_role("button", name=word).click()


def counts(gate: GatePage, here: str) -> None:
    expect(gate.page.locator("[data-count=here]")).to_have_text(here)
    expect(gate.page.locator("[data-count=gate]")).to_have_text(here)


def left_at(person: Participant) -> object:
    db.session.rollback()
    return db.session.scalars(select(Attendance.left_at).where(Attendance.participant_id == person.id)).one()


def test_who_goes_is_out_once_and_a_reload_remembers_it(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    baiq, context = live_cast.participant(BAIQ), browser.new_context()
    gate = open_gate(context, live_cast)
    gate.is_ready()
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Masuk", andi.name)
    goes(gate, "Keluar")
    gate.scan(live_cast.code(baiq))
    gate.says("refused", "Belum masuk")
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Keluar", andi.name)
    gate.is_sent()
    counts(gate, "1")
    assert left_at(andi) is not None

    context.set_offline(True)
    gate.page.reload()
    counts(gate, "1")
    gate.lists(andi.name, "Keluar")
    gate.scan(live_cast.code(andi))
    gate.says("already", "Sudah tercatat keluar", andi.name)
    goes(gate, "Masuk")
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Masuk", andi.name)
    counts(gate, "1")
    gate.scan(live_cast.code(andi))
    gate.says("already", "Sudah masuk", andi.name)
    gate.waits(3)
    context.set_offline(False)
    gate.is_sent()
    counts(gate, "1")
    assert traces(andi.id) == [("admitted", "admitted")] * 3 + [("already", "already")] * 2


def test_a_going_that_was_a_mistake_is_taken_back(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    gate = open_gate(browser.new_context(), live_cast)
    gate.is_ready()
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Masuk")
    goes(gate, "Keluar")
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Keluar")
    gate.page.locator("[data-undo-last]").click()
    gate.lists("Diurungkan")
    gate.is_sent()
    counts(gate, "1")
    assert left_at(andi) is None
    gate.scan(live_cast.code(andi))
    gate.says("admitted", "Keluar")


def test_who_went_by_one_gate_is_out_at_another_that_has_no_network(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    contexts = [browser.new_context() for _ in range(2)]
    first, second = (
        open_gate(context, live_cast, gate=f"Utama {number}") for number, context in enumerate(contexts, 1)
    )
    for direction in ("Masuk", "Keluar"):
        goes(first, direction)
        first.scan(live_cast.code(andi))
        first.says("admitted", direction)
    first.is_sent()
    second.is_ready()
    with second.page.expect_response("**/gate/counters?*"):
        second.page.evaluate("dispatchEvent(new Event('online'))")
    contexts[1].set_offline(True)
    second.page.reload()
    goes(second, "Keluar")
    second.scan(live_cast.code(andi))
    second.says("already", "Sudah tercatat keluar", andi.name)
    goes(second, "Masuk")
    second.scan(live_cast.code(andi))
    second.says("admitted", "Masuk")
    for context in contexts:
        context.close()
