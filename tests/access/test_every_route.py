"""Every role at every door: who is let in is exactly what the policy says, on the real URL map."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from app.access import DECLARED, GRANTS, PUBLIC, Permission, Role
from app.accounts.models import User
from app.db import db
from app.services import EXTENSION
from app.services.clock import HeldClock
from app.services.mail import CollectingPost
from app.services.paper import FakePress
from app.services.storage import MemoryStorage
from config import Config
from tests.access.house import House, furnish
from tests.cast import Cast, sign_in
from tests.conftest import NOW, empty_database

SIGNED_IN, DEVICE = "signed_in", "device"
# None is somebody without an account. The policy is the same on every database, so PostgreSQL only sees
# each page drawn for whom it may be drawn, and refused to a stranger.
ON_POSTGRESQL = "RAKORNIS_TEST_DATABASE_URL" in os.environ
VISITORS = [None, Role.ADMINISTRATOR] if ON_POSTGRESQL else [None, *Role]
WRITES = ("INSERT", "UPDATE", "DELETE")


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


class Lodging:
    """A furnished house that is used until somebody changes something in it; then a new one is furnished."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._house: House | None = None
        self._users: dict[Role, User] = {}
        self._changed = False
        event.listen(db.engine, "before_cursor_execute", self._look)

    @property
    def house(self) -> House:
        """The house as it was furnished."""
        if self._house is None:
            empty_database()
            _install_fakes(self.app)
            self._house, self._users = furnish(Cast(HeldClock(NOW))), {}
        return self._house

    def user(self, role: Role) -> User:
        """Return somebody who plays this part."""
        house = self.house
        if role not in self._users:
            self._users[role] = house.user(role)
        return self._users[role]

    def visit(self, client: FlaskClient, address: str, method: str) -> TestResponse:
        """Knock at a door; when that changed anything, the next guest gets a new house."""
        self._changed = False
        answer = client.open(address, method=method)
        if self._changed:
            self._house = None
        return answer

    def _look(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._changed = self._changed or statement.lstrip().startswith(WRITES)


def _install_fakes(app: Flask) -> None:
    kept = app.extensions[EXTENSION]
    fakes = {
        "clock": HeldClock(NOW),
        "storage": MemoryStorage(),
        "post": CollectingPost(),
        "press": FakePress(),
    }
    app.extensions[EXTENSION] = replace(kept, **fakes)


@pytest.fixture(scope="module")
def lodging(built_app: Flask) -> Iterator[Lodging]:
    """Return the house that the tests of this module share."""
    with built_app.app_context():
        yield Lodging(built_app)
        db.session.remove()
        empty_database()


@pytest.mark.parametrize(("endpoint", "method", "guard"), doors(), ids=str)
@pytest.mark.parametrize("role", VISITORS, ids=lambda role: role.value if role else "nobody")
def test_a_door_opens_for_whom_the_policy_names(
    lodging: Lodging, role: Role | None, endpoint: str, method: str, guard: str
) -> None:
    address = lodging.house.address(lodging.app, rule_of(lodging.app, endpoint, method))
    client = lodging.app.test_client()
    if role is not None:
        sign_in(client, lodging.user(role))
    answer = lodging.visit(client, address, method)
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
    "accounts.forgotten_password",
    "accounts.password_by_link",
    "accounts.sign_in",
    "accounts.sign_out",
    "checkin.open_gate",
    "documents.compare",
    "documents.verify",
    "documents.verify_form",
    "events.start",
    "names.look",
    "portal.badge",
    "portal.me",
    "portal.my_paper",
    "portal.my_qr",
    "portal.worker",
    "privacy.ask",
    "privacy.close_my_data",
    "privacy.consents",
    "privacy.mail_my_code",
    "privacy.my_data",
    "privacy.my_json",
    "privacy.my_paper",
    "privacy.notice",
    "privacy.of_accounts",
    "privacy.open_my_data",
    "privacy.withdraw",
    "registration.confirm_my_name",
    "registration.join",
    "registration.joined",
    "registration.my_name",
    "registration.office_add",
    "registration.office_edit",
    "registration.office_letter",
    "registration.office_letter_file",
    "registration.office_nobody",
    "registration.office_page",
    "registration.office_submit",
    "registration.office_take_back",
    "registration.short_office_link",
    "stylesheet",
    "travel.mine",
    "travel.my_needs",
    "travel.of_office",
    "travel.one_of_office",
    "travel.withdraw_my_needs",
    "travel.write_mine",
    "travel.write_one_of_office",
    "well_known_mark.svg",
    "well_known_robots.txt",
}
