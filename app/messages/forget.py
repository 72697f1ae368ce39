"""Forget what was written to somebody: the address and the text go, that and when they were told stays."""

from collections.abc import Sequence

from sqlalchemy import select, update

from app.db import db
from app.messages.compose import discard_all
from app.messages.models import Delivery, DeliveryState, Message

GONE = ""


def forget_letters(references: Sequence[str]) -> set[str]:
    """Erase addresses, names and texts of all letters about these people; return whose there were.

    What waits for review is discarded. A letter on its way is left alone until it has gone.
    """
    about = select(Message.id, Message.about).where(Message.about.in_(list(references)), Message.text != GONE)
    on_its_way = select(Delivery.message_id).where(Delivery.state == DeliveryState.RELEASED)
    rows = db.session.execute(about.where(Message.id.not_in(on_its_way)))
    found = {message_id: whose for message_id, whose in rows}  # noqa: C416 - a Row is no pair to dict()
    if found:
        discard_all(found)
        theirs = update(Delivery).where(Delivery.message_id.in_(list(found)))
        db.session.execute(theirs.values(address=GONE, recipient_name=GONE, failure=None))
        db.session.execute(update(Message).where(Message.id.in_(list(found))).values(text=GONE, html=None))
    return {whose for whose in found.values() if whose}
