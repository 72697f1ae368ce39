"""The board on a phone and a substitution: the seat stays, the person changes, the old pass ends."""

from playwright.sync_api import Browser, Page, expect

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.seats import seat_people
from tests.browser.conftest import LiveServer
from tests.cast import ANDI, Cast
from tests.registration.plans import holds, post, seats_for

PHONE = {"width": 390, "height": 844}


def test_the_head_of_an_office_is_substituted_from_the_board(
    live_server: LiveServer, live_cast: Cast, browser: Browser
) -> None:
    holds(live_cast.participant(ANDI, office="bali"), live_cast.head)
    seats_for(live_cast, live_cast.office("bali"), [live_cast.head, post("Kepala Bidang", rank=20)])
    with transaction():
        seat_people(live_cast.event, by=COMMAND_LINE)
    context = browser.new_context(viewport=PHONE, base_url=live_server.url)  # type: ignore[arg-type]
    live_server.sign_in(context, live_cast.user(Role.COMMITTEE))
    page = context.new_page()
    page.goto(f"/events/{live_cast.event.slug}/delegations")
    expect(page.locator(".board tbody .seat.vacant")).to_have_text("Kosong")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Kanwil Bali").click()
    page.locator("#seats li", has_text="Makkulau").get_by_role("link", name="Ganti orang").click()
    fill_in(page)
    expect(page.locator(".toasts")).to_contain_text("Ni Luh Ayu Pradnyani, S.H. hadir menggantikan")
    page.goto(f"/events/{live_cast.event.slug}/delegations")
    expect(page.locator(".board tbody .seat.substituted")).to_have_text("Pengganti")
    db.session.expire_all()
    states = {one.name: one.state.value for one in db.session.scalars(db.select(Participant))}
    assert states == {"Andi Tenrisangka Makkulau": "substituted", "Ni Luh Ayu Pradnyani": "registered"}


def fill_in(page: Page) -> None:
    page.get_by_label("Nama", exact=True).fill("Ni Luh Ayu Pradnyani")
    page.get_by_label("Gelar belakang").fill("S.H.")
    page.get_by_label("Alasan").fill("Sakit")
    page.get_by_label("Surat tugas menyusul").check()
    page.locator("main").get_by_role("button", name="Ganti orang").click()
