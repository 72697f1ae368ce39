"""Forget what was written to somebody: the address and the text go, that and when they were told stays."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, select, update

from app.db import AT_ONCE, db
from app.messages.models import Delivery, DeliveryState, Message

GONE = ""
UNSENT = (DeliveryState.HELD, DeliveryState.RELEASED)


def forget_letters(references: Iterable[str]) -> set[str]:
    """Erase addresses, names and texts of all letters about these people; return whose there were.

    What waits for review is discarded. A letter on its way is left alone until it has gone.
    """
    found: dict[int, str | None] = {}
    for few in _few(references):
        about = select(Message.id, Message.about).where(Message.about.in_(few), has_text(), has_gone())
        rows = db.session.execute(about)
        found |= {message_id: whose for message_id, whose in rows}  # noqa: C416 - a Row is no pair to dict()
    forget_messages(found)
    return {whose for whose in found.values() if whose}


def withdraw_letters(references: Iterable[str]) -> None:
    """Send nobody of these what is not sent yet, though it was released, and forget all letters about them.

    What the worker is handing over at this very moment goes out.
    """
    for few in _few(references):
        about = select(Message.id).where(Message.about.in_(few))
        unsent = update(Delivery).where(Delivery.message_id.in_(about), Delivery.state.in_(UNSENT))
        db.session.execute(unsent.values(state=DeliveryState.DISCARDED, next_try_at=None))
        forget_messages(db.session.scalars(about.where(has_text())).all())


def forget_messages(message_ids: Collection[int]) -> None:
    """Erase address, name and text of these letters; what waits for review is discarded."""
    for few in _few(message_ids):
        theirs = update(Delivery).where(Delivery.message_id.in_(few))
        held = theirs.where(Delivery.state == DeliveryState.HELD)
        db.session.execute(held.values(state=DeliveryState.DISCARDED))
        db.session.execute(theirs.values(address=GONE, recipient_name=GONE, failure=None))
        db.session.execute(update(Message).where(Message.id.in_(few)).values(text=GONE, html=None))


def has_text() -> ColumnElement[bool]:
    """Whether a letter was not forgotten yet."""
    return Message.text != GONE


def has_gone() -> ColumnElement[bool]:
    """Whether nothing of a letter is on its way."""
    on_its_way = select(Delivery.message_id).where(Delivery.state == DeliveryState.RELEASED)
    return Message.id.not_in(on_its_way)


def _few(many: Iterable[Any]) -> Iterator[list[Any]]:
    """As many at a time as a database takes in one statement."""
    waiting = iter(many)
    while few := list(islice(waiting, AT_ONCE)):
        yield few
