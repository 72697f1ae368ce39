"""The hall screen and self check-in in a real browser: live, without a stream, on a phone, at a kiosk."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.allow_self_check_in import Offer, offer_self_check_in
from app.checkin.devices import opening_address, register_device
from app.checkin.gates import gate_named
from app.checkin.hall_codes import code_of_this_moment
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, DeviceProfile
from app.checkin.redeem import redeem_passes, sha256_of
from app.db import db, transaction
from app.events.clock import event_now
from app.participants.models import Participant
from app.participants.passes import pass_address
from app.participants.personal_links import personal_link
from tests.browser.barriers import barriers
from tests.browser.conftest import Launch, LiveServer
from tests.browser.film import FAKE_CAMERA, badge_of, film
from tests.cast import BAIQ, Cast

PATIENCE_MS = 20_000
ON_TOP = """document.elementFromPoint(innerWidth / 2, innerHeight / 2)
    .closest("[data-verdict]")?.dataset.verdict"""


@pytest.fixture
def session(live_cast: Cast) -> Session:
    session = live_cast.session("Pleno")
    with transaction():
        offer_self_check_in(session, offer=Offer.YES, by=COMMAND_LINE)
    return session


def open_as(profile: DeviceProfile, page: Page, cast: Cast) -> None:
    """Let this browser become a device, by the address in its QR."""
    event = cast.event
    with transaction():
        device = register_device(event, gate="Aula", by=COMMAND_LINE, profile=profile)
    page.goto(opening_address(device))
    page.locator("main button").click()
    page.wait_for_url(re.compile(f"/{profile.value}$"))


def let_in(person: Participant, cast: Cast, session: Session) -> None:
    """Let somebody in at a gate elsewhere."""
    event, code = cast.event, cast.code(person)
    with transaction():
        post = Post(gate_named(event, "Utama 1").id, None, "user:1", "Dhea")
        presented = Presented(
            key=f"key-{person.id}", code_sha256=sha256_of(code), at=event_now(event), post=post
        )
        redeem_passes([presented], hours=hours_of(session, event))


def is_in(person: Participant) -> bool:
    db.session.rollback()
    return bool(db.session.scalars(select(Attendance).where(Attendance.participant_id == person.id)).all())


def has_no_barriers(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_hall_screen_moves_by_itself_also_without_a_stream(
    browser: Browser, live_server: LiveServer, live_cast: Cast, session: Session
) -> None:
    andi, baiq = live_cast.participant(), live_cast.participant(BAIQ, office="bali")
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    open_as(DeviceProfile.HALL, page, live_cast)
    expect(page.locator("[data-here]")).to_have_text("0")
    let_in(andi, live_cast, session)
    expect(page.locator(".hall-last")).to_contain_text(andi.name, timeout=PATIENCE_MS)
    page.route("**/hall/stream", lambda route: route.abort())
    page.reload()
    let_in(baiq, live_cast, session)
    expect(page.locator("[data-here]")).to_have_text("2", timeout=PATIENCE_MS)


def test_screens_have_no_barriers_in_both_themes_and_languages(
    launch: Launch, live_server: LiveServer, live_cast: Cast, session: Session
) -> None:
    browser = launch(*FAKE_CAMERA)
    let_in(live_cast.participant(), live_cast, session)
    for profile in (DeviceProfile.HALL, DeviceProfile.KIOSK):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, permissions=["camera"])
        page = context.new_page()
        open_as(profile, page, live_cast)
        for theme, language, width in (("dark", "id", 1366), ("light", "en", 1366), ("light", "id", 390)):
            context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{page.url.partition('?')[0]}?language={language}")
            has_no_barriers(page)
        context.close()


def test_a_phone_checks_in_after_opening_the_personal_link(
    browser: Browser, live_server: LiveServer, live_cast: Cast, session: Session
) -> None:
    andi = live_cast.participant()
    with transaction():
        own_page = personal_link(andi, by=COMMAND_LINE)
    page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True).new_page()
    page.goto(code_of_this_moment(session.id).address)
    has_no_barriers(page)
    page.goto(own_page)
    page.locator("form[action^='/S/'] button").click()
    expect(page.locator(".verdict-card.ok")).to_be_visible()
    has_no_barriers(page)
    assert is_in(andi)


def test_a_kiosk_reads_a_card_and_is_ready_again(
    launch: Launch, live_server: LiveServer, live_cast: Cast, session: Session, tmp_path: Path
) -> None:
    andi = live_cast.participant()
    browser = launch(*FAKE_CAMERA, film(badge_of(pass_address(andi.passes[0])), directory=tmp_path))
    page = browser.new_context(permissions=["camera"]).new_page()
    open_as(DeviceProfile.KIOSK, page, live_cast)
    expect(page.locator(".verdict.is-admitted")).to_contain_text(andi.name, timeout=PATIENCE_MS)
    assert page.evaluate(ON_TOP) == "admitted"  # over the camera, not behind it
    assert is_in(andi)
    page.locator("#code").fill("bukan kartu")
    page.locator("#code").press("Enter")
    expect(page.locator(".verdict.is-refused")).to_be_visible()
    expect(page.locator("[data-verdict]")).to_have_count(0, timeout=PATIENCE_MS)


def test_a_kiosk_whose_answer_was_lost_takes_the_next_card_all_the_same(
    browser: Browser, live_server: LiveServer, live_cast: Cast, session: Session
) -> None:
    andi, baiq = live_cast.participant(), live_cast.participant(BAIQ)
    page = browser.new_page()
    open_as(DeviceProfile.KIOSK, page, live_cast)
    first, second = live_cast.code(andi), live_cast.code(baiq)
    page.route("**/kiosk", lambda route: lose(route, first))
    for code, answer in ((first, "lost"), (second, "admitted")):
        page.locator("#code").fill(code)
        page.locator("#code").press("Enter")
        expect(page.locator(f"[data-verdict={answer}]")).to_be_visible(timeout=PATIENCE_MS)
    assert is_in(andi)
    assert is_in(baiq)
    expect(page.locator(".verdict")).to_contain_text(baiq.name)


def lose(route: Route, code: str) -> None:
    """Let what brings this code reach the server, and its answer get lost."""
    if code not in (route.request.post_data or ""):
        return route.continue_()
    route.fetch()
    return route.abort()
