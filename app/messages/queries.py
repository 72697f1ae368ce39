"""Questions about the outbox."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.messages.models import Delivery, DeliveryState, Message


def newest_deliveries(*, state: DeliveryState | None = None, limit: int = 200) -> list[Delivery]:
    """List the newest deliveries first, each with its message."""
    query = select(Delivery).options(selectinload(Delivery.message)).order_by(Delivery.id.desc()).limit(limit)
    if state is not None:
        query = query.where(Delivery.state == state)
    return list(db.session.execute(query).scalars())


def messages_about(reference: str) -> list[Message]:
    """List the messages about one thing, such as "participant:12", newest first."""
    return list(
        db.session.execute(
            select(Message)
            .where(Message.about == reference)
            .options(selectinload(Message.deliveries))
            .order_by(Message.id.desc())
        ).scalars()
    )
