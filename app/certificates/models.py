"""Who holds which certificate."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.documents.models import Document
from app.participants.models import Participant


class Certificate(Base):
    """The certificate of one participant: one row at most, leading to the paper that counts now.

    `edition` grows when a corrected one is issued; the earlier papers then name it as their
    successor. `printed_by_job` is the job that printed the present paper, empty until it did.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("event_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="RESTRICT"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), unique=True)
    edition: Mapped[int] = mapped_column(default=1)
    printed_by_job: Mapped[int | None] = mapped_column(index=True)

    participant: Mapped[Participant] = relationship()
    document: Mapped[Document] = relationship()
