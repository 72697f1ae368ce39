"""Delegations, participants, passes, and the sheets they were registered from."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.lib.personal_names import PersonalName, name_of_row
from app.offices.models import Office, Position
from app.participants.search_text import search_text_of_row

# The id of somebody who was deleted is never given again: links, codes and the audit trail name it.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class ParticipantRole(enum.Enum):
    """As what somebody takes part; it stands on badge and certificate."""

    PARTICIPANT = "participant"
    LEADERSHIP = "leadership"
    SPEAKER = "speaker"
    MODERATOR = "moderator"
    MINUTE_TAKER = "minute_taker"
    COMMITTEE = "committee"
    MEDIA = "media"
    GUEST = "guest"


class ParticipantState(enum.Enum):
    """How somebody stands on the list, as passes, withdrawal and merges say it."""

    REGISTERED = "registered"
    WITHOUT_PASS = "without_pass"  # noqa: S105 - a card, not a password
    WITHDRAWN = "withdrawn"
    SUBSTITUTED = "substituted"
    MERGED = "merged"


class Delegation(Base):
    """The people one office sends to one event."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("event_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)

    office: Mapped[Office] = relationship()
    participants: Mapped[list["Participant"]] = relationship(back_populates="delegation")
    seats: Mapped[list["Seat"]] = relationship(back_populates="delegation", cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        """How other rooms name this delegation, opaquely."""
        return f"delegation:{self.id}"


class Seat(Base):
    """One place of a delegation: a post to be filled, or one of its staff (`position_id` empty).

    Seats belong to posts: people change, the seat stays. `code` is the post's id, or `staff`, and a number.
    """

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("delegation_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id", ondelete="CASCADE"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    code: Mapped[str]

    delegation: Mapped[Delegation] = relationship(back_populates="seats")
    position: Mapped[Position | None] = relationship()
    holder: Mapped["Participant | None"] = relationship(back_populates="seat")


class Manner(enum.Enum):
    """How somebody fills a seat: as holder of the post, acting (Plt., Plh., Pj.), or for the holder."""

    HOLDER = "holder"
    ACTING = "acting"
    REPRESENTING = "representing"


class Participant(Base):
    """Somebody who takes part. Names and titles stay exactly as written.

    `identity` is what makes a repeated import recognise the person: the NIP, or else the folded
    name within the office. It is unique per event. `position_name` is the post as written;
    `position_id` the known post, when it is one. `office_id` repeats the delegation's office, so
    that reach can be asked of the row itself. `seat_id` is the seat filled now, `represents` whose place it
    is when somebody else's, `substitutes_id` who sat there before. `name_confirmed_at` is when the
    person said that the name is right. `badge_text_sha256` is what was last printed.

    `state` repeats what the records say (`restate` writes it), so that a long list counts quickly;
    `search_text` is what a search reads; whoever changes name or post writes it anew. No column that the
    database computes: SQLite would read every row to search it, where it now reads an index alone.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("event_id", "identity"),
        Index(
            "uq_participant_event_nip",
            "event_id",
            "nip",
            unique=True,
            sqlite_where=text("nip IS NOT NULL"),
            postgresql_where=text("nip IS NOT NULL"),
        ),
        Index("ix_participant_event_folded", "event_id", "folded_name"),
        Index("ix_participant_event_position", "event_id", "position_id"),
        # All that the filters of the list ask for: counting fifty thousand reads nothing else.
        Index(
            "ix_participant_list",
            *("event_id", "office_id", "state", "name_confirmed_at", "position_id", "search_text"),
            *("folded_name", "role", "manner", "seat_id", "substitutes_id"),
        ),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    identity: Mapped[str]
    front_titles: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    back_titles: Mapped[str] = mapped_column(default="")
    folded_name: Mapped[str]
    nip: Mapped[str | None]
    rank: Mapped[str] = mapped_column(default="")
    position_name: Mapped[str] = mapped_column(default="")
    position_id: Mapped[int | None] = mapped_column(ForeignKey("position.id"))
    role: Mapped[ParticipantRole] = mapped_column(default=ParticipantRole.PARTICIPANT)
    email: Mapped[str | None]
    phone: Mapped[str | None]
    sex: Mapped[str | None]
    roster_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"))
    roster_row: Mapped[int | None]
    registered_at: Mapped[datetime]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), unique=True)
    manner: Mapped[Manner] = mapped_column(default=Manner.HOLDER, server_default=Manner.HOLDER.value)
    represents: Mapped[str] = mapped_column(default="", server_default="")
    substitutes_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    name_confirmed_at: Mapped[datetime | None]
    badge_text_sha256: Mapped[str | None]
    badge_printed_at: Mapped[datetime | None]
    state: Mapped[ParticipantState] = mapped_column(
        default=ParticipantState.WITHOUT_PASS, server_default=ParticipantState.WITHOUT_PASS.value
    )
    search_text: Mapped[str] = mapped_column(default=search_text_of_row, server_default="")

    delegation: Mapped[Delegation] = relationship(back_populates="participants")
    seat: Mapped[Seat | None] = relationship(back_populates="holder")
    substitutes: Mapped["Participant | None"] = relationship(
        remote_side="Participant.id", foreign_keys=[substitutes_id]
    )
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    position: Mapped[Position | None] = relationship()
    passes: Mapped[list["Pass"]] = relationship(back_populates="participant", order_by="Pass.serial")
    withdrawal: Mapped["Withdrawal | None"] = relationship(back_populates="participant")

    @property
    def reference(self) -> str:
        """How other rooms name this person, opaquely."""
        return f"participant:{self.id}"

    @property
    def personal_name(self) -> PersonalName:
        """The name in its parts; a rank of police or army is one of them."""
        return name_of_row(self.front_titles, self.name, self.back_titles, self.rank)

    @property
    def display_name(self) -> str:
        """The name with its titles, as papers print it."""
        return self.personal_name.display


class Pass(Base):
    """What admits. The code is derived from id, serial and the secret; only its SHA-256 is here."""

    __tablename__ = "pass"
    __table_args__ = (UniqueConstraint("participant_id", "serial"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    serial: Mapped[int] = mapped_column(default=1)
    code_sha256: Mapped[str | None] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str | None]

    participant: Mapped[Participant] = relationship(back_populates="passes")

    @property
    def is_valid(self) -> bool:
        """Whether this pass still admits."""
        return self.voided_at is None


class Withdrawal(Base):
    """Somebody who will not come after all: who said so, when and why.

    `is_substituted`: somebody else has taken the seat.
    """

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), unique=True)
    reason: Mapped[str]
    withdrawn_at: Mapped[datetime]
    withdrawn_by: Mapped[str]
    is_substituted: Mapped[bool] = mapped_column(default=False, server_default=false())

    participant: Mapped[Participant] = relationship(back_populates="withdrawal")


class MergedInto(Base):
    """Two rows that are one person: `duplicate_id` counts as `participant_id`. Nothing is re-pointed.

    Undoing a merge deletes the record; the audit trail keeps both.
    """

    __tablename__ = "merged_into"

    id: Mapped[int] = mapped_column(primary_key=True)
    duplicate_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    reason: Mapped[str]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]

    duplicate: Mapped[Participant] = relationship(foreign_keys=[duplicate_id])
    participant: Mapped[Participant] = relationship(foreign_keys=[participant_id])
