"""What mailing the passes promises: everybody once, read before it goes, only to their own address."""

from email import message_from_bytes, policy
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.jobs.worker import run_due_jobs
from app.messages.compose import release_all
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.participants.models import Participant
from app.participants.passes import reissue_pass
from app.participants.personal_links import known_personal_link, replace_personal_link
from app.participants.queries import participant_of
from app.participants.withdraw import withdraw_participant
from app.registration.pass_mail import MailState, pass_mails
from app.registration.send_passes import PassesWritten, send_passes, send_passes_later
from app.services.mail import CollectingPost, composed
from tests.cast import BAIQ, Cast, sign_in

PAGE = "/events/rakornis-uji/passes-by-mail"


def write(cast: Cast, *people: Participant, again: bool = False) -> PassesWritten:
    """Write the mails of these people."""
    event = cast.event
    with transaction():
        return send_passes(event, [person.id for person in people], by=COMMAND_LINE, again=again)


def send_all() -> None:
    """Release what is held, and let the worker send it."""
    with transaction():
        release_all(db.session.scalars(db.select(Message.id)))
    deliver_released()
    db.session.expire_all()


def state_of(cast: Cast, person: Participant) -> MailState:
    """Return how the mail to somebody stands now."""
    db.session.expire_all()
    (mail,) = pass_mails(cast.event, [participant_of(cast.event, person.id)])
    return mail.state


def test_a_mail_carries_name_event_link_and_qr(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    send_all()
    (letter,) = post.letters
    link = known_personal_link(andi)
    assert link
    for form in (letter.text, letter.html or ""):
        assert link in form
        assert "Andi Tenrisangka Makkulau, S.H., M.Kn." in form
        assert "4 s.d. 8 September 2024" in form
        assert "Hotel Uji, Bali" in form
    assert "You are registered for" in letter.text
    assert letter.text.index("Yth.") < letter.text.index("You are registered")
    mail = message_from_bytes(
        composed(letter, sender="panitia@contoh.example").as_bytes(), policy=policy.default
    )
    assert [part.get_content_type() for part in mail.walk()].count("image/png") == 1


def test_no_table_holds_the_link(cast: Cast) -> None:
    andi = cast.participant()
    write(cast, andi)
    link = known_personal_link(andi)
    (message,) = db.session.scalars(db.select(Message))
    assert link
    assert link not in message.text + (message.html or "")


def test_a_double_click_writes_once(cast: Cast) -> None:
    andi = cast.participant()
    assert [write(cast, andi).written, write(cast, andi).written] == [1, 0]


def test_who_has_the_mail_gets_another_only_when_asked_for(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    send_all()
    assert write(cast, andi).written == 0
    assert write(cast, andi, again=True).written == 1
    assert write(cast, andi, again=True).written == 0  # the second one waits
    send_all()
    assert len({letter.message_id for letter in post.letters}) == len(post.letters) == 2


def test_a_new_pass_is_a_new_mail_and_the_old_one_never_goes_out(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    with transaction():
        reissue_pass(participant_of(cast.event, andi.id), reason="hilang", by=COMMAND_LINE)
    assert state_of(cast, andi) is MailState.MISSING
    send_all()
    assert post.letters == []
    assert db.session.scalars(db.select(Delivery)).one().state is DeliveryState.FAILED
    assert write(cast, andi).written == 1


def test_what_failed_is_nobodys_trouble_once_a_later_mail_went_out(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    post.failing.add(andi.email or "")
    write(cast, andi)
    send_all()
    assert states() == [DeliveryState.FAILED]
    post.failing.clear()
    write(cast, andi, again=True)
    assert states() == [DeliveryState.FAILED, DeliveryState.HELD]
    send_all()
    assert states() == [DeliveryState.DISCARDED, DeliveryState.SENT]
    assert state_of(cast, andi) is MailState.SENT


def test_a_mail_that_is_tried_again_says_why_on_the_person(cast: Cast, client: FlaskClient) -> None:
    andi = cast.participant()
    write(cast, andi)
    with transaction() as session:
        tried = session.scalars(db.select(Delivery)).one()
        tried.state, tried.failure = DeliveryState.RELEASED, "451 greylisted"
    page = f"/events/{cast.event.slug}/participants/{andi.id}/messages"
    assert "451 greylisted" in sign_in(client, cast.user(Role.COMMITTEE)).get(page).text


def states() -> list[DeliveryState]:
    db.session.expire_all()
    return [one.state for one in db.session.scalars(db.select(Delivery).order_by(Delivery.id))]


def test_a_mail_to_an_address_since_changed_is_not_sent(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    with transaction():
        participant_of(cast.event, andi.id).email = "baru@contoh.example"
    send_all()
    assert post.letters == []
    assert (state_of(cast, andi), write(cast, andi).written) == (MailState.MISSING, 1)


def test_a_link_replaced_meanwhile_goes_out_new(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    with transaction():
        fresh = replace_personal_link(andi, reason="bocor", by=COMMAND_LINE)
    send_all()
    assert fresh in post.letters[0].text


def test_who_has_left_gets_nothing(cast: Cast, post: CollectingPost) -> None:
    andi = cast.participant()
    write(cast, andi)
    with transaction():
        withdraw_participant(participant_of(cast.event, andi.id), reason="dinas lain", by=COMMAND_LINE)
    send_all()
    assert (post.letters, write(cast, andi).written) == ([], 0)


@pytest.mark.parametrize("email", [None, "", "bukan alamat", "a@b", "a@b.id\nBcc: semua@contoh.example"])
def test_without_a_right_address_nothing_is_written(cast: Cast, email: str | None) -> None:
    andi = cast.participant()
    with transaction():
        participant_of(cast.event, andi.id).email = email
    if email and "\n" in email:
        assert write(cast, andi).written == 1  # the address is cut out of what surrounds it
        assert db.session.scalars(db.select(Delivery)).one().address == "a@b.id"
    else:
        assert (state_of(cast, andi), write(cast, andi).written) == (MailState.NO_ADDRESS, 0)


def test_markup_in_a_name_stays_text(cast: Cast, post: CollectingPost) -> None:
    write(cast, cast.participant("<img src=x onerror=alert(1)> Andi {address}"))
    send_all()
    assert "<img src=x" not in (post.letters[0].html or "")
    assert "&lt;img src=x" in (post.letters[0].html or "")


def test_many_are_written_in_the_background_and_a_repeat_writes_none(cast: Cast) -> None:
    people = [cast.participant(f"Orang {number}") for number in range(60)]
    for _ in range(2):
        with transaction():
            ids = [person.id for person in people]
            send_passes_later(cast.event, ids, key="k", by=COMMAND_LINE, again=True)
    run_due_jobs()
    assert db.session.scalar(db.select(db.func.count(Message.id))) == 60


def test_people_of_another_event_are_left_out(cast: Cast) -> None:
    stranger = cast.participant(event=cast.make_event("lain"))
    assert write(cast, stranger) == PassesWritten(0, 1)


@pytest.fixture
def browser(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign a member of the committee in."""
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_the_page_writes_to_those_who_match(browser: FlaskClient, cast: Cast) -> None:
    cast.participant()
    baiq = cast.participant(BAIQ, office="bali")
    browser.post(f"{PAGE}?q=Baiq", data={"all": "1"})
    assert db.session.scalars(db.select(Message.about)).all() == [baiq.reference]
    assert browser.get(f"{PAGE}?state=held").text.count("data-row") == 1


def test_a_failed_mail_is_seen_on_the_person_with_what_to_do(
    browser: FlaskClient, cast: Cast, post: CollectingPost
) -> None:
    andi = cast.participant()
    post.failing.add(andi.email or "")
    write(cast, andi)
    send_all()
    for address in (f"/events/rakornis-uji/participants/{andi.id}/messages?part=1", f"{PAGE}?state=failed"):
        assert "no such mailbox" in browser.get(address).text


@pytest.mark.parametrize("role", [Role.GATE, Role.SUPERVISOR, Role.OFFICE_HEAD, Role.SPEAKER])
@pytest.mark.any_database
def test_others_write_no_mails(client: FlaskClient, cast: Cast, role: Role) -> None:
    andi = cast.participant()
    browser = sign_in(client, cast.user(role, office=cast.office("kaltim")))
    answer: Any = browser.post(PAGE, data={"chosen": [andi.id]})
    assert (answer.status_code, db.session.scalars(db.select(Message)).all()) == (403, [])
