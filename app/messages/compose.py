"""Compose a message into the outbox; release it to the worker, or discard it unsent."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import aliased

from app.audit.record import Doer
from app.db import AT_ONCE, db, insert_once
from app.lib.folding import squeezed
from app.messages.fill_in import OWN_MATTERS, kind_of
from app.messages.models import Delivery, DeliveryState, Message
from app.services import services

HELD = Delivery.state == DeliveryState.HELD


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

    The same `key` composes the same message: a retry never writes to anybody twice. Names and subjects
    become one line, whatever was typed: they stand in headers.
    """
    now = services().clock.now()
    new_id = insert_once(
        Message,
        key=key,
        kind=kind_of(key),
        event_id=event_id,
        about=about,
        subject=squeezed(subject),
        text=text,
        html=html,
        composed_at=now,
        composed_by=by.reference,
    )
    if new_id is not None:
        name = squeezed(recipient_name)
        db.session.add(Delivery(message_id=new_id, address=to, recipient_name=name))
        db.session.flush()
    return db.session.execute(select(Message).where(Message.key == key)).scalar_one()


def release(message: Message) -> int:
    """Let the worker send what is held of a message; return how many deliveries that is."""
    return release_all([message.id])


def release_all(message_ids: Iterable[int]) -> int:
    """Let the worker send what is held of these messages; return how many deliveries that is."""
    return _decide(message_ids, state=DeliveryState.RELEASED, released_at=services().clock.now())


def discard_all(message_ids: Iterable[int]) -> int:
    """Never send what is held of these messages; return how many deliveries that is."""
    return _decide(message_ids, state=DeliveryState.DISCARDED)


def give_up_all(message_ids: Iterable[int]) -> int:
    """Send nothing of these messages that waits or has failed: it is written once more; return how many."""
    unsent = Delivery.state.in_((DeliveryState.HELD, DeliveryState.FAILED))
    return _decide(message_ids, decided=unsent, state=DeliveryState.DISCARDED)


def queue_all_again(message_ids: Iterable[int]) -> int:
    """Let the worker try what has failed of these messages anew; return how many deliveries that is.

    All tries are before it again. What was written once more since stays as it is: nobody gets it twice,
    unless each letter of the kind is about a matter of its own (OWN_MATTERS).
    So does what was forgotten: it has no address.
    """
    return _decide(
        message_ids,
        state=DeliveryState.RELEASED,
        released_at=services().clock.now(),
        decided=_may_go_again(),
        attempts=0,
        failure=None,
        next_try_at=None,
        sent_at=None,
        bounced_at=None,
    )


def _may_go_again() -> ColumnElement[bool]:
    older, later, other = aliased(Message), aliased(Message), aliased(Delivery)
    replaced = (
        select(later.id)
        .join(older, (older.about == later.about) & (older.kind == later.kind))
        .join(other, other.message_id == later.id)
        .where(older.id == Delivery.message_id, later.event_id.is_not_distinct_from(older.event_id))
        .where(later.id > older.id, other.state != DeliveryState.DISCARDED)
        .where(older.kind.not_in(OWN_MATTERS))
        .exists()
    )
    forgotten = Delivery.address == ""
    return (Delivery.state == DeliveryState.FAILED) & ~replaced & ~forgotten


def _decide(message_ids: Iterable[int], *, decided: ColumnElement[bool] = HELD, **values: object) -> int:
    """Decide about what is held, and only that: what the worker has already is not called back.

    A database takes so many ids in one statement.
    """
    number, waiting = 0, iter(message_ids)
    while few := list(islice(waiting, AT_ONCE)):
        statement = (
            update(Delivery)
            .where(Delivery.message_id.in_(few), decided)
            .values(**values)
            .returning(Delivery.id)
        )
        number += len(db.session.execute(statement).all())
    return number
