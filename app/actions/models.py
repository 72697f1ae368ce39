"""Actions, and the obligation of each office that follows from one."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.documents.models import Document
from app.offices.models import Office


class ActionItem(Base):
    """Something that was agreed to be done.

    `document_id` is the paper that says so; `entry_id` names the minutes' entry it was born in.
    `agreed_at` goes by the event's clock.
    """

    __tablename__ = "action_item"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    entry_id: Mapped[int] = mapped_column(unique=True)
    code: Mapped[str]
    task: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    agreed_at: Mapped[datetime]

    document: Mapped[Document] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="action", cascade="all, delete-orphan", order_by="Assignment.id"
    )


class Assignment(Base):
    """One office's share of an action, coded `TL-07.01/KALTIM`.

    `supervising_office_id` is the one directorate that the action names beside the offices, if any:
    its verifiers follow what the others do.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("action_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_item.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    supervising_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)

    action: Mapped[ActionItem] = relationship(back_populates="assignments")
    office: Mapped[Office] = relationship(foreign_keys=[office_id])

    @property
    def code(self) -> str:
        """The code of this office's share."""
        return f"{self.action.code}/{self.office.code.upper()}"
