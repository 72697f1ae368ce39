"""What the outbox promises: nothing goes out unreleased, nothing twice, failures are visible."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.compose import compose, discard_all, release
from app.messages.deliver import MOST_ATTEMPTS, PAUSES, _deliver, deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.services import services
from app.services.clock import HeldClock
from app.services.mail import CollectingPost, Letter, Undeliverable


def write(key: str = "m1", to: str = "andi@contoh.example", *, released: bool = True) -> Message:
    """Compose one message."""
    with transaction():
        message = compose(
            key=key,
            to=to,
            recipient_name="Andi",
            subject="Pass",
            text="Isi",
            by=COMMAND_LINE,
            about="participant:1",
        )
        if released:
            release(message)
    return message


def the_delivery() -> Delivery:
    """Return the only delivery there is."""
    return db.session.scalars(db.select(Delivery)).one()


def test_a_held_message_stays_in_the_outbox(app: Flask, post: CollectingPost) -> None:
    write(released=False)
    assert (deliver_released(), post.letters) == (0, [])


def test_a_released_message_is_sent_once(app: Flask, post: CollectingPost) -> None:
    write()
    assert (deliver_released(), deliver_released()) == (1, 0)
    assert [letter.to for letter in post.letters] == ["andi@contoh.example"]


def test_composing_with_one_key_twice_writes_to_nobody_twice(app: Flask, post: CollectingPost) -> None:
    assert write().id == write().id
    deliver_released()
    assert len(post.letters) == 1


def test_a_refused_address_fails_visibly(app: Flask, post: CollectingPost) -> None:
    post.failing.add("salah@contoh.example")
    write(to="salah@contoh.example")
    deliver_released()
    db.session.expire_all()
    delivery = the_delivery()
    assert (delivery.state, delivery.message.about) == (DeliveryState.FAILED, "participant:1")
    assert "no such mailbox" in (delivery.failure or "")


class Down(CollectingPost):
    """A mail server that answers nobody; it counts who knocked."""

    knocks = 0

    def send(self, letter: Letter) -> None:
        """Refuse for now."""
        self.knocks += 1
        reason = "421 try again later"
        raise Undeliverable(reason, final=False)


def test_a_mail_server_that_is_down_is_tried_again_after_growing_pauses(app: Flask, clock: HeldClock) -> None:
    object.__setattr__(services(), "post", Down())
    write()
    for attempt, pause in enumerate(PAUSES[:-1], 1):
        deliver_released()
        clock.at += pause - timedelta(seconds=1)
        deliver_released()
        assert (the_delivery().state, the_delivery().attempts) == (DeliveryState.RELEASED, attempt)
        clock.at += timedelta(seconds=2)
    deliver_released()
    db.session.expire_all()
    delivery = the_delivery()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, MOST_ATTEMPTS)
    assert delivery.failure == "421 try again later"


def test_a_letter_that_another_worker_has_claimed_is_left_to_it(app: Flask, post: CollectingPost) -> None:
    write()
    seen = the_delivery()
    with transaction() as session:
        session.execute(update(Delivery).values(attempts=1).execution_options(synchronize_session=False))
    assert (_deliver(seen), post.letters) == (False, [])


def test_a_letter_whose_worker_died_each_time_is_given_up(app: Flask, post: CollectingPost) -> None:
    write()
    with transaction():
        the_delivery().attempts = MOST_ATTEMPTS
    deliver_released()
    assert (the_delivery().state, post.letters) == (DeliveryState.FAILED, [])
    assert the_delivery().failure


def test_what_was_discarded_never_goes_out(app: Flask, post: CollectingPost) -> None:
    message = write(released=False)
    with transaction():
        assert discard_all([message.id]) == 1
        assert release(message) == 0
    assert (deliver_released(), post.letters) == (0, [])


def test_what_is_on_its_way_is_not_called_back(app: Flask) -> None:
    message = write()
    with transaction():
        assert discard_all([message.id]) == 0
    assert the_delivery().state is DeliveryState.RELEASED


def test_line_breaks_in_names_and_subjects_never_reach_a_header(app: Flask) -> None:
    with transaction():
        message = compose(
            key="m2",
            to="andi@contoh.example",
            recipient_name="Andi\r\nBcc: semua@contoh.example",
            subject="Kartu\nBcc: semua@contoh.example",
            text="Isi",
            by=COMMAND_LINE,
        )
    assert message.subject == "Kartu Bcc: semua@contoh.example"
    assert the_delivery().recipient_name == "Andi Bcc: semua@contoh.example"


def test_a_letter_keeps_its_message_id_over_retries(app: Flask, post: CollectingPost) -> None:
    message = write()
    deliver_released()
    with transaction():
        the_delivery().state = DeliveryState.RELEASED
    deliver_released()
    assert len({letter.message_id for letter in post.letters}) == 1
    assert message.key not in post.letters[0].message_id


def test_a_letter_about_somebody_who_is_no_more_fails_once_and_says_why(
    app: Flask, post: CollectingPost
) -> None:
    write(key="registration.pass:1:1:1")
    assert (deliver_released(), post.letters) == (0, [])
    delivery = the_delivery()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 1)
    assert "tidak ada lagi" in (delivery.failure or "")
