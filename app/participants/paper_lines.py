"""Everybody of an event as papers list them: columns instead of objects, for fifty thousand rows too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from app.db import db
from app.events.models import Event
from app.lib.personal_names import name_of_row
from app.offices.models import Office
from app.participants.models import Participant, Withdrawal
from app.participants.queries import MOST_IDS, in_protocol_order, question
from app.participants.wanted import EVERYBODY

COLUMNS = (
    Participant.id,
    Participant.front_titles,
    Participant.name,
    Participant.back_titles,
    Participant.nip,
    Participant.rank,
    Participant.position_name,
    Participant.office_id,
    Office.name.label("office"),
    Office.short_name.label("office_short"),
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of a paper; `name` is the name with its titles."""

    id: int
    name: str
    nip: str
    rank: str
    post: str
    office_id: int
    office: str
    office_short: str


def paper_lines(event: Event, *, ids: Sequence[int] | None = None) -> list[PaperLine]:
    """List those who are expected in protocol order; with `ids` these alone, also when they withdrew."""
    asked = in_protocol_order(question(event, None, EVERYBODY)).with_only_columns(*COLUMNS)
    if ids is None:
        withdrew = select(Withdrawal.id).where(Withdrawal.participant_id == Participant.id).exists()
        return [_line(row) for row in db.session.execute(asked.where(~withdrew))]
    if len(ids) <= MOST_IDS:
        return [_line(row) for row in db.session.execute(asked.where(Participant.id.in_(ids)))]
    these = frozenset(ids)
    return [_line(row) for row in db.session.execute(asked) if row.id in these]


def _line(row: Row[*tuple[Any, ...]]) -> PaperLine:
    return PaperLine(
        id=row.id,
        name=name_of_row(row.front_titles, row.name, row.back_titles, row.rank).display,
        nip=row.nip or "",
        rank=row.rank,
        post=row.position_name,
        office_id=row.office_id,
        office=row.office,
        office_short=row.office_short,
    )
