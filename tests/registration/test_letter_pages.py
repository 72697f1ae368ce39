"""A letter that came to the committee by other means: added on the page of the delegation."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.participants.models import Delegation
from app.participants.person_entry import PersonEntry
from app.registration.letters import letters_of
from app.registration.letters_owed import letter_follows
from app.registration.substitute import substitute
from tests.cast import Cast, sign_in
from tests.registration.letter_files import pdf


@pytest.fixture
def delegation(cast: Cast) -> Delegation:
    return cast.delegation(cast.event, cast.office("kaltim"))


def letters_page(delegation: Delegation, cast: Cast) -> str:
    return f"/events/{cast.event.slug}/delegations/{delegation.id}/letters"


def letter(number: str = "W18-1") -> dict[str, object]:
    return {"number": number, "dated": "2024-09-02", "file": (BytesIO(pdf()), "surat.pdf")}


def test_the_committee_adds_the_letter_that_was_to_follow(cast: Cast, client: FlaskClient, delegation):
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    entry = PersonEntry(name="Baiq Uji", position_name="Kabid")
    with transaction():
        substitute(cast.participant(), entry, reason="Sakit", letter=None, by=COMMAND_LINE)
    assert letter_follows(delegation)
    own_page = letters_page(delegation, cast).removesuffix("/letters")
    assert "Surat tugas untuk penggantian belum ada." in committee.get(own_page).text
    answer = committee.post(letters_page(delegation, cast), data=letter())
    assert answer.status_code == 303
    assert [one.number for one in letters_of(delegation)] == ["W18-1"]
    assert not letter_follows(delegation)
    assert "W18-1" in committee.get(own_page).text
    told = select(AuditEntry).where(AuditEntry.action == "registration.keep_letter")
    assert db.session.scalars(told).one().subject == delegation.reference


@pytest.mark.any_database
def test_what_is_no_letter_is_told_at_its_field(cast: Cast, client: FlaskClient, delegation):
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    wrong = letter() | {"file": (BytesIO(b"MZ"), "surat.pdf")}
    answer = committee.post(letters_page(delegation, cast), data=wrong)
    assert answer.status_code == 422
    assert "W18-1" in answer.text
    assert letters_of(delegation) == []


@pytest.mark.any_database
@pytest.mark.parametrize("role", [Role.GATE, Role.OFFICE_OPERATOR])
def test_only_the_committee_adds_letters_there(cast: Cast, client: FlaskClient, delegation, role: Role):
    other = sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert other.post(letters_page(delegation, cast), data=letter()).status_code == 403
