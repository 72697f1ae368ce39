"""Texts that no keyboard writes: NUL, endless ones, years without end, in every form and in the address."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.services.clock import HeldClock
from tests.access.house import House
from tests.cast import sign_in
from tests.pictures import furnished

NUL = "A\0B"
FIELD = re.compile(r"""<(?:input|textarea|select)[^>]*\bname="([^"]+)\"""")


@pytest.fixture
def house(app: Flask, clock: HeldClock) -> House:
    return furnished(clock)


@pytest.fixture
def administrator(client: FlaskClient, house: House) -> FlaskClient:
    return sign_in(client, house.cast.user(Role.ADMINISTRATOR))


def forms(app: Flask, house: House) -> list[str]:
    """List the addresses that show a form and take it."""
    both = {"GET", "POST"}
    return [house.address(app, rule) for rule in app.url_map.iter_rules() if both <= (rule.methods or set())]


def fields_of(page: str) -> list[str]:
    return [name for name in dict.fromkeys(FIELD.findall(page)) if name != "csrf_token"]


@pytest.mark.any_database  # what is refused in words reaches none
def test_a_nul_in_any_field_of_any_form_is_refused_in_words(
    app: Flask, administrator: FlaskClient, house: House
):
    tried = 0
    for address in forms(app, house):
        for name in fields_of(administrator.get(address).text):
            answer = administrator.post(address, data={name: NUL})
            assert answer.status_code == 422, (address, name, answer.status_code)
            assert "karakter tak terlihat" in answer.text
            assert "\0" not in answer.text
            tried += 1
    assert tried > 50


@pytest.mark.parametrize(
    "text", [NUL, "\ud800", "%", "_", "\\", "%_\\%", "'; --", "x" * 20_000, "\x01\x1b[31m", "\u202e"]
)
def test_any_text_may_be_looked_for(app: Flask, administrator: FlaskClient, house: House, text: str):
    sent = text.encode("utf-8", "surrogatepass")
    slug = house.arguments["event"]
    session = house.arguments["session_id"]
    for address in (
        f"/events/{slug}/participants",
        f"/events/{slug}/documents",
        f"/events/{slug}/certificates",
        f"/events/{slug}/sessions/{session}/attendance/people",
        "/admin/accounts",
        "/admin/audit",
        "/verify",
    ):
        asked = {"q": sent, "code": sent, "show": "all"}
        status = administrator.get(address, query_string=asked).status_code
        assert status in {200, 404, 422}, (address, status)


def test_a_percent_sign_finds_only_itself(administrator: FlaskClient, house: House):
    address = f"/events/{house.arguments['event']}/participants"
    assert "Tenrisangka" in administrator.get(address, query_string={"q": "Tenri"}).text
    for wildcard in ("%", "_", "%_%", "\\%"):
        assert "Tenrisangka" not in administrator.get(address, query_string={"q": wildcard}).text


@pytest.mark.parametrize(
    "path", ["/P/A%00B", "/me/A%00B", "/V/A%00B", "/G/1-%00", "/invitation/%00", "/events/%00/"]
)
def test_a_nul_in_an_address_opens_nothing(client: FlaskClient, app: Flask, path: str):
    assert client.get(path).status_code in {404, 422}


def test_a_field_of_half_a_megabyte_and_more_is_told_to_be_smaller(administrator: FlaskClient, house: House):
    address = f"/events/{house.arguments['event']}/settings/description"
    answer = administrator.post(address, data={"title": "x" * 600_000})
    assert answer.status_code in {413, 422}


@pytest.mark.parametrize("year", ["0001", "9999", "0024", "20024"])
def test_a_year_that_is_a_slip_of_the_hand_is_told(administrator: FlaskClient, house: House, year: str):
    form = {
        "title": "Rapat",
        "short_title": "Rapat",
        "slug": "rapat",
        "city": "Bali",
        "zone": "Asia/Makassar",
        "starts_on": f"{year}-01-01",
        "ends_on": f"{year}-12-31" if year == "9999" else f"{year}-01-01",
        "is_rehearsal": "y",
        "clock_starts_at": f"{year}-01-01T00:00",
    }
    assert administrator.post("/events/new", data=form).status_code == 422
    for name in ("since", "until"):
        day = f"{year}-12-31" if year == "9999" else f"{year}-01-01"
        assert administrator.get("/admin/audit", query_string={name: day}).status_code == 200


def test_every_form_takes_the_worst_of_every_field_without_failing(
    app: Flask, administrator: FlaskClient, house: House
):
    worst = [
        "9" * 30,
        "-1",
        "NaN",
        "9999-12-31",
        "0001-01-01",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "é" * 5000,
    ]
    fields = {address: fields_of(administrator.get(address).text) for address in forms(app, house)}
    for address, names in fields.items():
        for value in worst:
            answer = administrator.post(address, data=dict.fromkeys(names, value))
            assert answer.status_code < 500, (address, value, answer.status_code)
