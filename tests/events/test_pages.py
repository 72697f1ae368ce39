"""The pages of an event: where one starts, its home, its settings."""

import pytest
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.events.models import Event
from tests.cast import sign_in
from tests.events.reading import read

NEW_EVENT = {
    "title": "Rapat Koordinasi Teknis Tahun 2025",
    "short_title": "Rakornis 2025",
    "slug": "rakornis-2025",
    "starts_on": "2025-06-02",
    "ends_on": "2025-06-04",
    "city": "Bandung",
    "zone": "Asia/Jakarta",
}


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
@pytest.mark.any_database
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


def test_the_home_counts_what_every_room_knows_and_the_role_may_see(client, cast):
    cast.session()
    cast.participant()

    def figures(role):
        page = read(sign_in(client, cast.user(role)).get(f"/events/{cast.event.slug}/"))
        return [one.text for one in page.select(".ledger dt")]

    everything = ["Peserta", "Hadir hari ini", "Unit kerja lengkap", "Sertifikat terbit"]
    assert figures(Role.COMMITTEE) == everything
    assert figures(Role.SECRETARY) == everything[1:3]
    assert figures(Role.SPEAKER) == []


def test_unchanged_figures_are_not_sent_again(committee, cast):
    address = f"/events/{cast.event.slug}/figures"
    seen = committee.get(address)
    again = committee.get(address, headers={"If-None-Match": seen.headers["ETag"]})
    assert (seen.status_code, again.status_code) == (200, 304)


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
@pytest.mark.any_database
def test_the_section_of_a_page_is_the_current_one(committee, cast, page, current):
    home = f"/events/{cast.event.slug}"
    found = read(committee.get(home + page)).select("nav.sections a[aria-current=page]")
    assert [link["href"] for link in found] == [f"{home}/{current}"]
