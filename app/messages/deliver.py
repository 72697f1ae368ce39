"""Deliver what is released: one letter at a time, each one's fate written before the next.

A letter is claimed before it goes out, so that of two workers one sends it. The Message-ID is derived
from the key: a letter which went out just before a crash, and goes out again, is recognised by the
recipient's server as the same one.
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import or_, select, update
from sqlalchemy.orm import selectinload

from app.db import db, end_read, transaction
from app.i18n import sentence
from app.lib.refusals import N_, Refused
from app.logs import log
from app.messages.fill_in import OWN_MATTERS, filled_in
from app.messages.models import Delivery, DeliveryState, Message
from app.services import services
from app.services.mail import Letter, Undeliverable

# How long after each try the next one comes: a full mailbox or a server at night gets a day.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=16),
)
MOST_ATTEMPTS = len(PAUSES)


class Unanswered(Refused):
    """Every try ended without an answer."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The mail server gave no answer several times. Look at the mail settings, "
                "then put the message back into the queue."
            )
        )


def deliver_released(limit: int = 50) -> int:
    """Send up to `limit` released letters that are due; returns how many were sent. A door: it commits."""
    now = services().clock.now()
    waiting = list(
        db.session.execute(
            select(Delivery)
            .where(
                Delivery.state == DeliveryState.RELEASED,
                or_(Delivery.next_try_at.is_(None), Delivery.next_try_at <= now),
            )
            .options(selectinload(Delivery.message))
            .order_by(Delivery.attempts, Delivery.id)
            .limit(limit)
        ).scalars()
    )
    end_read()
    return sum(_deliver(delivery) for delivery in waiting)


def message_id_of(delivery: Delivery) -> str:
    """Return the Message-ID a delivery has over all its tries; a letter that comes back names it."""
    identity = sha256(f"{delivery.message.key}|{delivery.address}".encode()).hexdigest()[:32]
    return f"<{identity}@rakornis>"


def _deliver(delivery: Delivery) -> bool:
    if not _claim(delivery):
        return False
    try:
        if delivery.attempts > MOST_ATTEMPTS:  # crashed every time before its fate could be written
            raise Unanswered
        letter = _letter(delivery)
        end_read()
        services().post.send(letter)
    except Undeliverable as trouble:
        _write_failure(delivery, str(trouble), final=trouble.final or delivery.attempts >= MOST_ATTEMPTS)
        return False
    except Refused as outdated:
        end_read()
        _write_failure(delivery, sentence(outdated), final=True)
        return False
    with transaction() as session:
        session.add(delivery)
        delivery.state = DeliveryState.SENT
        delivery.failure = None
        delivery.next_try_at = None
        delivery.sent_at = services().clock.now()
        _settle_earlier(delivery.message)
    return True


def _settle_earlier(message: Message) -> None:
    """What failed before, of the same sort and about the same one, is nobody's trouble any more."""
    if message.about is None or message.kind in OWN_MATTERS:
        return
    earlier = select(Message.id).where(
        Message.about == message.about, Message.kind == message.kind, Message.id < message.id
    )
    db.session.execute(
        update(Delivery)
        .where(Delivery.message_id.in_(earlier), Delivery.state == DeliveryState.FAILED)
        .values(state=DeliveryState.DISCARDED)
        .execution_options(synchronize_session=False)
    )


def _claim(delivery: Delivery) -> bool:
    """Count the try before it is made; whoever saw the same letter meanwhile finds it counted."""
    pause = PAUSES[min(delivery.attempts, MOST_ATTEMPTS - 1)]
    with transaction() as session:
        mine = session.execute(
            update(Delivery)
            .where(
                Delivery.id == delivery.id,
                Delivery.state == DeliveryState.RELEASED,
                Delivery.attempts == delivery.attempts,
            )
            .values(attempts=delivery.attempts + 1, next_try_at=services().clock.now() + pause)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if mine is not None:
            session.refresh(delivery, ["attempts", "next_try_at"])
    return mine is not None


def _write_failure(delivery: Delivery, reason: str, *, final: bool) -> None:
    log().warning("letter not delivered", delivery=delivery.id, reason=reason, final=final)
    with transaction() as session:
        session.add(delivery)
        delivery.failure = reason
        if final:
            delivery.state = DeliveryState.FAILED
            delivery.next_try_at = None


def _letter(delivery: Delivery) -> Letter:
    filled = filled_in(delivery.message)
    return Letter(
        to=delivery.address,
        subject=delivery.message.subject,
        recipient_name=delivery.recipient_name,
        text=filled.text,
        html=filled.html,
        pictures=filled.pictures,
        enclosures=filled.enclosures,
        message_id=message_id_of(delivery),
    )
