"""Invitations of offices: what the letter of an event says, and each office's letters by edition."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Link
from app.db import Base
from app.documents.models import Document
from app.participants.models import Delegation


class InvitationText(Base):
    """What the committee writes into the invitation letter of an event; empty parts are left out.

    `dated` and `reply_by` are days where the event is; `copies` are the lines of the tembusan.
    """

    __tablename__ = "invitation_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    number_pattern: Mapped[str]
    dated: Mapped[date]
    nature: Mapped[str] = mapped_column(default="")
    attachments: Mapped[str] = mapped_column(default="")
    subject: Mapped[str]
    opening: Mapped[str]
    hours: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    costs: Mapped[str] = mapped_column(default="")
    bring: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    reply_by: Mapped[date | None]
    copies: Mapped[list[str]]


class Invitation(Base):
    """One edition of an office's invitation letter, and the link that is printed on it."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("delegation_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    edition: Mapped[int]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"))

    delegation: Mapped[Delegation] = relationship()
    document: Mapped[Document] = relationship()
    link: Mapped[Link] = relationship()
