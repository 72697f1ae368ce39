"""Offices and posts, with the other names people write for them."""

import enum
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class OfficeKind(enum.Enum):
    """What sort of body it is."""

    REGIONAL = "regional"
    DIRECTORATE = "directorate"
    OUTSIDE = "outside"


class Office(Base):
    """A body that sends people. `protocol_order` is the ministry's own order, never the alphabet.

    It exists from `valid_from` to `valid_until`, both days included; an empty one has no end. Invitations
    go to `email`, and by WhatsApp to `phone`, which stands as it was written.
    """

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    kind: Mapped[OfficeKind]
    city: Mapped[str | None]
    zone: Mapped[str] = mapped_column(default="Asia/Jakarta")
    protocol_order: Mapped[int] = mapped_column(default=0, index=True)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]

    aliases: Mapped[list["OfficeAlias"]] = relationship(
        back_populates="office", cascade="all, delete-orphan", order_by="OfficeAlias.id"
    )

    @property
    def place(self) -> tuple[int, int]:
        """Where it alone stands among all offices: outside bodies share their `protocol_order`."""
        return self.protocol_order, self.id


class OfficeAlias(Base):
    """Another way of writing an office. `folded` is what is compared, and belongs to one office."""

    __tablename__ = "office_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="CASCADE"), index=True)
    alias: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)

    office: Mapped[Office] = relationship(back_populates="aliases")


# Where people without a known post stand: below the lowest place that a form takes.
BELOW_ALL_POSTS = 1_000_000


class Position(Base):
    """A post, such as Kepala Kantor Wilayah. The lower its `rank_order`, the higher the post."""

    __tablename__ = "position"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str | None]
    rank_order: Mapped[int] = mapped_column(default=1000, index=True)

    aliases: Mapped[list["PositionAlias"]] = relationship(
        back_populates="position", cascade="all, delete-orphan", order_by="PositionAlias.id"
    )


class PositionAlias(Base):
    """Another way of writing a post."""

    __tablename__ = "position_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("position.id", ondelete="CASCADE"), index=True)
    alias: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)

    position: Mapped[Position] = relationship(back_populates="aliases")
