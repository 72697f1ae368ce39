"""Whoever asked is told the answer by mail, once: the office its delegation's, the person the name's."""

from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.deliver import deliver_released
from app.messages.models import Message
from app.participants.models import Delegation
from app.registration.review_delegation import confirm_delegation, return_delegation
from tests.cast import ANDI, Cast
from tests.registration.acts import add_seat, draft, submit
from tests.registration.test_correct_name import answer, ask


def handed_in(cast: Cast) -> Delegation:
    delegation = cast.delegation(cast.event, cast.office("kaltim"))
    seat = add_seat(cast, delegation)
    with transaction():
        delegation.office.email = "kaltim@contoh.example"
    draft(delegation, seat)
    submit(delegation)
    return delegation


def letters() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.id)))


def test_the_office_is_told_that_its_delegation_is_confirmed(cast: Cast, post):
    delegation = handed_in(cast)
    with transaction():
        confirm_delegation(delegation, by=COMMAND_LINE)
    deliver_released()
    (sent,) = post.letters
    assert sent.to == "kaltim@contoh.example"
    assert "telah dikonfirmasi" in sent.text
    assert "has confirmed" in sent.text
    assert "/delegation/" in sent.text


def test_the_office_reads_the_reason_in_its_mail(cast: Cast):
    delegation = handed_in(cast)
    with transaction():
        return_delegation(delegation, reason="Nomor surat salah", by=COMMAND_LINE)
    (letter,) = letters()
    assert "Nomor surat salah" in letter.text
    assert "/delegation/" not in letter.text  # the secret is filled in as the letter goes out


def test_an_office_without_an_address_reads_the_answer_on_its_page(cast: Cast):
    delegation = handed_in(cast)
    with transaction():
        delegation.office.email = None
        confirm_delegation(delegation, by=COMMAND_LINE)
    assert letters() == []


def test_who_asked_for_another_spelling_is_told_the_answer(cast: Cast, post):
    andi = cast.participant(ANDI)
    with transaction():
        andi.email = "andi@contoh.example"
    answer(ask(andi), accept=False, words="Sesuai surat tugas")
    deliver_released()
    (sent,) = post.letters
    assert sent.to == "andi@contoh.example"
    assert "Sesuai surat tugas" in sent.text
    assert "/me/" in sent.text
