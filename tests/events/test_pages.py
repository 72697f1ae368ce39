"""The pages of an event: where one starts, its home, its settings."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.events.models import Event, SignerTask
from tests.cast import sign_in
from tests.events.test_letterhead import picture

NEW_EVENT = {
    "title": "Rapat Koordinasi Teknis Tahun 2025",
    "short_title": "Rakornis 2025",
    "slug": "rakornis-2025",
    "starts_on": "2025-06-02",
    "ends_on": "2025-06-04",
    "city": "Bandung",
    "zone": "Asia/Jakarta",
}


def read(answer):
    return BeautifulSoup(answer.data, "html.parser")


@pytest.fixture
def administrator(client, cast):
    return sign_in(client, cast.user(Role.ADMINISTRATOR))


@pytest.fixture
def committee(client, cast):
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_a_stranger_is_led_to_the_sign_in_page(client):
    assert client.get("/").location == "/sign-in"


def test_who_has_one_event_goes_straight_there(committee, cast):
    assert committee.get("/").location == f"/events/{cast.event.slug}/"


def test_who_has_several_events_chooses(administrator, cast):
    cast.make_event("lain")
    assert administrator.get("/").location == "/events/"
    assert len(read(administrator.get("/events/")).select("#events li")) == 2


def test_the_list_holds_only_ones_own_events(committee, cast):
    cast.make_event("lain")
    assert len(read(committee.get("/events/")).select("#events li")) == 1


def test_creating_an_event_leads_to_its_settings(administrator, cast):
    answer = administrator.post("/events/new", data=NEW_EVENT)
    assert (answer.status_code, answer.location) == (303, "/events/rakornis-2025/settings")
    created = db.session.scalars(select(Event).where(Event.slug == "rakornis-2025")).one()
    assert created.rehearsal is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "events.create")).one()
    assert entry.event_id == created.id


def test_a_rehearsal_is_made_only_when_asked_for(administrator, cast):
    administrator.post("/events/new", data=NEW_EVENT | {"is_rehearsal": "y"})
    page = administrator.get("/events/rakornis-2025/")
    assert "2 Juni 2025, 08.00 WIB" in read(page).select_one(".ribbon").text


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"slug": "Rakornis 2025"}, "#slug"),
        ({"slug": "new"}, "#slug"),
        ({"title": ""}, "#title"),
        ({"starts_on": ""}, "#starts_on"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(administrator, cast, wrong, named):
    answer = administrator.post("/events/new", data=NEW_EVENT | wrong)
    page = read(answer)
    assert answer.status_code == 422
    assert page.select_one(f"{named}-error")
    assert page.select_one("#city")["value"] == "Bandung"


def test_an_address_that_is_taken_is_told_kindly(administrator, cast):
    answer = administrator.post("/events/new", data=NEW_EVENT | {"slug": cast.event.slug})
    assert answer.status_code == 422
    assert cast.event.slug in read(answer).select_one(".errors").text


def test_an_event_that_does_not_exist_is_not_found(committee, cast):
    answer = committee.get("/events/tidak-ada/")
    assert answer.status_code == 404
    assert "tidak-ada" in answer.text


def test_the_home_says_which_day_it_is_and_by_which_clock(committee, cast):
    page = read(committee.get(f"/events/{cast.event.slug}/"))
    assert "3" in page.h1.text
    assert "6 September 2024, 13.40 WITA" in page.select_one(".ribbon").text


def test_the_home_shows_what_is_under_way_without_script(committee, cast):
    cast.session("Diskusi wilayah")
    page = read(committee.get(f"/events/{cast.event.slug}/"))
    assert "Diskusi wilayah" in page.select_one(".panel.is-now").text


def test_the_sections_are_those_of_the_role(client, cast):
    def labels(role):
        page = read(sign_in(client, cast.user(role)).get(f"/events/{cast.event.slug}/"))
        return {
            link["href"].removeprefix(f"/events/{cast.event.slug}/") for link in page.select("nav.sections a")
        }

    assert "settings" in labels(Role.COMMITTEE)
    assert "settings" not in labels(Role.SECRETARY)
    assert {"", "agenda"} <= labels(Role.SPEAKER)


def test_the_committee_sees_what_the_event_lacks(committee, cast):
    event = cast.event
    with transaction():
        db.session.delete(event.letterhead)
    page = read(committee.get(f"/events/{cast.event.slug}/"))
    assert page.select_one(f'#next a[href="/events/{cast.event.slug}/settings/letterhead"]')


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
        "opens_before_minutes": "30",
        "late_after_minutes": "10",
        "certificate_least_attendances": "2",
        "certificate_design": "festive",
        "certificate_number": "{number:04}/S/{year}",
        "minutes_number": "{number}/N/{year}",
    }
    assert committee.post(address, data=data).status_code == 303
    db.session.refresh(cast.event.rules)
    assert cast.event.rules.certificate_least_attendances == 2
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
    assert stranger.get(f"{home}/").status_code == 403
    assert stranger.get(f"{home}/settings").status_code == 403
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
        assert stranger.post(f"{home}/settings/{action}").status_code == 403


def test_a_room_is_reached_through_its_own_event_only(committee, cast):
    other = cast.make_event("lain").venues[0]
    places = f"/events/{cast.event.slug}/settings/places"
    assert committee.get(f"{places}/venues/{other.id}").status_code == 404
    assert committee.post(f"{places}/rooms/{other.rooms[0].id}/removal").status_code == 404


def test_only_an_administrator_creates_events(committee, cast):
    assert committee.get("/events/new").status_code == 403
    assert committee.post("/events/new", data=NEW_EVENT).status_code == 403


def test_every_page_is_there_in_english_too(committee, cast):
    page = read(committee.get(f"/events/{cast.event.slug}/settings?language=en"))
    assert page.h1.text == "Settings of the event"
    assert page.select_one(".bar-side a[hreflang=id]")


@pytest.mark.parametrize(
    ("page", "current"),
    [
        ("/", ""),
        ("/settings/rules", "settings"),
        ("/settings/places/venues/new", "settings"),
        ("/agenda/new", "agenda"),
    ],
)
def test_the_section_of_a_page_is_the_current_one(committee, cast, page, current):
    home = f"/events/{cast.event.slug}"
    found = read(committee.get(home + page)).select("nav.sections a[aria-current=page]")
    assert [link["href"] for link in found] == [f"{home}/{current}"]
