"""Papers as records: number, code, hash, state; the bytes are in the storage."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class DocumentKind(enum.Enum):
    """What sort of paper it is."""

    MINUTES = "minutes"
    CERTIFICATE = "certificate"
    ATTENDANCE_LIST = "attendance_list"
    INVITATION = "invitation"


class DocumentState(enum.Enum):
    """What a paper is worth today."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class NumberSeries(Base):
    """The register of numbers: the last one given for a kind of paper of an event."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("event_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[DocumentKind]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class Document(Base):
    """An issued paper. `key` makes issuing twice harmless: one key, one paper.

    The verification code is derived from the id and the secret of the data directory; only its
    SHA-256 stands here. `storage_key`, `sha256` and `size_bytes` are empty until it is printed,
    and never change afterwards. `facts` is what the public page shows: app.documents.facts.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("event_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[DocumentKind]
    key: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str]
    title: Mapped[str]
    holder_name: Mapped[str | None]
    holder_office: Mapped[str | None]
    dated: Mapped[date]
    facts: Mapped[dict[str, Any]]
    code_sha256: Mapped[str | None] = mapped_column(unique=True)
    storage_key: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    size_bytes: Mapped[int | None]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    printed_at: Mapped[datetime | None]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    revocation: Mapped["Revocation | None"] = relationship(back_populates="document")

    @property
    def is_printed(self) -> bool:
        """Whether its bytes exist, and so are frozen."""
        return self.storage_key is not None

    @property
    def state(self) -> DocumentState:
        """What it is worth: a revocation outweighs a successor."""
        if self.revocation is not None:
            return DocumentState.REVOKED
        return DocumentState.SUPERSEDED if self.superseded_by_id else DocumentState.VALID


class Revocation(Base):
    """A paper that no longer holds, with the reason its verification page shows."""

    __tablename__ = "revocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    reason: Mapped[str]
    revoked_at: Mapped[datetime]
    revoked_by: Mapped[str]

    document: Mapped[Document] = relationship(back_populates="revocation")


class VerificationCount(Base):
    """How often an address of the network asked for papers within one minute; gone soon after."""

    __tablename__ = "verification_count"
    __table_args__ = (UniqueConstraint("address", "minute"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    minute: Mapped[datetime] = mapped_column(index=True)
    checks: Mapped[int] = mapped_column(default=0)
