"""What every answer says to the browser: nothing inline, nothing from elsewhere, cookies kept close."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import Role
from app.services.clock import HeldClock
from tests.access.house import House
from tests.browser.addresses import NO_PAGES
from tests.cast import sign_in
from tests.pictures import furnished

ADDRESS = "https://localhost"
# They take no cookie, so a forged form reaches nothing: a comparison that changes nothing, and token holders.
WITHOUT_TOKEN = {"documents.compare", "api.redeem", "api.undo"}
OF_THIS_HOUSE = ("/", "#", "?", "data:image/", "mailto:", "https://rakornis.example/")


@pytest.fixture
def house(app: Flask, clock: HeldClock) -> House:
    return furnished(clock)


_asked: dict[str, TestResponse] = {}


@pytest.fixture
def answers(app: Flask, client: FlaskClient, house: House) -> dict[str, TestResponse]:
    """Return what the administrator gets from every address that shows a page: all are asked once."""
    if not _asked:
        sign_in(client, house.user(Role.ADMINISTRATOR))
        stand_at_a_gate(client, house)
        _asked.update(ask_everywhere(app, client, house))
    return _asked


def ask_everywhere(app: Flask, client: FlaskClient, house: House) -> dict[str, TestResponse]:
    return {
        rule.endpoint: client.get(house.address(app, rule), base_url=ADDRESS)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGES
    }


def stand_at_a_gate(client: FlaskClient, house: House) -> None:
    place = f"/events/{house.arguments['event']}/gate/place"
    standing = {"gate": "Utama 1", "session": house.arguments["session_id"]}
    client.post(place, base_url=ADDRESS, data=standing)


def test_every_page_carries_the_policy(answers: dict[str, TestResponse]):
    policies = {name: answer.headers["Content-Security-Policy"] for name, answer in answers.items()}
    assert all("default-src 'self'" in policy for policy in policies.values())
    assert [name for name, policy in policies.items() if "unsafe-inline" in policy] == []
    assert [name for name, policy in policies.items() if "'unsafe-eval'" in policy] == []
    wasm = {name for name, policy in policies.items() if "wasm" in policy}
    assert wasm == {"checkin.scan", "checkin.kiosk"}


def test_every_page_is_closed_to_frames_guesses_and_curiosity(answers: dict[str, TestResponse]):
    for answer in answers.values():
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "no-" in answer.headers["Cache-Control"]


def test_no_page_holds_anything_inline_or_from_elsewhere(answers: dict[str, TestResponse]):
    shown = {name: answer for name, answer in answers.items() if answer.status_code == 200}
    assert len(shown) > 60
    assert {name: found for name, answer in shown.items() if (found := list(strangers(answer.text)))} == {}


def strangers(html: str) -> Iterator[str]:
    """Name what the policy would forbid."""
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name == "style" or (tag.name == "script" and not tag.get("src")):
            yield f"inline <{tag.name}>"
        yield from (f"{tag.name} {name}" for name in tag.attrs if name == "style" or name.startswith("on"))
        yield from (f"{tag.name} {value}" for value in addresses(tag) if not value.startswith(OF_THIS_HOUSE))


def addresses(tag: Tag) -> list[str]:
    return [str(tag[name]) for name in ("src", "href", "action", "data-poll") if tag.get(name)]


def test_every_cookie_is_secure_and_unreadable_for_scripts(client: FlaskClient, house: House):
    opening = client.get(f"/G/{house.arguments['opening']}?language=en", base_url=ADDRESS)
    signing_in = client.get("/sign-in", base_url=ADDRESS)
    cookies = [*opening.headers.getlist("Set-Cookie"), *signing_in.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} >= {"language", "rakornis"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_form_is_taken_without_its_token(
    app: Flask, client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sign_in(client, house.user(Role.ADMINISTRATOR))
    statuses = {
        rule.endpoint: client.post(house.address(app, rule), base_url=ADDRESS).status_code
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set())
    }
    assert {name for name, status in statuses.items() if status != 400} == WITHOUT_TOKEN


def test_a_stale_form_gives_back_what_was_typed(
    app: Flask, client: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answer = client.post(
        "/sign-in", base_url=ADDRESS, data={"email": "dewi@contoh.example", "password": "rahasia"}
    )
    assert "dewi@contoh.example" in answer.text
    assert "rahasia" not in answer.text


@pytest.mark.parametrize(("scheme", "promised"), [("https", True), ("http", False)])
def test_https_is_promised_for_a_year_once_it_is_used(client: FlaskClient, scheme: str, promised: bool):  # noqa: FBT001
    answer = client.get("/sign-in", base_url=f"{scheme}://localhost")
    assert ("Strict-Transport-Security" in answer.headers) is promised
