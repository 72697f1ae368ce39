"""Deliver what is released: one letter at a time, each one's fate written before the next.

The Message-ID of a letter is derived from its key, so that a letter which went out just before a
crash, and goes out again, is recognised by the recipient's server as the same one.
"""

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db, end_read, transaction
from app.logs import log
from app.messages.fill_in import filled_in
from app.messages.models import Delivery, DeliveryState
from app.services import services
from app.services.mail import Letter, Undeliverable

MOST_ATTEMPTS = 5


def deliver_released(limit: int = 50) -> int:
    """Send up to `limit` released letters; returns how many were sent. A door: it commits."""
    waiting = list(
        db.session.execute(
            select(Delivery)
            .where(Delivery.state == DeliveryState.RELEASED)
            .options(selectinload(Delivery.message))
            .order_by(Delivery.attempts, Delivery.id)
            .limit(limit)
        ).scalars()
    )
    end_read()
    return sum(_deliver(delivery) for delivery in waiting)


def _deliver(delivery: Delivery) -> bool:
    letter = _letter(delivery)
    end_read()
    try:
        services().post.send(letter)
    except Undeliverable as trouble:
        _write_failure(delivery, str(trouble), final=trouble.final)
        return False
    with transaction() as session:
        session.add(delivery)
        delivery.state = DeliveryState.SENT
        delivery.attempts += 1
        delivery.failure = None
        delivery.sent_at = services().clock.now()
    return True


def _write_failure(delivery: Delivery, reason: str, *, final: bool) -> None:
    log().warning("letter not delivered", delivery=delivery.id, reason=reason)
    with transaction() as session:
        session.add(delivery)
        delivery.attempts += 1
        delivery.failure = reason
        if final or delivery.attempts >= MOST_ATTEMPTS:
            delivery.state = DeliveryState.FAILED


def _letter(delivery: Delivery) -> Letter:
    message = delivery.message
    identity = sha256(f"{message.key}|{delivery.address}".encode()).hexdigest()[:32]
    return Letter(
        to=delivery.address,
        subject=message.subject,
        text=filled_in(message),
        html=message.html,
        message_id=f"<{identity}@rakornis>",
    )
