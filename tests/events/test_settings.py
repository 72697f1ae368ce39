"""The settings of an event, page by page."""

from io import BytesIO

import pytest

from app.access import Role
from app.db import db
from app.events.models import SignerTask
from tests.cast import sign_in
from tests.events.reading import read
from tests.events.test_letterhead import picture
from tests.events.test_pages import NEW_EVENT


def test_describing_the_event_moves_it_to_its_new_address(committee, cast):
    answer = committee.post(
        f"/events/{cast.event.slug}/settings/description",
        data=NEW_EVENT | {"starts_on": "2024-09-04", "ends_on": "2024-09-08"},
    )
    assert answer.location == "/events/rakornis-2025/settings"


def test_the_days_get_names(committee, cast):
    day = cast.event.days[0]
    committee.post(f"/events/{cast.event.slug}/settings/days", data={f"day_{day.id}": "Pembukaan"})
    db.session.refresh(day)
    assert day.name == "Pembukaan"


def test_venues_and_rooms_are_added_changed_and_removed(committee, cast):
    places = f"/events/{cast.event.slug}/settings/places"
    venue = cast.event.venues[0]
    assert committee.post(f"{places}/venues/new", data={"name": "Aula"}).status_code == 303
    assert committee.post(f"{places}/venues/new", data={"name": "Aula"}).status_code == 422
    assert committee.post(f"{places}/venues/{venue.id}", data={"name": "Hotel Baru"}).status_code == 303
    assert (
        committee.post(
            f"{places}/venues/{venue.id}/rooms/new", data={"name": "Ruang 3", "capacity": "30"}
        ).status_code
        == 303
    )
    page = read(committee.get(places))
    assert {"Aula", "Hotel Baru"} <= {head.text for head in page.select("h2")}
    assert "Ruang 3" in page.text
    assert (
        committee.post(f"{places}/rooms/{venue.rooms[0].id}", data={"name": "Aula Besar"}).status_code == 303
    )
    assert committee.post(f"{places}/rooms/{venue.rooms[0].id}/removal").status_code == 303
    assert committee.post(f"{places}/venues/{venue.id}/removal").status_code == 303


def test_a_mark_is_uploaded_shown_and_removed(committee, cast):
    mark = f"/events/{cast.event.slug}/settings/letterhead/mark"
    assert committee.get(mark).status_code == 404
    assert committee.post(mark, data={"mark": (BytesIO(picture()), "mark.png")}).status_code == 303
    assert committee.get(mark).mimetype == "image/png"
    assert committee.post(f"{mark}/removal").status_code == 303
    assert committee.get(mark).status_code == 404


@pytest.mark.any_database
def test_a_mark_that_is_no_picture_is_told_on_the_page(committee, cast):
    mark = f"/events/{cast.event.slug}/settings/letterhead/mark"
    answer = committee.post(mark, data={"mark": (BytesIO(b"<svg/>"), "mark.svg")})
    assert answer.status_code == 422
    assert read(answer).select_one(".errors")


def test_the_letterhead_is_written(committee, cast):
    data = {"lines": "KEMENTERIAN\n\n UNIT ", "address_lines": "Jalan 1"}
    committee.post(f"/events/{cast.event.slug}/settings/letterhead", data=data)
    db.session.refresh(cast.event.letterhead)
    assert cast.event.letterhead.lines == ["KEMENTERIAN", "UNIT"]


def test_signers_are_named_and_taken_away(committee, cast):
    address = f"/events/{cast.event.slug}/settings/signers/certificate"
    data = {"prefix": "a.n.", "post": "Direktur", "name": "Ucu", "nip": "19860926 201505 1 001"}
    assert committee.post(address, data=data).status_code == 303
    db.session.expire_all()
    signer = next(one for one in cast.event.signers if one.task is SignerTask.CERTIFICATE)
    assert (signer.prefix, signer.nip) == ("a.n.", "198609262015051001")
    assert committee.post(address, data=data | {"nip": "123"}).status_code == 422
    assert committee.post(f"{address}/removal").status_code == 303
    assert committee.get(address.replace("certificate", "nobody")).status_code == 404


def test_the_rules_are_set_and_a_number_pattern_that_gives_no_number_is_refused(committee, cast):
    address = f"/events/{cast.event.slug}/settings/rules"
    data = {
        "certificate_least_attendances": "2",
        "certificate_design": "festive",
        "certificate_number": "{number:04}/S/{year}",
        "minutes_number": "{number}/N/{year}",
    }
    assert committee.post(address, data=data).status_code == 303
    db.session.refresh(cast.event.rules)
    assert cast.event.rules.certificate_least_attendances == 2
    assert not cast.event.rules.certificate_needs_confirmed_name
    committee.post(address, data=data | {"certificate_needs_confirmed_name": "y"})
    db.session.refresh(cast.event.rules)
    assert cast.event.rules.certificate_needs_confirmed_name
    assert committee.post(address, data=data | {"minutes_number": "NOTULA/{year}"}).status_code == 422


PAGES = (
    "",
    "/description",
    "/days",
    "/places",
    "/places/venues/new",
    "/letterhead",
    "/signers",
    "/signers/certificate",
    "/rules",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.any_database
def test_every_settings_page_opens_for_the_committee_and_for_nobody_below(client, cast, page):
    address = f"/events/{cast.event.slug}/settings{page}"
    assert sign_in(client, cast.user(Role.COMMITTEE)).get(address).status_code == 200
    for role in (Role.SECRETARY, Role.GATE, Role.OFFICE_OPERATOR, Role.LEADERSHIP):
        assert sign_in(client, cast.user(role)).get(address).status_code == 403
        assert sign_in(client, cast.user(role)).post(address).status_code in {403, 405}


def test_the_committee_of_another_event_stays_outside(client, cast):
    stranger = sign_in(client, cast.user(Role.COMMITTEE, event=cast.make_event("lain")))
    home = f"/events/{cast.event.slug}"
    venue = cast.event.venues[0]
    assert stranger.get(f"{home}/").status_code == 404
    assert stranger.get(f"{home}/settings").status_code == 404
    for action in (
        f"places/venues/{venue.id}/removal",
        f"places/rooms/{venue.rooms[0].id}/removal",
        f"places/venues/{venue.id}",
        f"places/rooms/{venue.rooms[0].id}",
        f"places/venues/{venue.id}/rooms/new",
        "letterhead/mark",
        "letterhead/mark/removal",
        "signers/certificate/removal",
    ):
        assert stranger.post(f"{home}/settings/{action}").status_code == 404


def test_a_room_is_reached_through_its_own_event_only(committee, cast):
    other = cast.make_event("lain").venues[0]
    places = f"/events/{cast.event.slug}/settings/places"
    assert committee.get(f"{places}/venues/{other.id}").status_code == 404
    assert committee.post(f"{places}/rooms/{other.rooms[0].id}/removal").status_code == 404
