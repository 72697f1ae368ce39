"""What sharing by WhatsApp promises: the right text to the right number, once, and who did it is known."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.accounts.links import link_address
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.models import Sharing
from app.messages.share import SharedMeanwhile, open_sharing
from app.participants.models import Delegation, Participant
from app.participants.passes import valid_pass
from app.participants.personal_links import known_personal_link
from app.participants.queries import participant_of
from app.registration.links import known_office_link
from tests.cast import Cast, sign_in
from tests.participants.test_races import at_once

LIST = "/events/rakornis-uji/whatsapp"


@pytest.fixture
def browser(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign a volunteer of the registration desk in."""
    return sign_in(client, cast.user(Role.REGISTRATION_DESK))


@pytest.fixture
def andi(cast: Cast) -> Participant:
    """Somebody with a number."""
    person = cast.participant("Andi Ma'shum & Co., S.H.")
    with transaction():
        person.phone = "0812-3456-7890"
    return person


def sharings() -> list[Sharing]:
    """List who opened WhatsApp."""
    return list(db.session.scalars(db.select(Sharing)))


def press(browser: FlaskClient, address: str, seen: int = 0) -> Any:
    """Press the button on a page that showed so many earlier openings."""
    return browser.post(address, data={"seen": str(seen)})


def test_the_button_leads_to_whatsapp_with_name_event_and_link(
    browser: FlaskClient, andi: Participant
) -> None:
    answer = press(browser, f"{LIST}/people/{andi.id}")
    there = urlsplit(answer.location)
    (text,) = parse_qs(there.query)["text"]
    assert (answer.status_code, there.scheme, there.netloc, there.path) == (
        303,
        "https",
        "wa.me",
        "/6281234567890",
    )
    link = known_personal_link(andi)
    assert link
    assert link in text
    assert "Yth. Andi Ma'shum & Co., S.H.," in text
    assert "Rakornis Uji" in text


def test_the_secret_is_neither_kept_nor_told_to_others(browser: FlaskClient, andi: Participant) -> None:
    answer = press(browser, f"{LIST}/people/{andi.id}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    link = known_personal_link(andi) or "–"
    for page in (LIST, f"{LIST}?show=all", f"{LIST}/people/{andi.id}"):
        assert link not in browser.get(page).text


def test_the_list_may_lead_to_whatsapp_and_other_pages_may_not(
    browser: FlaskClient, andi: Participant
) -> None:
    for page, may in (
        (LIST, True),
        (f"{LIST}/people/{andi.id}", True),
        ("/events/rakornis-uji/messages", False),
    ):
        policy = browser.get(page).headers["Content-Security-Policy"]
        assert ("form-action 'self' https://wa.me" in policy) is may


def test_who_opened_it_is_known_and_audited(browser: FlaskClient, andi: Participant) -> None:
    press(browser, f"{LIST}/people/{andi.id}")
    (sharing,) = sharings()
    assert (sharing.about, sharing.opened_by_name) == (andi.reference, "Petugas registration_desk")
    assert "Petugas registration_desk" in browser.get(f"{LIST}?show=all").text
    assert db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "messages.share")).one()


def test_a_second_volunteer_is_told_instead_of_sending_twice(browser: FlaskClient, andi: Participant) -> None:
    press(browser, f"{LIST}/people/{andi.id}")
    again = press(browser, f"{LIST}/people/{andi.id}")
    assert again.location == f"{LIST}/people/{andi.id}"
    assert "Petugas registration_desk" in browser.get(again.location).text
    assert len(sharings()) == 1


def test_whoever_saw_that_may_open_it_again(browser: FlaskClient, andi: Participant) -> None:
    press(browser, f"{LIST}/people/{andi.id}")
    assert press(browser, f"{LIST}/people/{andi.id}", seen=1).location.startswith("https://wa.me/")
    assert len(sharings()) == 2


def test_many_volunteers_at_once_open_it_once(app: Flask, cast: Cast, andi: Participant) -> None:
    event_id = cast.event.id

    def open_it() -> object:
        return open_sharing(andi.reference, event_id=event_id, seen=0, by=COMMAND_LINE).id

    outcomes = at_once(app, open_it)
    assert sum(isinstance(one, int) for one in outcomes) == 1
    assert all(isinstance(one, int | SharedMeanwhile) for one in outcomes)
    assert len(sharings()) == 1


def test_an_impossible_number_is_said_and_opens_nothing(
    browser: FlaskClient, andi: Participant, cast: Cast
) -> None:
    with transaction():
        participant_of(cast.event, andi.id).phone = "021 1234 5678"
    assert "021 1234 5678" in browser.get(LIST).text
    assert press(browser, f"{LIST}/people/{andi.id}").location == f"{LIST}/people/{andi.id}"
    assert sharings() == []


def test_without_a_valid_pass_nothing_is_shared(browser: FlaskClient, andi: Participant, cast: Cast) -> None:
    with transaction():
        issued = valid_pass(participant_of(cast.event, andi.id))
        assert issued
        issued.voided_at = issued.issued_at
    assert press(browser, f"{LIST}/people/{andi.id}").location == f"{LIST}/people/{andi.id}"
    assert sharings() == []


def test_an_office_gets_its_own_link(browser: FlaskClient, cast: Cast) -> None:
    office = cast.office("kaltim")
    with transaction():
        office.phone = "+62 811 234 567"
    there = urlsplit(press(browser, f"{LIST}/offices/{office.id}").location)
    delegation = db.session.scalars(db.select(Delegation)).one()
    link = known_office_link(delegation)
    assert link
    assert there.path == "/62811234567"
    assert link_address(link) in parse_qs(there.query)["text"][0]
    assert sharings()[0].about == delegation.reference


def test_somebody_of_another_event_is_not_there(browser: FlaskClient, cast: Cast) -> None:
    stranger = cast.participant(event=cast.make_event("lain"))
    assert press(browser, f"{LIST}/people/{stranger.id}").status_code == 404
    assert browser.get(f"{LIST}/people/{stranger.id}").status_code == 404
    assert browser.get(f"{LIST}/strangers/{stranger.id}").status_code == 404
    assert sharings() == []


@pytest.mark.parametrize("role", [Role.GATE, Role.SUPERVISOR, Role.OFFICE_OPERATOR])
@pytest.mark.any_database
def test_others_share_nothing(client: FlaskClient, cast: Cast, andi: Participant, role: Role) -> None:
    browser = sign_in(client, cast.user(role, office=cast.office("kaltim")))
    assert press(browser, f"{LIST}/people/{andi.id}").status_code == 403
    assert sharings() == []
