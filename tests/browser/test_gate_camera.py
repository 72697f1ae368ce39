"""The gate with a real camera picture, a keyboard, and without script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.access import Role
from app.agenda.models import Session
from app.checkin.models import Attendance
from app.db import db
from app.participants.models import Participant
from app.participants.passes import pass_address
from tests.browser.barriers import barriers
from tests.browser.conftest import Launch, LiveServer
from tests.browser.film import FAKE_CAMERA, badge_of, film, frame
from tests.browser.gate_page import PATIENCE_MS, open_gate, scans
from tests.cast import BAIQ, Cast

PLAIN_HTTP = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined })"
# A camera with a light; and what a hand would feel and an ear would hear.
FELT = """globalThis.felt = { light: [], buzz: [], tones: [] };
Object.defineProperty(navigator, "vibrate", { value: (buzz) => felt.buzz.push(buzz) });
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => felt.light.push(advanced[0].torch);
globalThis.OscillatorNode = class extends OscillatorNode {
  start(at) { felt.tones.push(this.frequency.value); super.start(at); }
};"""
CAMERA_IN_USE = "document.querySelector('video').srcObject?.getVideoTracks()[0].getSettings().deviceId"


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
    context, asked = launch(*FAKE_CAMERA, seen).new_context(permissions=["camera"]), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    gate = open_gate(context, live_cast)
    gate.says("refused", "Dua kartu", "Tidak ada yang dicatat masuk")
    gate.tells("two_cards", asked)
    assert db.session.scalars(select(Attendance)).all() == []


def test_a_refused_camera_is_told_and_a_usb_scanner_works_with_the_focus_anywhere(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = launch(FAKE_CAMERA[0], "--deny-permission-prompts").new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    gate = open_gate(context, live_cast)
    hint = gate.page.locator("[data-hint]")
    expect(hint).to_contain_text("Kamera tidak diizinkan", timeout=PATIENCE_MS)
    expect(gate.page.locator("[data-picture]")).not_to_have_attribute("hidden", "")
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)
    gate.is_sent()
    gate.tells("camera_refused", asked)


def test_without_a_camera_a_picture_of_the_card_is_read(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(PLAIN_HTTP)
    gate = open_gate(context, live_cast)
    hint = gate.page.locator("[data-hint]")
    expect(hint).to_contain_text("Kamera membutuhkan alamat HTTPS")
    people = (andi, live_cast.participant(BAIQ))
    cards = [badge_of(pass_address(person.passes[0])) for person in people]
    gate.picture(frame())
    expect(hint).to_contain_text("Tidak ada kode terbaca", timeout=PATIENCE_MS)
    gate.picture(frame(*cards))
    gate.says("refused", "Dua kartu")
    gate.clear()
    gate.picture(frame(cards[0]))
    gate.says("admitted", andi.name)
    gate.is_sent()
    assert [one.participant_id for one in scans()] == [andi.id]


def test_a_tablet_with_two_cameras_has_light_sound_and_vibration(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    two = launch(FAKE_CAMERA[1], f"{FAKE_CAMERA[0]}=device-count=2")
    context = two.new_context(permissions=["camera"], viewport={"width": 820, "height": 1180})
    context.add_init_script(FELT)
    gate = open_gate(context, live_cast)
    page = gate.page
    torch = page.locator("[data-torch]")
    for pressed in ("true", "false"):
        torch.click()
        expect(torch).to_have_attribute("aria-pressed", pressed)
    assert page.evaluate("felt.light") == [True, False]

    other = page.evaluate("[...document.querySelectorAll('#camera option')].find(one => !one.selected).value")
    page.get_by_role("button", name="Lainnya").click()
    page.locator("#camera").select_option(other)
    page.reload()
    expect(page.locator("#camera")).to_have_value(other)
    assert page.evaluate(CAMERA_IN_USE) == other

    page.locator("[data-hint]").click()
    for code, verdict in ((live_cast.code(andi), "admitted"), ("bukan kartu", "refused")):
        gate.scan(code)
        gate.says(verdict)
    assert page.evaluate("felt.buzz") == [[60], [300]]
    assert page.evaluate("felt.tones") == [880, 180]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1180, "height": 820})
    for part in (".verdict h1", ".gate-foot", ".gate-head"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    two.close()


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
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
