"""What the outbox promises: nothing goes out unreleased, nothing twice, failures are visible."""

from flask import Flask

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.compose import compose, release
from app.messages.deliver import MOST_ATTEMPTS, deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.services import services
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


def test_a_mail_server_that_is_down_is_tried_again_and_then_given_up(
    app: Flask, post: CollectingPost
) -> None:
    class Down(CollectingPost):
        def send(self, letter: Letter) -> None:
            reason = "connection refused"
            raise Undeliverable(reason, final=False)

    object.__setattr__(services(), "post", Down())
    write()
    for _ in range(MOST_ATTEMPTS):
        deliver_released()
    db.session.expire_all()
    delivery = the_delivery()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, MOST_ATTEMPTS)


def test_a_letter_keeps_its_message_id_over_retries(app: Flask, post: CollectingPost) -> None:
    message = write()
    deliver_released()
    with transaction():
        the_delivery().state = DeliveryState.RELEASED
    deliver_released()
    assert len({letter.message_id for letter in post.letters}) == 1
    assert message.key not in post.letters[0].message_id
