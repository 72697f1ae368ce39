"""The page of an office behind its link and behind an account; and what others cannot do there."""

import io
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Delegation, Participant, Seat
from app.registration.invitation_text import letter_text, write_letter_text
from app.registration.links import end_office_link, office_link
from app.registration.models import DelegationStep, Letter, Nomination, Quota, State
from app.registration.nominate import nominate
from tests.attacks.test_uploads import png
from tests.cast import Cast, sign_in
from tests.reading import first
from tests.registration import letter_files as files
from tests.registration.acts import KEY, OPERATOR, add_seat, draft, entry, submit

PERSON = {
    "name": "Muhammad Ma'ruf",
    "back_titles": "S.H.",
    "position_name": "Kepala Kantor Wilayah",
    "manner": "holder",
    "key": KEY,
}
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def delegation(cast: Cast) -> Delegation:
    return cast.delegation(cast.event, cast.office("kaltim"))


@pytest.fixture
def seat(cast: Cast, delegation) -> Seat:
    return add_seat(cast, delegation)


@pytest.fixture
def address(delegation) -> str:
    with transaction():
        link = office_link(delegation, by=COMMAND_LINE)
    return f"/delegation/{token_of(link)}"


def upload(client: FlaskClient, address: str, content: bytes, filename: str = "surat.pdf", **values):
    letter = {"number": "W.18-1", "dated": "2024-09-02", "file": (io.BytesIO(content), filename)}
    return client.post(f"{address}/letter", data=letter | values)


def nominations() -> list[Nomination]:
    return list(db.session.scalars(select(Nomination).order_by(Nomination.id)))


def test_an_office_fills_hands_in_and_is_confirmed(cast: Cast, client, address, delegation, seat):
    assert client.post(f"{address}/people/new?seat={seat.id}", data=PERSON).status_code == 303
    assert upload(client, address, files.photo(), "foto.heic").status_code == 303
    assert client.post(f"{address}/submission").status_code == 303
    assert "Kanwil Kalimantan Timur" in client.get(address).text
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    review = f"/events/{cast.event.slug}/delegations/{delegation.id}/review"
    assert "Muhammad Ma&#39;ruf" in committee.get(review).text
    assert committee.post(f"{review}/confirmation").status_code == 303
    person = db.session.scalars(select(Participant)).one()
    assert (person.seat_id, person.name) == (seat.id, "Muhammad Ma'ruf")
    assert [issued.is_valid for issued in person.passes] == [True]


def test_a_second_tap_on_the_button_is_no_error(client, address, delegation, seat):
    draft(delegation, seat)
    submit(delegation)
    assert client.post(f"{address}/submission").status_code == 303
    assert len(db.session.scalars(select(DelegationStep)).all()) == 2  # invited, submitted


def test_an_empty_letter_of_the_list_says_what_is_missing(client, address, seat):
    page = BeautifulSoup(client.get(address).text, "html.parser")
    missing = page.select_one("#missing")
    assert missing
    assert len(missing.select("li")) == 2
    client.post(f"{address}/submission")
    assert [step.state for step in db.session.scalars(select(DelegationStep))] == [State.INVITED]


def test_the_operator_reaches_the_same_page_by_the_account(cast: Cast, client, seat, delegation):
    office = cast.office("kaltim")
    operator = sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=office))
    own = f"/events/{cast.event.slug}/offices/{office.id}/delegation"
    assert operator.post(f"{own}/people/new?seat={seat.id}", data=PERSON).status_code == 303
    assert nominations()[0].changed_by == "Petugas office_operator"
    other = cast.office("bali")
    cast.delegation(cast.event, other)
    assert operator.get(f"/events/{cast.event.slug}/offices/{other.id}/delegation").status_code == 403


def test_a_stale_save_shows_both_and_overwrites_nothing(client, address, seat, delegation):
    kept = draft(delegation, seat)
    edit = f"{address}/people/{kept.id}"
    assert client.post(edit, data={**PERSON, "name": "Andi", "revision": 1}).status_code == 303
    answer = client.post(edit, data={**PERSON, "name": "Baiq", "revision": 1})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    row = first(page, "table tbody tr")
    assert [cell.get_text() for cell in row.select("td")] == ["Andi", "Baiq"]
    assert first(page, "input[name=name]")["value"] == "Baiq"
    seen = first(page, "input[name=revision]")["value"]
    assert client.post(edit, data={**PERSON, "name": "Baiq", "revision": seen}).status_code == 303
    assert nominations()[0].name == "Baiq"


def test_two_forms_for_one_empty_seat_meet(client, address, seat, delegation):
    draft(delegation, seat)
    answer = client.post(
        f"{address}/people/new?seat={seat.id}", data={**PERSON, "name": "Baiq", "key": "k" * 20}
    )
    page = BeautifulSoup(answer.text, "html.parser")
    assert first(page, "form[action*='/people/']")["action"] == f"{address}/people/{nominations()[0].id}"
    assert len(nominations()) == 1


def test_nothing_of_another_office_can_be_reached(cast: Cast, client, address):
    other = cast.delegation(cast.event, cast.office("bali"))
    foreign = add_seat(cast, other)
    theirs = draft(other, foreign, key="key-of-the-others-1")
    submit_letter = submit(other).letter_id
    for path in (
        f"people/{theirs.id}",
        f"people/new?seat={foreign.id}",
        f"seats/{foreign.id}/nobody",
        f"letters/{submit_letter}",
    ):
        assert client.get(f"{address}/{path}").status_code == 404, path
    assert client.post(f"{address}/people/new?seat={foreign.id}", data=PERSON).status_code == 404
    assert client.post(f"{address}/people/{theirs.id}", data={**PERSON, "revision": 2}).status_code == 404
    assert client.post(f"{address}/people/{theirs.id}/withdrawal").status_code == 404
    assert (
        client.post(f"{address}/seats/{foreign.id}/nobody", data={"reason": "x", "key": KEY}).status_code
        == 404
    )
    assert db.session.get_one(Nomination, theirs.id).state is State.SUBMITTED


def test_a_key_of_another_office_does_nothing(cast: Cast, client, address, seat):
    draft(cast.delegation(cast.event, cast.office("bali")))
    answer = client.post(f"{address}/people/new?seat={seat.id}", data=PERSON)
    assert answer.status_code == 422
    assert len(nominations()) == 1


def test_a_revoked_link_says_since_when_and_whom_to_call(cast: Cast, client, address, delegation, seat):
    with transaction() as session:
        session.add(Quota(event_id=cast.event.id, role="guest", places=1, contact="Ibu Dhea 0812 0000 0000"))
        end_office_link(delegation, by=COMMAND_LINE)
    for answer in (client.get(address), client.post(f"{address}/people/new?seat={seat.id}", data=PERSON)):
        assert answer.status_code == 410
        assert "6 September 2024, 13.40 WITA" in answer.text
        assert "Ibu Dhea 0812 0000 0000" in answer.text
    assert nominations() == []


def test_an_office_calls_whom_its_invitation_names(cast: Cast, client, address, delegation):
    text = replace(letter_text(cast.event), contact="Bapak Wira 0813 0000 0000")
    with transaction():
        write_letter_text(cast.event, text, by=COMMAND_LINE)
    assert "Bapak Wira 0813 0000 0000" in client.get(address).text
    with transaction():
        end_office_link(delegation, by=COMMAND_LINE)
    assert "Bapak Wira 0813 0000 0000" in client.get(address).text


def test_a_link_ends_after_the_event(client, clock, address):
    clock.pass_time(days=4)
    assert client.get(address).status_code == 410


def test_an_unknown_link_opens_nothing(client):
    assert client.get(f"/delegation/{'A' * 26}").status_code == 404


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"<html>" + SCRIPT.encode(), "surat.pdf"),
        (b"MZ\x90\x00", "surat.pdf"),
        (files.script(), "surat.pdf"),
        (png(20_000, 20_000), "surat.png"),
        (b"%PDF-" + bytes(11 * 1024 * 1024), "surat.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "surat.svg"),
    ],
)
@pytest.mark.any_database
def test_what_is_no_letter_is_refused_on_the_page(client, address, content, filename):
    answer = upload(client, address, content, filename)
    assert answer.status_code == 422
    assert db.session.scalars(select(Letter)).all() == []


def test_a_letter_is_shown_and_does_nothing(client, address, delegation):
    upload(client, address, files.photo("PNG"), f"{SCRIPT}.png")
    letter = db.session.scalars(select(Letter)).one()
    answer = client.get(f"{address}/letters/{letter.id}")
    assert answer.content_type == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<" not in answer.headers["Content-Disposition"]


def test_names_are_text_wherever_they_stand(cast: Cast, client, address, delegation, seat):
    typed = {**PERSON, "name": SCRIPT, "represents": SCRIPT, "manner": "representing"}
    client.post(f"{address}/people/new?seat={seat.id}", data=typed)
    with transaction():
        nominate(delegation, entry("Andi"), key="key-of-the-second-1", by=OPERATOR)
    shown = client.get(address).text + client.get(f"{address}/people/{nominations()[0].id}").text
    submit(delegation)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    shown += committee.get(f"/events/{cast.event.slug}/delegations/{delegation.id}/review").text
    assert SCRIPT not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_long_text_is_refused_at_its_field(client, address, seat):
    answer = client.post(f"{address}/people/new?seat={seat.id}", data={**PERSON, "rank": "x" * 400})
    assert answer.status_code == 422
    assert "300" in answer.text


def test_the_page_of_an_office_is_not_kept_anywhere(client, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
