"""The gate with a real camera picture, a keyboard, and without script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.access import Role
from app.agenda.models import Session
from app.checkin.models import Attendance
from app.db import db
from app.participants.models import Participant
from app.participants.passes import pass_address
from tests.browser.conftest import Launch, LiveServer
from tests.browser.film import FAKE_CAMERA, badge_of, film
from tests.browser.gate_page import PATIENCE_MS, open_gate, scans
from tests.cast import BAIQ, Cast


@pytest.fixture
def andi(live_cast: Cast) -> Participant:
    live_cast.session("Pleno")
    return live_cast.participant()


def test_the_camera_reads_that_very_pass_and_attendance_moves(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant, tmp_path: Path
):
    seen = film(badge_of(pass_address(andi.passes[0])), directory=tmp_path)
    gate = open_gate(launch(*FAKE_CAMERA, seen).new_context(permissions=["camera"]), live_cast)
    gate.says("admitted", andi.name)
    gate.waits(0)
    # The badge stays before the camera: the same text is not scanned again.
    gate.page.wait_for_timeout(1500)
    assert [one.participant_id for one in scans()] == [andi.id]
    assert len(db.session.scalars(select(Attendance)).all()) == 1


def test_two_cards_in_one_picture_admit_nobody(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant, tmp_path: Path
):
    both = (andi, live_cast.participant(BAIQ))
    badges = [badge_of(pass_address(person.passes[0])) for person in both]
    seen = film(*badges, directory=tmp_path)
    gate = open_gate(launch(*FAKE_CAMERA, seen).new_context(permissions=["camera"]), live_cast)
    gate.says("refused", "Dua kartu", "Tidak ada yang dicatat masuk")
    assert db.session.scalars(select(Attendance)).all() == []


def test_a_refused_camera_is_told_and_a_usb_scanner_works_with_the_focus_anywhere(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    refusing = launch(FAKE_CAMERA[0], "--deny-permission-prompts")
    gate = open_gate(refusing.new_context(), live_cast)
    hint = gate.page.locator("[data-hint]")
    expect(hint).to_contain_text("Kamera tidak diizinkan", timeout=PATIENCE_MS)
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)


def test_slow_typing_is_never_taken_for_a_scanner(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    page = open_gate(browser.new_context(), live_cast).page
    page.locator("[popovertarget=type-code]").click()
    page.locator("#code").press_sequentially("bukan kartu kami", delay=60)
    expect(page.locator("#code")).to_have_value("bukan kartu kami")
    expect(page.locator("[data-result] [data-verdict]")).to_have_count(0)


def test_without_script_a_typed_code_leads_to_the_verdict(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    gate = open_gate(browser.new_context(java_script_enabled=False), live_cast)
    gate.type_code("bukan kartu")
    expect(gate.page.locator(".verdict.is-refused")).to_be_visible()
    gate.type_code(live_cast.code(andi))
    expect(gate.page.locator(".verdict.is-admitted")).to_contain_text(andi.name)


@pytest.mark.parametrize("path", ["gate", "attendance", "devices", "sessions/{session}/attendance/people"])
def test_pages_of_the_gate_have_no_barriers(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant, path: str
):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    live_server.sign_in(context, live_cast.user(Role.COMMITTEE))
    session = db.session.scalars(select(Session).where(Session.event_id == live_cast.event.id)).one()
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{live_cast.event.slug}/{path.format(session=session.id)}")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
