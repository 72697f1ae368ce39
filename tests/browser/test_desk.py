"""The desk with a queue in front of it, on a phone: two clicks for whoever is known, one form for others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.access import Role
from tests.browser.conftest import LiveServer
from tests.cast import BAIQ, Cast

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, live_cast: Cast) -> Iterator[Page]:
    """Return the desk's page on a phone, while a plenary is open."""
    live_cast.session("Pleno", minutes=600)
    live_cast.participant()
    live_cast.participant(BAIQ, office="bali")
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    live_server.sign_in(context, live_cast.user(Role.REGISTRATION_DESK))
    page = context.new_page()
    page.goto(f"{live_server.url}/events/{live_cast.event.slug}/desk")
    yield page
    context.close()


def test_three_letters_and_one_click_check_somebody_in(desk: Page):
    desk.locator("#search").press_sequentially("bai")
    expect(desk.locator("#found li")).to_have_count(1)
    desk.get_by_role("button", name="Catat hadir").click()
    expect(desk.locator(".toasts")).to_contain_text("Baiq Zohratulaini")
    expect(desk.locator("#person")).to_contain_text("Hadir sejak")
    fits(desk)


def test_the_badge_opens_beside_the_desk(desk: Page):
    desk.locator("#search").press_sequentially("mak")
    desk.locator("#found li a").click()
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name="Cetak kartu").click()
    expect(desk.locator("#person")).to_be_visible()
    opened.value.close()


def test_one_form_takes_in_whoever_is_on_no_list(desk: Page):
    desk.locator("#search").press_sequentially("sekarning")
    desk.get_by_role("link", name="Daftarkan orang ini").click()
    expect(desk.locator("[name=name]")).to_have_value("sekarning")
    desk.locator("[name=name]").fill("Ni Luh Sekarningrum")
    expect(desk.locator("[data-look]")).to_contain_text("Ni Luh Sekarningrum")
    desk.locator("[name=office]").fill("Kanwil Bali")
    fits(desk)
    desk.get_by_role("button", name="Daftarkan dan catat hadir").click()
    expect(desk.locator("#person")).to_contain_text("Ni Luh Sekarningrum")
    expect(desk.locator("#person")).to_contain_text("Hadir sejak")


def test_the_same_name_is_asked_about(desk: Page):
    desk.get_by_role("link", name="Belum ada di daftar").click()
    desk.locator("[name=name]").fill("Baiq Zohratulaini")
    desk.locator("[name=office]").fill("Kanwil Bali")
    desk.get_by_role("button", name="Daftarkan dan catat hadir").click()
    expect(desk.get_by_role("heading", name="Apakah salah satu dari mereka?")).to_be_visible()
    desk.get_by_role("button", name="Catat hadir", exact=True).click()
    expect(desk.locator("#person")).to_contain_text("Baiq Zohratulaini")


def fits(page: Page) -> None:
    """Nothing stands beside the edge of the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
