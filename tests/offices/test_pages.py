"""The pages of offices and posts, and the command that brings in a list."""

import json

import pytest
from bs4 import BeautifulSoup

from app.access import Role
from app.offices.queries import find_office, position_directory
from tests.cast import sign_in

OFFICE = {
    "code": "sulsel",
    "name": "Kantor Wilayah Sulawesi Selatan",
    "short_name": "Kanwil Sulawesi Selatan",
    "kind": "regional",
    "city": "Makassar",
    "zone": "Asia/Makassar",
    "protocol_order": "26",
    "aliases": "Sulsel\nMakassar\n",
}
POST = {"name": "Kepala Bidang", "short_name": "Kabid", "rank_order": "30", "aliases": "Ka. Bidang"}
EVERY_ADDRESS = (
    "/offices/",
    "/offices/new",
    "/offices/{office}",
    "/offices/posts/",
    "/offices/posts/new",
    "/offices/posts/{post}",
)


@pytest.fixture
def administrator(client, cast):
    return sign_in(client, cast.user(Role.ADMINISTRATOR))


def test_an_office_is_added_with_its_aliases(administrator, cast):
    assert administrator.post("/offices/new", data=OFFICE).status_code == 303
    found = find_office("SULSEL")
    assert found is not None
    assert found.city == "Makassar"


def test_offices_are_listed_by_kind(administrator, cast):
    cast.office("bali")
    cast.office("merek")
    page = BeautifulSoup(administrator.get("/offices/").data, "html.parser")
    assert [len(panel.select("tbody tr")) for panel in page.select("section.panel")] == [1, 1]


def test_a_clash_says_whose_the_name_is_and_keeps_what_was_typed(administrator, cast):
    administrator.post("/offices/new", data=OFFICE)
    answer = administrator.post(
        "/offices/new", data=OFFICE | {"code": "lain", "name": "Lain", "short_name": "Lain"}
    )
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    assert "Kantor Wilayah Sulawesi Selatan" in page.select(".errors")[0].text
    assert "Makassar" in page.select("#aliases")[0].text


def test_an_office_is_changed(administrator, cast):
    office = cast.office("bali")
    page = BeautifulSoup(administrator.get(f"/offices/{office.id}").data, "html.parser")
    assert page.select("#name")[0]["value"] == office.name
    assert administrator.post(f"/offices/{office.id}", data=OFFICE).status_code == 303
    assert find_office("sulsel") is not None


def test_a_post_is_added_and_changed(administrator, cast):
    assert administrator.post("/offices/posts/new", data=POST).status_code == 303
    found = position_directory().find("Ka. Bidang")
    assert found is not None
    assert (
        administrator.post(f"/offices/posts/{found.id}", data=POST | {"rank_order": "5"}).status_code == 303
    )
    assert "Kabid" in administrator.get("/offices/posts/").text


@pytest.mark.parametrize("address", EVERY_ADDRESS)
@pytest.mark.any_database
def test_nobody_but_administrators_may_change_offices(client, cast, address):
    address = address.format(office=cast.office("bali").id, post=cast.head.id)
    for role in (Role.GATE, Role.SECRETARY, Role.OFFICE_OPERATOR):
        assert sign_in(client, cast.user(role)).get(address).status_code == 403
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    assert committee.post(address).status_code in {403, 405}
    assert committee.get(address).status_code == (200 if address in {"/offices/", "/offices/posts/"} else 403)


@pytest.mark.parametrize("address", ["/offices/999", "/offices/posts/999"])
def test_what_does_not_exist_is_not_found(administrator, cast, address):
    assert administrator.get(address).status_code == 404


def test_a_list_is_imported_from_the_command_line(app):
    done = app.test_cli_runner().invoke(args=["offices", "import", "tests/data/offices.csv", "--json"])
    assert json.loads(done.output) == {"rows": 33, "created": 33, "updated": 0, "unchanged": 0}
