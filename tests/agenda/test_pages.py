"""The pages of the agenda."""

import json

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.agenda.models import Session
from app.db import db
from tests.cast import sign_in

TYPED = {
    "title": "Diskusi wilayah",
    "kind": "discussion",
    "on": "2024-09-06",
    "starts": "15:00",
    "ends": "16:00",
    "room": "",
    "presenters": "Direktur Uji; Ucu; Indikasi geografis\nModerator",
}


@pytest.fixture
def committee(client, cast):
    return sign_in(client, cast.user(Role.COMMITTEE))


def read(answer):
    return BeautifulSoup(answer.data, "html.parser")


def test_the_agenda_opens_on_today_and_gold_is_what_runs(committee, cast):
    cast.session("Pleno kini")
    page = read(committee.get(f"/events/{cast.event.slug}/agenda"))
    assert "Jumat 6" in page.select_one(".tabs [aria-current=page]").text
    assert "Pleno kini" in page.select_one(".rundown .is-now").text
    assert "WITA" in page.select_one("#sessions h2").text


def test_another_day_is_one_link_away(committee, cast):
    page = read(committee.get(f"/events/{cast.event.slug}/agenda?day=2024-09-04"))
    assert "Rabu 4" in page.select_one(".tabs [aria-current=page]").text
    assert committee.get(f"/events/{cast.event.slug}/agenda?day=nonsense").status_code == 200


def test_a_session_is_added_with_its_presenters(committee, cast):
    answer = committee.post(f"/events/{cast.event.slug}/agenda/new", data=TYPED)
    assert answer.status_code == 303
    session = db.session.scalars(db.select(Session)).one()
    assert [(one.post, one.name, one.topic) for one in session.presenters] == [
        ("Direktur Uji", "Ucu", "Indikasi geografis"),
        ("Moderator", "", ""),
    ]
    page = committee.get(answer.location)
    assert "15.00–16.00 WITA" in page.text


def test_the_form_shows_a_session_as_it_is_and_saves_it_unchanged(committee, cast):
    committee.post(f"/events/{cast.event.slug}/agenda/new", data=TYPED)
    session = db.session.scalars(db.select(Session)).one()
    page = read(committee.get(f"/events/{cast.event.slug}/agenda/{session.id}/change"))
    assert page.select_one("#starts")["value"] == "15:00"
    assert "Direktur Uji; Ucu; Indikasi geografis" in page.select_one("#presenters").text


@pytest.mark.any_database
def test_times_that_cannot_be_are_told_on_the_form(committee, cast):
    answer = committee.post(f"/events/{cast.event.slug}/agenda/new", data=TYPED | {"ends": "14:00"})
    assert answer.status_code == 422
    assert read(answer).select_one(".errors")


def test_a_clash_is_saved_and_warned_about(committee, cast):
    room = str(cast.event.venues[0].rooms[0].id)
    committee.post(f"/events/{cast.event.slug}/agenda/new", data=TYPED | {"room": room})
    answer = committee.post(
        f"/events/{cast.event.slug}/agenda/new", data=TYPED | {"room": room, "title": "Lain"}
    )
    assert read(committee.get(answer.location)).select_one("#warnings li")
    assert read(committee.get(f"/events/{cast.event.slug}/agenda?day=2024-09-06")).select_one("#warnings li")


def test_deleting_asks_first(committee, cast):
    session_id = cast.session().id
    address = f"/events/{cast.event.slug}/agenda/{session_id}/deletion"
    assert "?" in read(committee.get(address)).h1.text
    assert committee.post(address).status_code == 303
    assert db.session.get(Session, session_id) is None


def test_what_is_under_way_is_a_fragment_that_answers_briefly_when_nothing_changed(committee, cast):
    cast.session("Pleno kini")
    first = committee.get(f"/events/{cast.event.slug}/agenda/now")
    assert "Pleno kini" in first.text
    again = committee.get(
        f"/events/{cast.event.slug}/agenda/now", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


ADDRESSES = ("", "/now", "/new", "/{id}", "/{id}/change", "/{id}/deletion")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.any_database
def test_only_the_committee_changes_the_agenda_and_strangers_see_nothing(client, cast, address):
    changes = address.endswith(("new", "change", "deletion"))
    address = f"/events/{cast.event.slug}/agenda" + address.format(id=cast.session().id)
    assert client.get(address).status_code == 303
    for role in (Role.SPEAKER, Role.GATE, Role.SECRETARY):
        browser = sign_in(client, cast.user(role))
        assert browser.get(address).status_code == (403 if changes else 200)
        assert browser.post(address).status_code == (403 if changes else 405)
    stranger = cast.user(Role.COMMITTEE, event=cast.make_event("lain"))
    assert sign_in(client, stranger).get(address).status_code == 404


def test_a_session_is_reached_through_its_own_event_only(committee, cast):
    session = cast.session(event=cast.make_event("lain"))
    for address in ("", "/change", "/deletion"):
        assert committee.get(f"/events/{cast.event.slug}/agenda/{session.id}{address}").status_code == 404
    assert committee.post(f"/events/{cast.event.slug}/agenda/{session.id}/deletion").status_code == 404


def test_an_agenda_is_imported_from_the_command_line(app, cast):
    words = ["agenda", "import", "tests/data/agenda.csv", "--event", cast.event.slug, "--json"]
    done = app.test_cli_runner().invoke(args=words)
    assert json.loads(done.output) == {"rows": 17, "created": 17, "unchanged": 0, "updated": 0}
