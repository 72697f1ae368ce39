"""A gate whose session was removed meanwhile: the server is asked seldom, and never row by row."""

from typing import Any

from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import LiveServer
from tests.browser.gate_page import PATIENCE_MS, open_gate
from tests.cast import Cast

# What takes seconds takes milliseconds here, and is noted.
QUICK_TIMERS = """realTimeout = setTimeout; waits = [];
setTimeout = (deed, ms) => (waits.push(ms), realTimeout(deed, ms < 5000 ? ms : ms / 100));"""


def test_what_has_no_place_any_more_travels_together_and_seldom(
    browser: Browser, live_server: LiveServer, live_cast: Cast
):
    live_cast.session("Pleno")
    codes = [live_cast.code(live_cast.participant(f"Peserta {number}")) for number in range(3)]
    context, sent = browser.new_context(), list[Any]()
    context.add_init_script(QUICK_TIMERS)
    gate = open_gate(context, live_cast)
    gate.is_ready()
    context.set_offline(True)
    for code in codes:
        gate.scan(code)
    gate.waits(3)

    def is_gone(route: Route) -> None:
        sent.append((route.request.post_data or "").count('"key"'))
        route.fulfill(status=404, json={"title": "Not found"})

    gate.page.route("**/scans?*", is_gone)
    context.set_offline(False)
    expect(gate.page.locator("[data-trouble=stuck]")).to_be_visible(timeout=PATIENCE_MS)
    for _ in range(200):
        if gate.page.evaluate("waits.includes(60_000)"):
            break
        gate.page.wait_for_timeout(50)
    assert gate.page.evaluate("waits.includes(60_000)")
    assert set(sent) == {3}
    gate.waits(3)
