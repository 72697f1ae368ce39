"""Messages in the outbox, and each one's way to its recipient."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class DeliveryState(enum.Enum):
    """Where a delivery stands: held for review, released to the worker, sent, failed for good, discarded."""

    HELD = "held"
    RELEASED = "released"
    SENT = "sent"
    FAILED = "failed"
    DISCARDED = "discarded"


class Message(Base):
    """What is said. `key` makes composing twice harmless; `about` is an opaque reference.

    `kind` is how the key begins: what sort of letter it is. A secret address never stands in `text` or
    `html`: app.messages.fill_in.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="", server_default="")
    event_id: Mapped[int | None] = mapped_column(index=True)
    about: Mapped[str | None] = mapped_column(index=True)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]
    composed_at: Mapped[datetime]
    composed_by: Mapped[str]

    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="message", order_by="Delivery.id")


class Delivery(Base):
    """One message on its way to one address; `failure` says why it did not arrive.

    `next_try_at` is when it is tried again. `bounced_at`: it was sent, and came back.
    """

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    address: Mapped[str]
    recipient_name: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.HELD)
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    released_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    bounced_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship(back_populates="deliveries")


class Sharing(Base):
    """Somebody opened WhatsApp to send somebody a link: whom it was about, who did it, when.

    `key` counts them per person or office, so that two volunteers cannot both be the first.
    """

    __tablename__ = "sharing"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(index=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    opened_by_name: Mapped[str]
