"""Who may open what of the participants: other roles and other events are turned away."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.keep_roster import keep_roster
from app.participants.kept_sheets import Roster
from app.participants.models import Pass
from tests.cast import BAIQ, Cast, sign_in
from tests.participants.sheets import ANDI_NIP, person, sheet

EVENT = "/events/rakornis-uji"
OTHER = "/events/lain"
# Address below the event, how it is asked for, and a role that signs in but may not.
GUARDED = [
    ("GET", "/participants", Role.GATE),
    ("GET", "/participants.xlsx", Role.GATE),
    ("GET", "/participants/{person}", Role.SECRETARY),
    ("GET", "/participants/{person}/qr.svg", Role.LEADERSHIP),
    ("GET", "/participants/{person}/pass", Role.LEADERSHIP),
    ("POST", "/participants/{person}/pass", Role.SUPERVISOR),
    ("POST", "/participants/{person}/link", Role.LEADERSHIP),
    ("POST", "/participants/{person}/link/replacement", Role.OFFICE_OPERATOR),
    ("POST", "/participants/{person}/withdrawal", Role.LEADERSHIP),
    ("POST", "/participants/{person}/withdrawal/removal", Role.SUPERVISOR),
    ("GET", "/rosters/new", Role.OFFICE_OPERATOR),
    ("POST", "/rosters", Role.OFFICE_OPERATOR),
    ("GET", "/rosters/template.xlsx", Role.GATE),
    ("GET", "/rosters/{roster}", Role.LEADERSHIP),
    ("POST", "/rosters/{roster}/registration", Role.LEADERSHIP),
    ("GET", "/badges", Role.LEADERSHIP),
    ("POST", "/badges", Role.OFFICE_OPERATOR),
    ("POST", "/badges/chosen", Role.LEADERSHIP),
    ("GET", "/badges/1.pdf", Role.LEADERSHIP),
]


@pytest.fixture
def places(cast: Cast) -> dict[str, int]:
    """The numbers of a person and of a sheet of the event."""
    someone = cast.participant(nip=ANDI_NIP)
    with transaction():
        kept = keep_roster(cast.event, filename="a.csv", content=sheet(person("Ucu")), by=COMMAND_LINE)
    return {"person": someone.id, "roster": kept.id}


@pytest.mark.parametrize(("method", "address", "role"), GUARDED)
@pytest.mark.any_database
def test_a_role_without_the_permission_is_turned_away(
    client: FlaskClient, cast: Cast, places: dict[str, int], method: str, address: str, role: Role
) -> None:
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert client.open(EVENT + address.format(**places), method=method).status_code == 403


@pytest.mark.parametrize(("method", "address", "_role"), GUARDED)
@pytest.mark.any_database
def test_without_an_account_every_page_leads_to_the_sign_in(
    client: FlaskClient, places: dict[str, int], method: str, address: str, _role: Role
) -> None:
    answer = client.open(EVENT + address.format(**places), method=method)
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


@pytest.mark.parametrize(("method", "address", "_role"), [one for one in GUARDED if "{" in one[1]])
def test_the_things_of_one_event_are_not_there_in_another(
    client: FlaskClient, cast: Cast, places: dict[str, int], method: str, address: str, _role: Role
) -> None:
    sign_in(client, cast.user(Role.COMMITTEE, event=cast.make_event("lain")))
    data = {"reason": "Uji"} if method == "POST" else None
    answer = client.open(OTHER + address.format(**places), method=method, data=data)
    assert answer.status_code == 404
    assert db.session.scalars(select(Pass)).one().is_valid
    assert db.session.scalars(select(Roster)).one().registered_at is None


def test_the_committee_of_one_event_does_not_see_the_list_of_another(client: FlaskClient, cast: Cast) -> None:
    cast.participant()
    sign_in(client, cast.user(Role.COMMITTEE, event=cast.make_event("lain")))
    assert client.get(f"{EVENT}/participants").status_code == 404


def test_an_office_sees_its_own_people_only(client: FlaskClient, cast: Cast) -> None:
    ours, theirs = cast.participant(nip=ANDI_NIP), cast.participant(BAIQ, office="bali")
    sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("kaltim")))
    told = client.get(f"{EVENT}/participants").text
    assert "Andi Tenrisangka" in told
    assert "Baiq" not in told
    assert client.get(f"{EVENT}/participants/{ours.id}").status_code == 200
    assert client.get(f"{EVENT}/participants/{theirs.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_OPERATOR, Role.SUPERVISOR, Role.LEADERSHIP])
def test_numbers_and_codes_are_shown_to_those_who_register_only(
    client: FlaskClient, cast: Cast, role: Role
) -> None:
    andi = cast.participant(nip=ANDI_NIP)
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    told = client.get(f"{EVENT}/participants/{andi.id}").text
    assert "•••••••• •••••• • 910" in told
    assert "contoh.example" not in told
    assert cast.code(andi)[:4] not in told
    assert "Andi" not in client.get(f"{EVENT}/participants?q=19791122").text


def test_the_download_of_others_masks_the_numbers(client: FlaskClient, cast: Cast) -> None:
    cast.participant(nip=ANDI_NIP)
    sign_in(client, cast.user(Role.LEADERSHIP))
    assert ANDI_NIP[:8].encode() not in client.get(f"{EVENT}/participants.xlsx").data
