"""The lists of mails and of WhatsApp: the database counts what each line says, page by page."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.compose import release_all
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.messages.share import open_sharing
from app.participants.models import Participant
from app.participants.passes import reissue_pass
from app.participants.queries import participants_of
from app.participants.withdraw import withdraw_participant
from app.registration.mail_list import WantedMails, all_wanted, count_mails, page_of_mails
from app.registration.pass_mail import MailState, pass_mails
from app.registration.send_passes import send_passes
from app.services.clock import HeldClock
from app.services.mail import CollectingPost
from tests.cast import Cast, Parts, sign_in
from tests.pictures import made_once

WHATSAPP = "/events/rakornis-uji/whatsapp"


@pytest.fixture
def mailed(app: Flask, clock: HeldClock, post: CollectingPost) -> Cast:
    """Return a cast with one person for each way a mail can stand, and some whose letter counts no longer."""
    return Cast.recalled(clock, made_once("each way a mail can stand", lambda: mail(Cast(clock), post)))


def mail(cast: Cast, post: CollectingPost) -> Parts:
    """Write, send, hold and discard letters."""
    made = [cast.participant(f"Orang {number}", office=("kaltim", "bali")[number % 2]) for number in range(9)]
    sent, failed, _held, released, nowhere, changed, reissued, discarded, gone = made
    post.failing.add(failed.email or "")
    _write(cast, [sent, failed])
    with transaction():
        release_all(db.session.scalars(db.select(Message.id)))
    deliver_released()
    _write(cast, [*made[2:4], changed, reissued, discarded, gone])
    with transaction() as session:
        session.get_one(Participant, nowhere.id).email = None
        session.get_one(Participant, changed.id).email = "baru@contoh.example"
        reissue_pass(session.get_one(Participant, reissued.id), reason="Hilang", by=COMMAND_LINE)
        withdraw_participant(session.get_one(Participant, gone.id), reason="Sakit", by=COMMAND_LINE)
        release_all([_letter(released).message_id])
        _letter(discarded).state = DeliveryState.DISCARDED
    return cast.parts()


def _write(cast: Cast, people: list[Participant]) -> None:
    with transaction():
        send_passes(cast.event, [person.id for person in people], by=COMMAND_LINE)


def _letter(person: Participant) -> Delivery:
    return db.session.scalars(
        db.select(Delivery).join(Delivery.message).where(Message.about == person.reference)
    ).one()


def test_the_list_counts_what_each_line_says(mailed: Cast) -> None:
    told = Counter(mail.state for mail in pass_mails(mailed.event, participants_of(mailed.event)))
    counts = count_mails(mailed.event, actor=None, wanted=WantedMails())
    assert {state: counts.of(state) for state in MailState} == {state: told[state] for state in MailState}
    assert counts.of(None) == told.total() == 8
    assert set(told) == set(MailState)


@pytest.mark.parametrize("state", [None, *MailState])
def test_a_tab_shows_those_it_counts(mailed: Cast, state: MailState | None) -> None:
    event, counts = mailed.event, count_mails(mailed.event, actor=None, wanted=WantedMails())
    wanted = WantedMails(state=state)
    page = page_of_mails(event, actor=None, wanted=wanted, number=1, counts=counts)
    shown = pass_mails(event, page.people)
    assert {mail.state for mail in shown} == ({state} if state else set(MailState))
    assert [person.id for person in page.people] == all_wanted(event, actor=None, wanted=wanted)
    assert page.total == len(shown) == counts.of(state)


def test_a_search_counts_only_whom_it_finds(mailed: Cast) -> None:
    counts = count_mails(mailed.event, actor=None, wanted=WantedMails(search="Orang 1"))
    assert (counts.of(None), counts.of(MailState.FAILED)) == (1, 1)


def test_whatsapp_is_paged_and_counts_who_waits(client: FlaskClient, cast: Cast) -> None:
    made = [cast.participant(f"Orang {number:02}") for number in range(53)]
    with transaction():
        for person in made[:2]:
            open_sharing(person.reference, event_id=cast.event.id, seen=0, by=COMMAND_LINE)
    browser = sign_in(client, cast.user(Role.COMMITTEE))

    def seen(query: str) -> tuple[int, list[str]]:
        page = BeautifulSoup(browser.get(f"{WHATSAPP}?{query}").data, "lxml")
        return len(page.select("tbody tr")), [one.get_text() for one in page.select(".tabs .count")]

    assert seen("") == (50, ["51", "53"])
    assert seen("page=2") == (1, ["51", "53"])
    assert seen("show=all&page=2") == (3, ["51", "53"])
    assert seen("q=Orang+00") == (0, ["0", "1"])
    assert seen("q=Orang+00&show=all") == (1, ["0", "1"])
