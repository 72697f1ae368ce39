"""Other people's and other events' things under every address, and numbers that no row can have."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from app.access import DECLARED, PUBLIC, Role
from app.events.models import Event
from app.services.clock import HeldClock
from tests.access.house import House
from tests.access.lodging import draw_refusals_tersely
from tests.cast import sign_in
from tests.pictures import furnished

ASKED = ("page", "office", "gate", "day", "session", "kind", "state", "before", "person", "seat")
OF_THE_HOUSE = ("/admin/audit", "/admin/jobs", "/admin/accounts", "/offices/", "/verify")
HUGE = (2**31, 2**63, 10**30)
# "NaN" tells on PostgreSQL whether words reach the database as a number; these would do the same.
NO_NUMBERS = [pytest.param(word, marks=pytest.mark.any_database) for word in ("9" * 5000, "1e9", "٣")]


def rules(app: Flask, *, with_number: bool) -> list[tuple[Rule, str]]:
    """List the routes below an event as (rule, method); `with_number`: those that name a row."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if "event" in rule.arguments and bool(numbers(rule)) is with_number
        if getattr(app.view_functions[rule.endpoint], DECLARED) != PUBLIC  # the notice is for everybody
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def numbers(rule: Rule) -> set[str]:
    return {name for name in rule.arguments if name.endswith("_id") or name == "number"}


@pytest.fixture(autouse=True)
def terse(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts here is the status; tests/access draws the page of a refusal at every door."""
    draw_refusals_tersely(monkeypatch)


@pytest.fixture
def house(app: Flask, clock: HeldClock) -> House:
    return furnished(clock)


@pytest.fixture
def other(house: House) -> Event:
    """Another meeting, in which the same account holds the same role."""
    return house.cast.make_event("rakornis-lain")


@pytest.fixture
def administrator(client: FlaskClient, house: House) -> FlaskClient:
    return sign_in(client, house.cast.user(Role.ADMINISTRATOR))


def test_nothing_of_one_event_opens_under_the_address_of_another(
    app: Flask, administrator: FlaskClient, house: House, other: Event
):
    house.arguments["event"] = other.slug
    offices = {"office_id", "position_id"}  # these belong to no event
    walked = 0
    for rule, method in rules(app, with_number=True):
        if numbers(rule) <= offices:
            continue
        answer = administrator.open(house.address(app, rule), method=method)
        assert answer.status_code == 404, (method, rule.rule, answer.status_code, answer.location)
        walked += 1
    assert walked > 40


def test_a_committee_of_one_event_is_nobody_in_another(
    app: Flask, client: FlaskClient, house: House, other: Event
):
    committee = sign_in(client, house.user(Role.COMMITTEE))
    house.arguments["event"] = other.slug
    for rule, method in [*rules(app, with_number=True), *rules(app, with_number=False)]:
        answer = committee.open(house.address(app, rule), method=method)
        assert answer.status_code in {403, 404}, (method, rule.rule, answer.status_code)


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_has_leads_nowhere(
    app: Flask, administrator: FlaskClient, house: House, number: int
):
    for rule in app.url_map.iter_rules():
        for name in numbers(rule):
            plain = house.arguments[name]
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                address = house.address(app, rule).replace(f"/{plain}", f"/{number}", 1)
                status = administrator.open(address, method=method).status_code
                assert status in {403, 404, 405, 410}, (method, address, status)


class Question(ImmutableMultiDict[str, str]):
    """What stands behind the question mark; it notes whether anybody looked for one of ASKED in it."""

    heard = False

    def __contains__(self, name: object) -> bool:
        Question.heard |= name in ASKED
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        Question.heard |= name in ASKED
        return super().__getitem__(name)

    def getlist(self, key: str, *kind: Any, **more: Any) -> list[Any]:
        Question.heard |= key in ASKED
        return super().getlist(key, *kind, **more)

    def to_dict(self, *args: Any, **more: Any) -> Any:
        Question.heard = True
        return super().to_dict(*args, **more)


_listening: list[str] = []


@pytest.fixture
def listening(
    app: Flask, administrator: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Every address without a row that looks at the question; the others show what they show without one."""
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Question)
    addresses = [
        house.address(app, rule) for rule, method in rules(app, with_number=False) if method == "GET"
    ]
    for address in () if _listening else (*addresses, *OF_THE_HOUSE):
        Question.heard = False
        assert ask(administrator, address, "1") < 500, address
        if Question.heard:
            _listening.append(address)
    return _listening


def ask(browser: FlaskClient, address: str, number: str) -> int:
    return browser.get(address, query_string=dict.fromkeys(ASKED, number)).status_code


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "-1", "0", "NaN", *NO_NUMBERS])
def test_a_number_in_a_question_that_no_row_has_is_harmless(
    administrator: FlaskClient, listening: list[str], number: str
):
    assert len(listening) > 20
    for address in listening:
        assert ask(administrator, address, number) < 500, address


def test_a_batch_of_the_gate_page_may_name_no_gate_that_is_none(administrator: FlaskClient, house: House):
    body = {"session": house.arguments["session_id"], "scans": []}
    address = f"/events/{house.arguments['event']}/scans"
    for gate in HUGE:
        assert administrator.post(f"{address}?gate={gate}", json=body).status_code == 404


def test_badges_of_people_that_no_row_is_are_nobodys(administrator: FlaskClient, house: House):
    address = f"/events/{house.arguments['event']}/badges/chosen"
    answer = administrator.post(address, data={"chosen": [str(number) for number in HUGE]})
    assert answer.status_code == 422


def test_work_that_somebody_else_asked_for_is_not_there(client: FlaskClient, house: House):
    committee = sign_in(client, house.user(Role.COMMITTEE))
    assert committee.get(f"/jobs/{house.arguments['job_id']}").status_code == 404


def test_work_that_is_no_badges_gives_no_badges(administrator: FlaskClient, house: House):
    address = f"/events/{house.arguments['event']}/badges/{house.arguments['job_id']}.pdf"
    assert administrator.get(address).status_code == 404
