"""A phone whose clock is wrong, or is put right while it works: every moment is the event's all the same."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.checkin.models import Attendance
from app.db import db
from app.participants.models import Participant
from tests.browser.conftest import NOW, LiveServer
from tests.browser.gate_page import open_gate, scans
from tests.cast import BAIQ, Cast

TWO_HOURS_AHEAD = "const real = Date.now; Date.now = () => real() + (self.isRight ? 0 : 7_200_000);"
SET_RIGHT = "isRight = true"


@pytest.fixture
def andi(live_cast: Cast) -> Participant:
    live_cast.session("Pleno")
    return live_cast.participant()


def minutes_off() -> list[int]:
    """How far the phone was off at each scan; an answer that takes its time counts for a second or two."""
    return [round((one.clock_offset_seconds or 0) / 60) for one in scans()]


def test_an_arrival_is_undone_without_a_network_and_the_clock_of_the_phone_does_not_matter(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = browser.new_context()
    context.add_init_script(TWO_HOURS_AHEAD)
    gate = open_gate(context, live_cast)
    gate.is_ready()
    expect(gate.page.locator("[data-trouble=clock]")).to_contain_text("meleset 2 jam")
    context.set_offline(True)
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)
    expect(gate.page.locator("[data-count=here]")).to_have_text("1")
    gate.page.evaluate(SET_RIGHT)  # the undoing sorts after its scan all the same
    gate.page.locator("[data-undo-last]").click()
    gate.lists("Diurungkan")
    expect(gate.page.locator("[data-count=here]")).to_have_text("0")
    context.set_offline(False)
    gate.waits(0)
    assert db.session.scalars(select(Attendance)).all() == []
    assert minutes_off() == [120]
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)


def test_a_clock_set_right_while_scans_wait_leaves_each_its_own_moment(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context, baiq = browser.new_context(viewport={"width": 390, "height": 844}), live_cast.participant(BAIQ)
    context.add_init_script(TWO_HOURS_AHEAD)
    gate = open_gate(context, live_cast)
    gate.is_ready()
    context.set_offline(True)
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)
    gate.page.evaluate(SET_RIGHT)
    gate.scan(live_cast.code(baiq))
    gate.says("admitted", baiq.name)
    gate.waits(2)
    context.set_offline(False)
    gate.waits(0)
    assert sorted(minutes_off()) == [0, 120]
    came = db.session.scalars(select(Attendance.first_at)).all()
    assert max(abs(NOW - (at or NOW)) for at in came) < timedelta(minutes=2)
    gate.clear()
    # The second line is Andi's, told by the clock of before.
    gate.page.locator("[data-scans] [data-undo]").nth(1).click()
    gate.is_sent()
    db.session.rollback()
    assert db.session.scalars(select(Attendance.participant_id)).all() == [baiq.id]
