"""The proof of what people agreed to, and of what they refused."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Consent(Base):
    """Proof that somebody agreed to something extra: which words were shown, when, and until when it held."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_participant", "participant_id", "purpose"),
        Index(
            "uq_consent_open",
            "participant_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    purpose: Mapped[str]
    text: Mapped[str]
    text_sha256: Mapped[str]
    channel: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Refusal(Base):
    """Somebody does not want to be written to by WhatsApp: since when, and until when that held."""

    __tablename__ = "whatsapp_refusal"
    __table_args__ = (
        Index(
            "uq_whatsapp_refusal_open",
            "participant_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    refused_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
