"""The page of the personal link in a real browser: it opens without a signal, until the link ends."""

from playwright.sync_api import Browser

from app.accounts.links import revoke_links
from app.accounts.models import LinkKind
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.participants.personal_links import personal_link
from tests.browser.conftest import LiveServer
from tests.cast import Cast


def test_the_pass_opens_without_a_signal_once_it_was_open(
    live_server: LiveServer, live_cast: Cast, browser: Browser
) -> None:
    andi = live_cast.participant()
    live_cast.session("Pleno yang sedang berlangsung")
    with transaction():
        address = personal_link(andi, by=COMMAND_LINE)
    assert address.startswith(live_server.url)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.get_by_text("Tersimpan di ponsel ini").wait_for()
    context.set_offline(True)
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Andi Tenrisangka Makkulau")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    assert "Pleno" in page.locator("li.is-now").inner_text()


def test_what_was_kept_goes_when_the_link_has_ended(live_cast: Cast, browser: Browser) -> None:
    andi = live_cast.participant()
    with transaction():
        address = personal_link(andi, by=COMMAND_LINE)
    page = browser.new_context().new_page()
    page.goto(address)
    page.get_by_text("Tersimpan di ponsel ini").wait_for()
    with transaction():
        revoke_links(LinkKind.PERSONAL, subject=andi.reference, by=COMMAND_LINE)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 410
    keys = "caches.open('pass').then(store => store.keys())"
    kept = page.evaluate(f"{keys}.then(all => all.map(one => one.url))")
    assert [one for one in kept if "/me/" in one] == []
