"""Somebody as an office, or who registers alone, writes him or her: proposed, and not on the list yet."""

from sqlalchemy.orm import Mapped, mapped_column

from app.lib.personal_names import name_of_row
from app.participants.models import Manner, ParticipantRole


class ProposedPerson:
    """The columns of a row that proposes a person; named as in PersonEntry."""

    role: Mapped[ParticipantRole] = mapped_column(default=ParticipantRole.PARTICIPANT)
    front_titles: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    back_titles: Mapped[str] = mapped_column(default="")
    nip: Mapped[str | None]
    rank: Mapped[str] = mapped_column(default="")
    position_name: Mapped[str] = mapped_column(default="")
    manner: Mapped[Manner] = mapped_column(default=Manner.HOLDER)
    represents: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    phone: Mapped[str | None]

    @property
    def display_name(self) -> str:
        """The name with its titles, as papers will print it."""
        return name_of_row(self.front_titles, self.name, self.back_titles, self.rank).display
