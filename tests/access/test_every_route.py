"""Every role at every door: who is let in is exactly what the policy says, on the real URL map."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app import create_app
from app.access import DECLARED, GRANTS, PUBLIC, Permission, Role
from config import Config
from tests.access.house import House, furnish
from tests.cast import Cast, sign_in

SIGNED_IN, DEVICE = "signed_in", "device"
VISITORS = [None, *Role]  # None is somebody without an account
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@cache
def doors() -> list[tuple[str, str, str]]:
    """List every route as (endpoint, method, how it is guarded)."""
    data = Path(mkdtemp())
    config = Config(
        data=data,
        database_url=f"sqlite:///{data / 'unused.db'}",
        secret_key="s" * 40,
        pass_secret=b"p" * 32,
        testing=True,
    )
    app = create_app(config)
    return sorted(
        {
            (rule.endpoint, method, getattr(app.view_functions[rule.endpoint], DECLARED))
            for rule in app.url_map.iter_rules()
            if rule.endpoint != "static"
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
    )


def may(role: Role | None, guard: str) -> bool:
    """Say what the policy says."""
    if guard == PUBLIC:
        return True
    if guard == DEVICE:
        return False  # a device token opens it, never an account
    if role is None:
        return False
    return guard == SIGNED_IN or Permission(guard) in GRANTS[role]


def rule_of(app: Flask, endpoint: str, method: str) -> Rule:
    """Return the route of an endpoint that takes this method."""
    return next(rule for rule in app.url_map.iter_rules(endpoint) if method in (rule.methods or set()))


@pytest.fixture
def house(cast: Cast) -> House:
    """Return a house with one of everything."""
    return furnish(cast)


@pytest.mark.parametrize(("endpoint", "method", "guard"), doors(), ids=lambda value: str(value))
@pytest.mark.parametrize("role", VISITORS, ids=lambda role: role.value if role else "nobody")
def test_a_door_opens_for_whom_the_policy_names(
    app: Flask, client: FlaskClient, house: House, role: Role | None, endpoint: str, method: str, guard: str
) -> None:
    if role is not None:
        sign_in(client, house.user(role))
    answer = client.open(house.address(app, rule_of(app, endpoint, method)), method=method)
    asked_to_sign_in = role is None and guard != PUBLIC and "/sign-in" in answer.headers.get("Location", "")
    turned_away = asked_to_sign_in or answer.status_code in {401, 403}
    assert turned_away is not may(role, guard), f"{answer.status_code} {answer.headers.get('Location', '')}"
    assert answer.status_code < 500 or answer.status_code == 503


def test_every_route_declares_its_guard() -> None:
    guards = {guard for _, _, guard in doors()}
    assert guards <= {PUBLIC, SIGNED_IN, DEVICE} | {permission.value for permission in Permission}


def test_the_public_doors_are_few_and_known() -> None:
    assert {endpoint for endpoint, _, guard in doors() if guard == PUBLIC} == PUBLIC_DOORS


PUBLIC_DOORS = {
    "accounts.first_administrator",
}
