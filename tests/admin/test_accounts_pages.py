"""The pages with which administrators manage accounts."""

import pytest

from app.access import Role
from app.accounts.invite import invite_user
from app.accounts.links import link_address
from app.accounts.models import User
from app.accounts.queries import account_by_email, account_with_email
from app.accounts.roles import RoleWish
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from tests.cast import sign_in

EVERY_ADDRESS = (
    ("GET", "/admin/"),
    ("GET", "/admin/accounts"),
    ("GET", "/admin/accounts/invitation"),
    ("POST", "/admin/accounts/invitation"),
    ("GET", "/admin/accounts/1"),
    ("POST", "/admin/accounts/1/link"),
    ("POST", "/admin/accounts/1/roles"),
    ("POST", "/admin/accounts/1/roles/1/end"),
    ("POST", "/admin/accounts/1/closing"),
    ("POST", "/admin/accounts/1/reopening"),
    ("GET", "/events/rakornis-uji/roles"),
    ("GET", "/admin/policy"),
    ("GET", "/admin/audit"),
    ("GET", "/admin/jobs"),
    ("POST", "/admin/jobs/1/retry"),
    ("GET", "/admin/health"),
)


@pytest.fixture
def browser(client, cast):
    """A browser in which an administrator is signed in."""
    return sign_in(client, cast.user(Role.ADMINISTRATOR))


@pytest.fixture
def made(cast):
    """Made, invited as a gate keeper."""
    gate = RoleWish(role=Role.GATE, event_id=cast.event.id)
    with transaction():
        return invite_user(email="made@contoh.example", name="Made Suryani", roles=[gate], by=COMMAND_LINE)


@pytest.mark.parametrize(("method", "address"), EVERY_ADDRESS)
@pytest.mark.any_database
def test_administration_is_for_administrators(client, cast, method, address):
    cast.user(Role.GATE)
    assert client.open(address, method=method).location.startswith("/sign-in")
    sign_in(client, cast.user(Role.COMMITTEE))
    assert client.open(address, method=method).status_code == 403


def test_an_invitation_reaches_the_account_page_with_its_link(browser, cast):
    form = {
        "name": "Made Suryani",
        "email": "made@contoh.example",
        "roles": ["gate", "secretary"],
        "event": cast.event.id,
    }
    answer = browser.post("/admin/accounts/invitation", data=form)
    made = account_with_email("made@contoh.example")
    assert (answer.status_code, answer.location) == (303, f"/admin/accounts/{made.id}")
    assert [held.role for held in made.roles_held] == [Role.GATE, Role.SECRETARY]
    page = browser.get(answer.location)
    assert "https://rakornis.example/invitation/" in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "made"},
        {"name": ""},
        {"roles": []},
        {"roles": ["public"]},
        {"roles": ["office_head"]},
        {"event": ""},
        {"event": "999"},
    ],
)
@pytest.mark.any_database
def test_an_invitation_that_lacks_something_opens_nothing_and_keeps_what_was_typed(browser, cast, changed):
    form = {"name": "Made Suryani", "email": "made@contoh.example", "roles": ["gate"], "event": cast.event.id}
    answer = browser.post("/admin/accounts/invitation", data=form | changed)
    assert answer.status_code == 422
    assert 'value="made' in answer.text
    assert account_by_email("made@contoh.example") is None


def test_an_account_is_found_by_a_part_of_its_name_and_by_role(browser, made):
    assert "Made Suryani" in browser.get("/admin/accounts?q=suRYa").text
    assert "Made Suryani" in browser.get("/admin/accounts?role=gate").text
    assert "Made Suryani" not in browser.get("/admin/accounts?role=secretary").text
    assert "Made Suryani" not in browser.get("/admin/accounts?q=%25").text


def test_a_new_link_replaces_the_old_one_on_the_page(browser, made):
    assert browser.post(f"/admin/accounts/{made.user.id}/link").status_code == 303
    page = browser.get(f"/admin/accounts/{made.user.id}").text
    assert link_address(made.link) not in page
    assert "https://rakornis.example/invitation/" in page


def test_a_role_is_given_and_taken_on_the_page(browser, cast, made):
    one = f"/admin/accounts/{made.user.id}"
    office = cast.office("bali")
    given = {"role": "office_head", "event": cast.event.id, "office": office.id}
    assert browser.post(f"{one}/roles", data=given).status_code == 303
    held = db.session.get_one(User, made.user.id).roles_held[-1]
    assert (held.role, held.office_id) == (Role.OFFICE_HEAD, office.id)
    assert "Kanwil Bali" in browser.get(one).text
    ending = f"{one}/roles/{held.id}/end"
    assert browser.post(ending).status_code == 303
    assert browser.post(ending).status_code == 404


@pytest.mark.any_database
def test_an_office_role_without_an_office_is_refused_beside_the_form(browser, cast, made):
    answer = browser.post(
        f"/admin/accounts/{made.user.id}/roles", data={"role": "verifier", "event": cast.event.id}
    )
    assert answer.status_code == 422
    assert "Pilih unit kerja" in answer.text


def test_a_role_of_another_account_cannot_be_taken_through_this_one(browser, cast, made):
    other = cast.user(Role.SECRETARY)
    answer = browser.post(f"/admin/accounts/{made.user.id}/roles/{other.roles_held[0].id}/end")
    assert answer.status_code == 404
    assert len(db.session.get_one(User, other.id).roles_held) == 1


def test_an_account_is_closed_with_a_way_back(browser, made):
    browser.post(f"/admin/accounts/{made.user.id}/closing")
    toast = browser.get(f"/admin/accounts/{made.user.id}").text.partition('class="toasts"')[2]
    assert f'action="/admin/accounts/{made.user.id}/reopening"' in toast
    browser.post(f"/admin/accounts/{made.user.id}/reopening")
    assert db.session.get_one(User, made.user.id).is_active


def test_an_account_that_does_not_exist_is_not_there(browser):
    for address in ("/admin/accounts/999", "/admin/jobs/999/retry"):
        method = "POST" if address.endswith("retry") else "GET"
        assert browser.open(address, method=method).status_code == 404


def test_the_roles_of_an_event_name_who_holds_them_and_which_are_empty(browser, cast, made):
    page = browser.get(f"/events/{cast.event.slug}/roles").text
    assert "Made Suryani" in page
    assert "Narasumber" in page
