"""Every page that can be opened is without barriers, fits the screen, and keeps to its weight."""

import gzip
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from app import create_app
from app.db import db
from config import Config
from tests.browser.addresses import FACES_OF_CHECK_IN, furnish, pages
from tests.browser.barriers import barriers, overflow, shape
from tests.browser.demonstration import DESK, PHONE, Demonstration, full_demonstration, sign_in

BUSIEST = {
    "home": "events.home",
    "participants": "participants.index",
    "person": "participants.show",
    "gate": "checkin.scan",
    "attendance": "attendance.session",
    "agenda": "agenda.index",
    "minutes": "minutes.show",
    "certificates": "certificates.index",
}
# The pages of check-in that are not among the busiest. The gate with its verdicts: test_gate_offline.py.
OF_CHECK_IN = (
    "attendance.close_day", "attendance.day", "attendance.days", "attendance.papers", "attendance.people",
    "attendance.person", "attendance.rules", "attendance.session_rule", "attendance.several",
    "checkin.conflicts", "checkin.desk", "checkin.device", "checkin.devices", "checkin.hall", "checkin.kiosk",
    "checkin.myself", "checkin.place", "checkin.self_check_in",
)  # fmt: skip
MOST_NODES = 1500
# Pages that say that nothing is there; the console of the browser says it too.
NOT_THERE = {"accounts.password_by_link", "nothing here", "portal.badge", "unknown code"}
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"
KILOBYTES = {"script": 25, "stylesheet": 15, "everything": 120}
# It works without a network, so its script comes whole; the scanner's WebAssembly: 420.
KILOBYTES_AT_THE_GATE = {"script": 44, "stylesheet": 15, "everything": 580}

Fill = Callable[[str], str]
Window = Callable[[str], Page]


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Serve the meeting in full swing."""
    with full_demonstration(tmp_path_factory.mktemp("meeting")) as served:
        yield served


@pytest.fixture(scope="module")
def fill(meeting: Demonstration) -> Fill:
    """Return a function that fills the gaps of a named address."""
    settings = {"RAKORNIS_DATA": str(meeting.data)}
    app = create_app(Config.from_environment(settings))
    with app.app_context():
        values = furnish(app)
        db.session.remove()
        db.engine.dispose()
    return lambda name: (pages() | FACES_OF_CHECK_IN)[name].format(**values)


@pytest.fixture(scope="module")
def administrator(meeting: Demonstration, chromium: Browser) -> Any:
    """Sign in as who may see everything, stand at a gate, and return the cookies."""
    context = meeting.visit(chromium)
    page = sign_in(context, "admin")
    page.goto(f"{meeting.event}/gate/place")
    page.locator("[name=gate]").fill("Utama 1")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/gate")
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture(scope="module")
def window(meeting: Demonstration, chromium: Browser, administrator: Any) -> Iterator[Window]:
    """Return a function that gives the window of the administrator in a language: one for all pages."""
    opened: dict[str, Page] = {}

    def open_window(language: str) -> Page:
        if language not in opened:
            context = meeting.visit(chromium, storage_state=administrator)
            # The gate is dark unless somebody chose otherwise: here it follows the window, as other pages do.
            for name, value in (("language", language), ("theme", "system")):
                cookie: Any = {"name": name, "value": value, "url": meeting.address}
                context.add_cookies([cookie])
            opened[language] = context.new_page()
        return opened[language]

    yield open_window
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_has_no_barriers_and_fits(window: Window, fill: Fill, name: str):
    page = window("id")
    assert show(page, fill(name)) == ([NOT_FOUND] if name in NOT_THERE else [])
    assert language(page) == "id"
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES
    assert barriers(page) == []
    assert overflow(page, DESK, PHONE) == {}


@pytest.mark.parametrize("spoken", ["id", "en"])
@pytest.mark.parametrize("name", BUSIEST)
def test_the_busiest_pages_have_no_barriers_in_any_combination(
    window: Window, fill: Fill, name: str, spoken: str
):
    page = window(spoken)
    assert show(page, fill(BUSIEST[name])) == []
    assert language(page) == spoken
    found: list[Any] = []
    for size in (DESK, PHONE):
        look_at(page, "light", size)
        found += [("light", size, *one) for one in barriers(page)]
        assert moved_by_the_dark(page, size) == []  # only colours change: only they are looked at again
        found += [("dark", size, *one) for one in barriers(page, only_colours=True)]
    assert found == []


@pytest.mark.parametrize("name", [*OF_CHECK_IN, *FACES_OF_CHECK_IN])
def test_check_in_has_no_barriers_in_both_themes_and_languages(window: Window, fill: Fill, name: str):
    found: list[Any] = []
    for spoken, known in (("en", False), ("id", True)):  # in Indonesian every page is looked at above
        page = window(spoken)
        assert show(page, fill(name)) == []
        look_at(page, "light", PHONE)
        found += [(spoken, "light", *one) for one in barriers(page, only_colours=known)]
        assert moved_by_the_dark(page, PHONE) == []
        found += [(spoken, "dark", *one) for one in barriers(page, only_colours=True)]
    assert found == []


@pytest.mark.parametrize("name", BUSIEST)
def test_the_busiest_pages_keep_to_their_weight(
    meeting: Demonstration, chromium: Browser, administrator: Any, fill: Fill, name: str
):
    context = meeting.visit(chromium, storage_state=administrator)
    page, travelled = context.new_page(), list[Response]()
    page.on("response", lambda answer: travelled.append(answer))  # noqa: PLW0108 - Playwright marks it
    page.goto(fill(BUSIEST[name]), wait_until="load")
    page.wait_for_load_state("networkidle")
    most = KILOBYTES_AT_THE_GATE if name == "gate" else KILOBYTES
    weighed = dict.fromkeys(most, 0.0)
    for answer in travelled:
        kilobytes = len(gzip.compress(answer.body(), 6)) / 1024
        weighed["everything"] += kilobytes
        if answer.request.resource_type in weighed:
            weighed[answer.request.resource_type] += kilobytes
    context.close()
    assert {kind: size for kind, size in weighed.items() if size > most[kind]} == {}


def show(page: Page, address: str) -> list[str]:
    """Open a page in its window as at a desk by day; return what its console complains about."""
    look_at(page, "light", DESK)
    complaints = list[str]()

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def fail(failure: Error) -> None:
        complaints.append(str(failure))

    page.on("console", hear)
    page.on("pageerror", fail)
    page.goto(address, wait_until="load")
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)
    return complaints


def moved_by_the_dark(page: Page, size: tuple[int, int]) -> list[tuple[str, str]]:
    """Leave the page in the dark, and list what stands elsewhere than by day: by day, in the dark.

    A minute that passes between the two looks moves the words of a clock too: but not a second time.
    """
    moved = list[tuple[str, str]]()
    for _ in range(2):
        look_at(page, "light", size)
        by_day = shape(page)
        look_at(page, "dark", size)
        dark = shape(page)
        moved = [(one, other) for one, other in zip_longest(by_day, dark, fillvalue="") if one != other]
        if not moved:
            break
    return moved


def language(page: Page) -> str:
    """Return the language that the page says it is in."""
    said: str = page.evaluate("document.documentElement.lang")
    return said


def look_at(page: Page, theme: Literal["light", "dark"], size: tuple[int, int]) -> None:
    """Choose the colours and the size of the window."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": size[0], "height": size[1]})
