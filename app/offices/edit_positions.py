"""Add and change posts, and the ways people write them."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.audit.record import Doer, record
from app.lib.refusals import N_, Conflict
from app.offices.aliases import write_position_names
from app.offices.details import add_row, change_row
from app.offices.models import Position


@dataclass(frozen=True, kw_only=True)
class PositionDetails:
    """What a post is; the lower `rank_order`, the higher the post."""

    name: str
    short_name: str | None = None
    rank_order: int = 1000


class PositionTaken(Conflict):
    """There is a post of this name."""


def add_position(details: PositionDetails, *, aliases: Iterable[str] = (), by: Doer) -> Position:
    """Add a post under all its names.

    Raises PositionTaken and AliasTaken.
    """
    position = add_row(Position, details, taken=_taken(details.name))
    write_position_names(position, aliases)
    record("offices.add_position", by=by, on=f"position:{position.id}", name=position.name)
    return position


def change_position(
    position: Position, details: PositionDetails, *, aliases: Iterable[str], by: Doer
) -> None:
    """Change a post and its aliases.

    Raises PositionTaken and AliasTaken.
    """
    change_row(position, details, taken=_taken(details.name))
    write_position_names(position, aliases)
    record("offices.edit_position", by=by, on=f"position:{position.id}", name=position.name)


def _taken(name: str) -> PositionTaken:
    return PositionTaken(
        N_("There is already a post called %(name)s. Add your spelling there as an alias."), name=name
    )
