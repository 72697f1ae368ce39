"""The road without JavaScript: forms and links alone lead from the sheet to the verified paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.demonstration import ROSTER, Demonstration, bare_demonstration, sign_in

SESSION = "Diskusi: tantangan dan hambatan di wilayah"
MINUTES = "Notula tanpa skrip"


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Serve the meeting before anybody is registered; each test adds something of its own."""
    with bare_demonstration(tmp_path_factory.mktemp("bare")) as served:
        yield served


@pytest.fixture(scope="module")
def told_after_the_import(meeting: Demonstration, chromium: Browser) -> str:
    """Import the sheet as the committee does, and return the words of the page that follows."""
    context = without_script(meeting, chromium)
    page = sign_in(context, "panitia")
    page.goto(f"{meeting.event}/rosters/new")
    page.set_input_files("input[type=file]", ROSTER)
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Daftarkan 350 peserta").click()
    page.wait_for_url("**/participants")
    words = page.locator("body").inner_text()
    context.close()
    return words


def without_script(meeting: Demonstration, chromium: Browser) -> BrowserContext:
    return meeting.visit(chromium, java_script_enabled=False)


def test_the_committee_imports_the_sheet(told_after_the_import: str):
    assert "350 baru, 0 berubah, 0 tetap." in told_after_the_import


def test_the_language_changes_by_a_link(meeting: Demonstration, chromium: Browser):
    page = without_script(meeting, chromium).new_page()
    page.goto("/sign-in")
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.close()


@pytest.mark.usefixtures("told_after_the_import")
def test_the_gate_admits_a_typed_code_once(meeting: Demonstration, chromium: Browser):
    name, code = somebodys_pass(meeting, chromium)
    context = without_script(meeting, chromium)
    page = sign_in(context, "pintu")
    page.goto(f"{meeting.event}/gate/place")
    page.locator("[name=gate]").fill("Utama 1")
    page.locator("main form button[type=submit]").click()
    for verdict in ("admitted", "already"):
        page.locator("[popovertarget=type-code]").click()
        page.locator("#code").fill(code)
        page.locator("#code").press("Enter")
        expect(page.locator(f".verdict.is-{verdict}")).to_contain_text(name)
    context.close()


def somebodys_pass(meeting: Demonstration, chromium: Browser) -> tuple[str, str]:
    """Return whose pass the committee sees first, and its code."""
    context = without_script(meeting, chromium)
    page = sign_in(context, "panitia")
    page.goto(f"{meeting.event}/participants")
    first = page.locator("tbody th a").first
    name = first.locator("b").inner_text()
    first.click()
    code = page.locator(".pass-card .code").inner_text()
    context.close()
    return name, code


def test_the_secretary_publishes_and_anyone_verifies(meeting: Demonstration, chromium: Browser):
    context = without_script(meeting, chromium)
    page = sign_in(context, "sekretaris")
    page.goto(f"{meeting.event}/minutes/new")
    page.locator("[name=title]").fill(MINUTES)
    page.locator("label", has_text=SESSION).click()
    page.locator("main form button[type=submit]").click()
    page.locator(".kinds label:has([value=decision])").click()
    page.locator("#text").fill("Semua sepakat.")
    page.locator(".composer button[type=submit]").click()
    page.locator("a[href$='/publication']").click()
    page.locator("main form button[type=submit]").click()
    code = page.locator("aside a[href*='/v/' i]").get_attribute("href")
    context.close()
    find_it_valid(without_script(meeting, chromium), (code or "").rsplit("/", 1)[1])


def find_it_valid(context: BrowserContext, code: str) -> None:
    """Type the code, as somebody with the paper in the hand does."""
    page = context.new_page()
    page.goto("/verify")
    page.locator("#code").fill(code.lower())
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".verdict-card.ok h1")).to_have_text("Sah dan berlaku")
    expect(page.locator("main")).to_contain_text(MINUTES)
    context.close()
