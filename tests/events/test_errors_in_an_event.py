"""What stays around an error inside an event, and what it keeps to those who play a part there."""

import io

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from tests.cast import sign_in

pytestmark = pytest.mark.any_database

MISSING = "rapat-yang-tidak-ada"


@pytest.fixture
def home(cast):
    return f"/events/{cast.event.slug}"


def frame(answer):
    """List the sections and say whether the account menu is there."""
    page = BeautifulSoup(answer.data, "html.parser")
    return [link.text.strip() for link in page.select(".sections a")], bool(page.select("#account-menu"))


@pytest.mark.parametrize("address", ["/agenda/999", "/nothing-is-here", "/participants/999"])
def test_what_is_not_there_keeps_sections_and_account_menu(client, cast, home, address):
    answer = sign_in(client, cast.user(Role.COMMITTEE)).get(home + address)
    sections, account = frame(answer)
    assert answer.status_code == 404
    assert "Acara" in sections
    assert account
    assert len(BeautifulSoup(answer.data, "html.parser").select("h1")) == 1


def test_a_page_for_others_keeps_only_the_sections_of_the_role(client, cast, home):
    answer = sign_in(client, cast.user(Role.GATE)).get(f"{home}/settings")
    sections, account = frame(answer)
    assert answer.status_code == 403
    assert "Pengaturan" not in sections
    assert sections
    assert account


def test_a_file_too_large_keeps_the_frame(client, cast, home):
    sign_in(client, cast.user(Role.COMMITTEE))
    upload = {"file": (io.BytesIO(bytes(60 * 1024 * 1024)), "besar.xlsx")}
    answer = client.post(f"{home}/rosters", data=upload)
    assert answer.status_code == 413
    assert frame(answer) == frame(client.get(f"{home}/agenda"))


@pytest.mark.parametrize("page", ["/", "/settings", "/agenda/1", "/nothing-is-here"])
def test_a_foreign_event_looks_like_one_that_is_missing(client, cast, home, page):
    sign_in(client, cast.user(Role.COMMITTEE, event=cast.make_event("lain")))
    foreign, missing = client.get(home + page), client.get(f"/events/{MISSING}{page}")
    assert foreign.status_code == missing.status_code == 404
    same = [shown(foreign, cast.event.slug), shown(missing, MISSING)]
    assert same[0] == same[1]
    assert cast.event.short_title not in foreign.text


def shown(answer, slug):
    """Return the page without what differs from one answer to the next."""
    page = BeautifulSoup(answer.data, "html.parser")
    for changing in page.select("input[name=csrf_token], [data-failed] .small"):
        changing.decompose()
    return page.prettify().replace(slug, "slug")


@pytest.mark.parametrize("page", ["/", "/agenda"])
def test_without_an_account_a_missing_event_asks_to_sign_in_like_any_other(client, home, page):
    for address in (home + page, f"/events/{MISSING}{page}"):
        answer = client.get(address)
        assert answer.status_code == 303
        assert "/sign-in" in answer.location


def test_outside_of_events_the_account_menu_stays_too(client, cast):
    assert frame(client.get("/nothing-is-here")) == ([], False)
    assert frame(sign_in(client, cast.user(Role.COMMITTEE)).get("/nothing-is-here"))[1]
