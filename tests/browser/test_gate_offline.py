"""The gate without a network: it opens, judges, keeps, and sends everything once when it comes back."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect
from sqlalchemy import select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.checkin.devices import revoke_device
from app.checkin.models import Attendance, Device
from app.db import db, transaction
from app.participants.models import Participant
from tests.browser.barriers import barriers
from tests.browser.conftest import CHROMIUM, Launch, LiveServer
from tests.browser.gate_page import (
    PATIENCE_MS,
    GatePage,
    kill_browser,
    open_gate,
    scans,
    traces,
    waiting_scan,
)
from tests.cast import BAIQ, FITRI, Cast

NO_STORE = """for (const name of ["put"]) IDBObjectStore.prototype[name] = () => {
  throw new DOMException("no room", "QuotaExceededError");
};"""
SLOW_MS = 300
OTHER_VERDICTS = ("already", "out", "out-already", "recorded", "nowhere", "two", "review")
SHOW = """name => document.querySelector("[data-result]").replaceChildren(
  document.querySelector(`template[data-told=${name}]`).content.cloneNode(true))"""
SHOW_ALL_TROUBLES = "document.querySelectorAll('[data-trouble]').forEach(one => { one.hidden = false })"
# Of Baiq: the gate, and what it said or what it counts as.
BOTH_TRACES = (("Utama 1", "Masuk"), ("Utama 2", "Masuk"), ("Utama 2", "Sudah"))


@pytest.fixture
def andi(live_cast: Cast) -> Participant:
    live_cast.session("Pleno")
    return live_cast.participant()


def test_two_gates_offline_let_the_same_people_in_and_the_server_holds_each_once(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    baiq, fitri = live_cast.participant(BAIQ), live_cast.participant(FITRI)
    contexts = [browser.new_context(), browser.new_context()]
    gates = [
        open_gate(context, live_cast, gate=name)
        for context, name in zip(contexts, ("Utama 1", "Utama 2"), strict=True)
    ]
    for gate, context, people in zip(gates, contexts, ((andi, baiq), (baiq, fitri)), strict=True):
        gate.is_ready()
        context.set_offline(True)
        for person in people:
            gate.scan(live_cast.code(person))
            gate.says("admitted", person.name, "Kanwil Kalimantan Timur")
        gate.scan(live_cast.code(people[0]))
        gate.says("already", people[0].name, "Kepala Kantor Wilayah", "Kanwil Kalimantan Timur")
        gate.waits(3)
    assert scans() == []
    for gate, context in zip(gates, contexts, strict=True):
        context.set_offline(False)
        gate.waits(0)
    assert traces(andi.id) == [("admitted", "admitted"), ("already", "already")]
    assert traces(baiq.id) == [("admitted", "admitted"), ("admitted", "already"), ("already", "already")]
    assert len(db.session.scalars(select(Attendance)).all()) == 3
    contexts[0].clear_cookies()
    live_server.sign_in(contexts[0], live_cast.user(Role.COMMITTEE))
    page = contexts[0].new_page()
    page.goto(f"{live_server.url}/events/{live_cast.event.slug}/conflicts")
    conflict = page.locator("main section", has=page.locator("table"))
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text(baiq.name)
    lines = conflict.locator("tbody tr").all_inner_texts()
    assert [sum(gate in line and word in line for line in lines) for gate, word in BOTH_TRACES] == [1, 1, 2]


def test_a_phone_that_is_killed_with_a_full_queue_opens_without_a_network_and_sends_it(
    playwright: Playwright, live_server: LiveServer, live_cast: Cast, andi: Participant, tmp_path: Path
):
    def phone(*, knows_a_network: bool = False) -> BrowserContext:
        options: Any = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
        context = playwright.chromium.launch_persistent_context(tmp_path, **options)
        context.set_offline(not knows_a_network)
        return context

    def gate_on(context: BrowserContext) -> GatePage:
        gate = GatePage(context.new_page())
        gate.page.goto(f"{live_server.url}/events/{live_cast.event.slug}/gate")
        expect(gate.page.locator("[data-of=gate-name]")).to_have_text("Utama 1")
        return gate

    open_gate(context := phone(knows_a_network=True), live_cast).is_ready()
    context.close()  # in the evening, politely
    gate = gate_on(phone())
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)
    kill_browser(tmp_path)
    gate = gate_on(context := phone())
    gate.lists(andi.name, "belum terkirim")
    gate.waits(1)
    gate.scan(live_cast.code(andi))
    gate.says("already", andi.name)
    context.set_offline(False)
    gate.waits(0)
    context.close()
    assert traces(andi.id) == [("admitted", "admitted"), ("already", "already")]


def test_a_thousand_scans_through_a_bad_network_are_stored_once_each(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    # Routes see nothing that a service worker has touched.
    gate = open_gate(browser.new_context(service_workers="block"), live_cast)
    expect(gate.page.locator("[data-of=roster]")).to_be_visible()
    faults = ["lost answer", "half", "500", "cut", "slow"] * 3

    def bad(route):
        fault = faults.pop() if faults else ""
        if fault == "cut":
            return route.abort()
        if fault == "500":
            return route.fulfill(status=500)
        if fault == "lost answer":
            route.fetch()
            return route.abort()
        if fault == "slow":
            gate.page.wait_for_timeout(SLOW_MS)
        answer = route.fetch()
        body = answer.text()
        return route.fulfill(response=answer, body=body[: len(body) // 2] if fault == "half" else body)

    gate.page.route("**/scans?*", bad)
    people = [live_cast.participant(f"Peserta Nomor {number}") for number in range(25)]
    scan, codes = waiting_scan(gate), [live_cast.code(person) for person in people]
    gate.keep("scans", [scan | {"key": str(uuid4()), "code": code} for code in codes * 40])
    while gate.how_many("scans"):
        gate.page.evaluate("dispatchEvent(new Event('online'))")
        gate.page.wait_for_timeout(400)
    gate.waits(0)
    assert faults == []
    assert len({one.key for one in scans()}) == 1000
    assert Counter(one.status.value for one in scans()) == {"admitted": 25, "already": 975}
    assert len(db.session.scalars(select(Attendance)).all()) == 25


def test_a_device_that_is_ended_keeps_its_queue_and_nothing_else(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = browser.new_context(accept_downloads=True)
    gate = open_gate(context, live_cast)
    gate.is_ready()
    context.set_offline(True)
    gate.scan(live_cast.code(andi))
    gate.waits(1)
    with transaction():
        revoke_device(db.session.scalars(select(Device)).one(), by=COMMAND_LINE)
    context.set_offline(False)
    expect(gate.page.locator("[data-trouble=refused]")).to_be_visible(timeout=PATIENCE_MS)
    gate.clear()
    with gate.page.expect_download() as download:
        gate.page.locator("[data-trouble=refused] button").click()
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [scan["code_sha256"] for scan in saved["scans"]] == [andi.passes[0].code_sha256]
    expect(gate.page.locator("[data-scans] li")).to_have_count(0, timeout=PATIENCE_MS)
    assert len(gate.kept("scans")) == 1
    assert not [row for row in gate.kept("kept") if row["name"].startswith(("people:", "roster:"))]
    assert gate.page.evaluate("navigator.serviceWorker.getRegistration().then(Boolean)") is False
    assert gate.page.evaluate("caches.keys()") == []


def test_a_phone_without_room_asks_the_server_or_says_that_nothing_was_recorded(
    launch: Launch, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = launch().new_context()
    context.add_init_script(NO_STORE)
    gate = open_gate(context, live_cast)
    expect(gate.page.locator("[data-count=expected]")).to_have_text("1", timeout=PATIENCE_MS)
    gate.scan(live_cast.code(andi))
    gate.says("admitted", andi.name)
    context.set_offline(True)
    gate.scan("bukan kartu kami")
    gate.says("refused", "Tak tercatat")
    with context.expect_event("request", lambda one: "storage_full" in one.url):
        context.set_offline(False)
    assert len(scans()) == 1


def test_somebody_without_a_card_is_found_by_name_and_reviewed_first(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant
):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    gate = open_gate(context, live_cast)
    page = gate.page
    gate.is_ready()
    page.get_by_role("button", name="Lainnya").click()
    page.get_by_role("button", name="Periksa dulu").click()
    page.keyboard.press("Escape")
    context.set_offline(True)
    page.get_by_role("button", name="Cari nama").click()
    page.locator("#who").press_sequentially("tenri kaltim")
    page.locator("#who").fill("MAKKULAU kalimantan")
    page.locator("[data-found] button").click()
    gate.says("review", andi.name, "Kepala Kantor Wilayah")
    assert gate.kept("scans") == []
    assert barriers(page) == []
    page.get_by_role("button", name="Masuk", exact=True).click()
    gate.says("admitted", andi.name)
    context.set_offline(False)
    gate.waits(0)
    gate.clear()
    # A code typed with the letter O for the digit 0 is the same code.
    gate.type_code(live_cast.code(andi).replace("0", "O").replace("1", "l").lower())
    gate.says("already", andi.name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_gate_has_no_barriers(
    browser: Browser, live_server: LiveServer, live_cast: Cast, andi: Participant, theme: str, language: str
):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    for name, value in (("theme", theme), ("language", language)):
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    gate = open_gate(context, live_cast)
    gate.is_ready()
    for code, verdict in ((live_cast.code(andi), "admitted"), ("kode asing", "refused")):
        gate.scan(code)
        gate.says(verdict)
        assert barriers(gate.page) == []
    for other in OTHER_VERDICTS if language == "id" else ():  # colours are the same in all languages
        gate.page.evaluate(SHOW, other)
        assert barriers(gate.page, only_colours=True) == []
    gate.clear()
    gate.page.evaluate(SHOW_ALL_TROUBLES)
    assert barriers(gate.page, only_colours=True) == []
    context.set_offline(True)
    for sheet in ("type-code", "find-person", "gate-more", "choose-session"):
        gate.page.evaluate("name => document.getElementById(name).showPopover()", sheet)
        assert barriers(gate.page) == []
        assert gate.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
