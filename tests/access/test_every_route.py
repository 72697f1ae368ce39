"""Every role at every door: who is let in is exactly what the policy says, on the real URL map."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask

from app import create_app
from app.access import DECLARED, GRANTS, PUBLIC, Permission, Role
from config import Config
from tests.access.lodging import Lodging, draw_refusals_tersely

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


@pytest.fixture(scope="module")
def lodging(built_app: Flask) -> Iterator[Lodging]:
    """Return the house that the tests of this module share."""
    with built_app.app_context():
        lodging = Lodging(built_app, VISITORS)
        yield lodging
        lodging.close()


@pytest.mark.parametrize(("endpoint", "method", "guard"), doors(), ids=str)
def test_a_door_opens_for_whom_the_policy_names(
    lodging: Lodging, monkeypatch: pytest.MonkeyPatch, endpoint: str, method: str, guard: str
) -> None:
    found = {}
    for visitor in VISITORS:
        answer = lodging.visit(visitor, endpoint, method)
        asked_to_sign_in = "/sign-in" in answer.headers.get("Location", "")
        turned_away = answer.status_code in {401, 403} or (
            visitor is None and guard != PUBLIC and asked_to_sign_in
        )
        if answer.status_code >= 400:
            draw_refusals_tersely(monkeypatch)  # its page has been drawn for this door
        whole = answer.status_code < 500 or answer.status_code == 503
        if turned_away is may(visitor, guard) or not whole:
            found[visitor] = f"{answer.status_code} {answer.headers.get('Location', '')}"
    assert found == {}


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
    "api.document",
    "api.readable",
    "checkin.check_myself_in",
    "checkin.myself",
    "attendance.office_by_link",
    "attendance.office_paper_by_link",
    "checkin.open_gate",
    "documents.compare",
    "documents.verify",
    "documents.verify_form",
    "events.start",
    "names.look",
    "network.authority",
    "network.index",
    "network.qr",
    "portal.badge",
    "portal.me",
    "portal.my_paper",
    "portal.my_qr",
    "portal.worker",
    "privacy.allow_whatsapp",
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
    "privacy.refuse_whatsapp",
    "privacy.withdraw",
    "registration.confirm_my_name",
    "registration.give_up",
    "registration.join",
    "registration.joined",
    "registration.known",
    "registration.my_name",
    "registration.office_add",
    "registration.office_edit",
    "registration.office_letter",
    "registration.office_letter_file",
    "registration.office_nobody",
    "registration.office_page",
    "registration.office_replace",
    "registration.office_submit",
    "registration.office_take_back",
    "registration.office_take_request",
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
