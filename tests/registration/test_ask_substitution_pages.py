"""The pages by which an office asks that somebody is replaced, and the committee answers."""

import io

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.links import token_of
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Delegation, Participant
from app.registration.links import end_office_link, office_link
from app.registration.models import Letter, State, Substitution
from tests.cast import BAIQ, Cast, sign_in
from tests.reading import first
from tests.registration import letter_files as files
from tests.registration.acts import KEY
from tests.registration.test_ask_substitution import NEW, SICK, ask, head_of_bali, requests

TYPED = {"name": "Ngurah Widyatmika", "manner": "holder", "reason": SICK, "key": KEY}


@pytest.fixture
def andi(cast: Cast) -> Participant:
    return head_of_bali(cast)


@pytest.fixture
def address(andi: Participant) -> str:
    with transaction():
        link = office_link(andi.delegation, by=COMMAND_LINE)
    return f"/delegation/{token_of(link)}"


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def test_an_office_asks_on_its_page_and_the_committee_accepts_there(
    cast: Cast, client: FlaskClient, address: str, andi: Participant
) -> None:
    page = f"{address}/participants/{andi.id}/replacement"
    assert first(parsed(client.get(address).text), f'a[href="{page}"]').get_text(strip=True)
    letter = {
        "letter_number": "W.20-9",
        "letter_dated": "2024-09-02",
        "letter_file": (io.BytesIO(files.pdf()), "s.pdf"),
    }
    assert client.post(page, data=TYPED | letter).status_code == 303
    shown = client.get(address).text
    assert "Ngurah Widyatmika" in shown
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    review = f"/events/{cast.event.slug}/delegations/{andi.delegation_id}"
    assert "W.20-9" in committee.get(f"{review}/review").text
    assert "Ngurah Widyatmika" in committee.get(review).text
    (asked,) = requests()
    assert committee.post(f"{review}/review/replacements/{asked.id}/acceptance").status_code == 303
    done = db.session.scalars(select(Substitution)).one()
    assert done.letter_id == db.session.scalars(select(Letter.id)).one()
    assert committee.post(f"{review}/review/replacements/{asked.id}/acceptance").status_code == 422


def test_the_office_reads_the_reason_and_asks_again_with_what_it_typed(
    cast: Cast, client: FlaskClient, address: str, andi: Participant
) -> None:
    asked_id = ask(andi).id
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    returning = (
        f"/events/{cast.event.slug}/delegations/{andi.delegation_id}/review/replacements/{asked_id}/return"
    )
    assert committee.post(returning, data={"reason": ""}).status_code == 422
    assert committee.post(returning, data={"reason": "Lampirkan surat"}).status_code == 303
    assert "Lampirkan surat" in client.get(address).text
    form = client.get(f"{address}/participants/{andi.id}/replacement").text
    assert first(parsed(form), "#name")["value"] == NEW.name


def test_a_preview_without_script_asks_for_nothing(
    client: FlaskClient, address: str, andi: Participant
) -> None:
    page = f"{address}/participants/{andi.id}/replacement"
    assert client.post(page, data=TYPED | {"step": "preview"}).status_code == 200
    assert client.post(page, data=TYPED | {"letter_number": "W.1"}).status_code == 422
    assert requests() == []


def test_a_link_reaches_the_own_people_and_requests_only(
    cast: Cast, client: FlaskClient, address: str, andi: Participant
) -> None:
    baiq = cast.participant(BAIQ, office="kaltim")
    theirs = ask(baiq)
    assert client.get(f"{address}/participants/{baiq.id}/replacement").status_code == 404
    page = f"{address}/participants/{baiq.id}/replacement"
    assert client.post(page, data=TYPED | {"key": "form-of-a-stranger"}).status_code == 404
    assert client.post(f"{address}/replacements/{theirs.id}/withdrawal").status_code == 404
    assert requests()[0].state is State.SUBMITTED
    operator = sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("bali")))
    office = cast.office("kaltim")
    own = f"/events/{cast.event.slug}/offices/{office.id}/delegation/participants/{baiq.id}/replacement"
    assert operator.get(own).status_code == 403


def test_an_ended_link_asks_for_nothing(client: FlaskClient, address: str, andi: Participant) -> None:
    with transaction():
        end_office_link(db.session.get_one(Delegation, andi.delegation_id), by=COMMAND_LINE)
    assert client.post(f"{address}/participants/{andi.id}/replacement", data=TYPED).status_code == 410
    assert requests() == []
