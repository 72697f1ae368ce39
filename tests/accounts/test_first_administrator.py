"""A real start: the first administrator."""

import json

import pytest

from app.access import Role
from app.accounts.first_administrator import (
    AdministratorThere,
    become_first_administrator,
    invite_first_administrator,
)
from app.accounts.links import LinkOver, token_of
from app.accounts.passwords import new_password
from app.accounts.queries import account_by_email, account_with_email
from app.audit.record import COMMAND_LINE
from app.db import transaction

FORM = {
    "email": "kepala@contoh.example",
    "name": "Ketut Arsana",
    "password": "sepuluh awan biru",
    "confirm": "sepuluh awan biru",
}


@pytest.fixture
def link(app):
    with transaction():
        return invite_first_administrator(by=COMMAND_LINE)


def open_account(client, link, **changed):
    return client.post(f"/links/first-administrator/{token_of(link)}", data=FORM | changed)


def test_the_link_opens_the_first_account_and_leads_to_the_new_event(client, link):
    assert client.get(f"/links/first-administrator/{token_of(link)}").status_code == 200
    answer = open_account(client, link)
    assert (answer.status_code, answer.location) == (303, "/events/new")
    assert [held.role for held in account_with_email(FORM["email"]).roles_held] == [Role.ADMINISTRATOR]
    assert client.get("/admin/accounts").status_code == 200


def test_the_link_works_once(client, link):
    open_account(client, link)
    assert open_account(client, link, email="lain@contoh.example").status_code == 410
    assert account_by_email("lain@contoh.example") is None


@pytest.mark.parametrize(
    "changed", [{"email": "kepala"}, {"password": "x", "confirm": "x"}, {"confirm": "beda"}, {"name": ""}]
)
def test_what_is_wrong_is_said_and_the_link_stays_open(client, link, changed):
    refused = open_account(client, link, **changed)
    assert refused.status_code == 422
    assert 'class="error"' in refused.text
    assert open_account(client, link).status_code == 303


def test_a_second_call_ends_the_first_link(client, link):
    with transaction():
        newer = invite_first_administrator(by=COMMAND_LINE)
    assert open_account(client, link).status_code == 410
    assert open_account(client, newer).status_code == 303


def test_once_there_is_an_administrator_there_is_no_such_link(app, wayan):
    with pytest.raises(AdministratorThere), transaction():
        invite_first_administrator(by=COMMAND_LINE)


def test_a_link_made_before_somebody_became_administrator_ends_with_that(link, wayan):
    password = new_password(FORM["password"], email=FORM["email"], name=FORM["name"])
    with pytest.raises((AdministratorThere, LinkOver)), transaction():
        become_first_administrator(link, email=FORM["email"], name=FORM["name"], password=password)


def test_the_command_prints_the_link(app):
    printed = app.test_cli_runner().invoke(args=["accounts", "first-administrator", "--json"])
    assert json.loads(printed.output)["link"].startswith(
        "https://rakornis.example/links/first-administrator/"
    )


def test_the_command_refuses_in_words_when_there_is_an_administrator(app, wayan):
    refused = app.test_cli_runner().invoke(args=["accounts", "first-administrator"])
    assert refused.exit_code == 1
    assert "administrator" in refused.output
