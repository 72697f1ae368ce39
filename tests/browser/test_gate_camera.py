"""The gate with a real camera picture, a keyboard, and a connection that comes and goes."""

import subprocess
from pathlib import Path

import pytest
import qrcode
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from app.access import Role
from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.devices import opening_address, register_device
from app.checkin.models import Attendance, Scan
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.passes import pass_address
from tests.browser.conftest import Launch, LiveServer
from tests.cast import Cast

WIDTH, HEIGHT, FRAMES = 640, 480, 10
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
PATIENCE_MS = 20_000
# Playwright's own keyboard is slower than a scanner.
TYPED_BY_A_SCANNER = """code => {
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  [...code, "Enter"].forEach(press);
}"""


@pytest.fixture
def andi(live_cast: Cast) -> Participant:
    live_cast.session("Pleno")
    return live_cast.participant()


def video_of(address: str, directory: Path) -> Path:
    """Film a badge with this QR: held by hand, a little tilted and blurred."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(address.upper())
    badge = code.make_image().get_image().convert("RGB").resize((260, 260))
    for number in range(FRAMES):
        frame = Image.new("RGB", (WIDTH, HEIGHT), (70, 60, 50))
        tilted = badge.rotate(number - FRAMES // 2, expand=True, fillcolor=(70, 60, 50))
        frame.paste(tilted, (170 + 3 * number, 90 + 2 * number))
        frame.filter(ImageFilter.GaussianBlur(0.7)).save(directory / f"{number:03}.png")
    video = directory / "badge.mjpeg"
    pictures = str(directory / "%03d.png")
    # Chromium shows plain green for any other colour format than 4:2:0.
    form = ["-pix_fmt", "yuvj420p", "-q:v", "3", "-f", "mjpeg"]
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-i", pictures, *form, str(video)], check=True)
    return video


def open_gate_as_a_device(context: BrowserContext, cast: Cast) -> Page:
    """Do what a helper does with a phone: open the address, agree, choose the session."""
    with transaction():
        device = register_device(cast.event, gate="Utama 1", by=COMMAND_LINE)
        address = opening_address(device)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button").first.click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/gate")
    return page


def arrivals_of(person: Participant) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Attendance).where(Attendance.participant_id == person.id)).all())


def test_the_camera_reads_that_very_pass_and_attendance_moves(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant, tmp_path: Path
):
    video = video_of(pass_address(andi.passes[0]), tmp_path)
    browser = launch(*FAKE_CAMERA, f"--use-file-for-fake-video-capture={video}")
    page = open_gate_as_a_device(browser.new_context(permissions=["camera"]), live_cast)
    expect(page.locator(".verdict.is-admitted")).to_contain_text(andi.name, timeout=PATIENCE_MS)
    assert arrivals_of(andi) == 1
    # The badge stays before the camera: the same text is not scanned again.
    page.wait_for_timeout(1500)
    assert len(db.session.scalars(select(Scan).where(Scan.participant_id == andi.id)).all()) == 1


def test_a_usb_scanner_works_with_the_focus_anywhere(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    page = open_gate_as_a_device(browser.new_context(), live_cast)
    page.evaluate(TYPED_BY_A_SCANNER, live_cast.code(andi))
    expect(page.locator(".verdict.is-admitted")).to_contain_text(andi.name, timeout=PATIENCE_MS)


def test_slow_typing_is_never_taken_for_a_scanner(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    page = open_gate_as_a_device(browser.new_context(), live_cast)
    page.locator("[popovertarget=type-code]").click()
    page.locator("#code").press_sequentially("bukan kartu kami", delay=60)
    expect(page.locator("#code")).to_have_value("bukan kartu kami")
    expect(page.locator("[data-verdict]")).to_have_count(0)


def test_a_scan_made_offline_is_kept_through_a_reload_and_sent_once(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = browser.new_context()
    page = open_gate_as_a_device(context, live_cast)
    code = live_cast.code(andi)
    context.set_offline(True)
    type_code(page, code)
    expect(page.locator(".verdict.is-waiting")).to_be_visible(timeout=PATIENCE_MS)
    assert arrivals_of(andi) == 0
    context.set_offline(False)
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("0", timeout=PATIENCE_MS)
    # Either the page that was left or the new one may have sent it: the next one shows it.
    page.reload()
    expect(page.locator("[data-scans]")).to_contain_text(andi.name, timeout=PATIENCE_MS)
    assert arrivals_of(andi) == 1


def test_without_script_a_typed_code_leads_to_the_verdict(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    page = open_gate_as_a_device(browser.new_context(java_script_enabled=False), live_cast)
    type_code(page, "bukan kartu")
    expect(page.locator(".verdict.is-refused")).to_be_visible()
    type_code(page, live_cast.code(andi))
    expect(page.locator(".verdict.is-admitted")).to_contain_text(andi.name)


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


def type_code(page: Page, code: str) -> None:
    """Type a code and send it with Enter."""
    page.locator("[popovertarget=type-code]").click()
    page.locator("#code").fill(code)
    page.locator("#code").press("Enter")
