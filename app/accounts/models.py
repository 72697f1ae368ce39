"""Accounts, the roles they hold, tries to sign in, and links that carry a secret."""

import enum
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import Role
from app.db import Base


class User(UserMixin, Base):
    """An account. `email` is stored in lower case; without a password hash it cannot sign in yet.

    `sign_in_serial` is part of the session: raising it ends every session of the account.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    sign_in_serial: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    roles_held: Mapped[list["RoleHeld"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin", order_by="RoleHeld.id"
    )

    @property
    def reference(self) -> str:
        """How other rooms name this account, opaquely."""
        return f"user:{self.id}"

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.closed_at is None

    def get_id(self) -> str:
        """Return what the session remembers: the account and its serial."""
        return f"{self.id}.{self.sign_in_serial}"


class RoleHeld(Base):
    """A role in one event, or in all when `event_id` is empty (administrators only)."""

    __tablename__ = "role_held"
    __table_args__ = (
        UniqueConstraint("user_id", "event_id", "role", "office_id", postgresql_nulls_not_distinct=True),
        Index("ix_role_held_event", "event_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    role: Mapped[Role]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    given_at: Mapped[datetime]
    given_by: Mapped[str]

    user: Mapped[User] = relationship(back_populates="roles_held")


class SignInAttempt(Base):
    """A failed try to sign in: what throttling counts."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email_at", "email", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]


class LinkKind(enum.Enum):
    """What a link opens."""

    FIRST_ADMINISTRATOR = "first_administrator"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - the kind of a link
    PERSONAL = "personal"
    OFFICE = "office"
    REGISTRATION = "registration"


class Link(Base):
    """A link that carries a secret. `subject` is an opaque reference; the token itself is derived.

    The token is HMAC(secret of the data directory, id and kind): a copy of the database opens
    nothing, and the link can still be shown again. Only its SHA-256 is stored.
    """

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_kind_subject", "kind", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind]
    subject: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    token_sha256: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
