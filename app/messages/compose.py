"""Compose a message into the outbox, and release it to the worker."""

from collections.abc import Iterable

from sqlalchemy import select, update

from app.audit.record import Doer
from app.db import db, insert_once
from app.messages.models import Delivery, DeliveryState, Message
from app.services import services


def compose(
    *,
    key: str,
    to: str,
    recipient_name: str,
    subject: str,
    text: str,
    by: Doer,
    html: str | None = None,
    about: str | None = None,
    event_id: int | None = None,
) -> Message:
    """Put a message for one address into the outbox, held until it is released.

    The same `key` composes the same message: a retry never writes to anybody twice.
    """
    now = services().clock.now()
    new_id = insert_once(
        Message,
        key=key,
        event_id=event_id,
        about=about,
        subject=subject,
        text=text,
        html=html,
        composed_at=now,
        composed_by=by.reference,
    )
    if new_id is not None:
        db.session.add(Delivery(message_id=new_id, address=to, recipient_name=recipient_name))
        db.session.flush()
    return db.session.execute(select(Message).where(Message.key == key)).scalar_one()


def release(message: Message) -> None:
    """Let the worker send what is held of a message."""
    release_all([message.id])


def release_all(message_ids: Iterable[int]) -> None:
    """Let the worker send what is held of these messages."""
    db.session.execute(
        update(Delivery)
        .where(Delivery.message_id.in_(list(message_ids)), Delivery.state == DeliveryState.HELD)
        .values(state=DeliveryState.RELEASED, released_at=services().clock.now())
    )
