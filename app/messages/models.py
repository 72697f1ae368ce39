"""Messages in the outbox, and each one's way to its recipient."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class DeliveryState(enum.Enum):
    """Where a delivery stands: held for review, released to the worker, sent, or failed for good."""

    HELD = "held"
    RELEASED = "released"
    SENT = "sent"
    FAILED = "failed"


class Message(Base):
    """What is said. `key` makes composing twice harmless; `about` is an opaque reference.

    A secret address never stands in `text`: app.messages.fill_in.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int | None] = mapped_column(index=True)
    about: Mapped[str | None] = mapped_column(index=True)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]
    composed_at: Mapped[datetime]
    composed_by: Mapped[str]

    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="message", order_by="Delivery.id")


class Delivery(Base):
    """One message on its way to one address; `failure` says why it did not arrive."""

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    address: Mapped[str]
    recipient_name: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.HELD)
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    released_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship(back_populates="deliveries")
