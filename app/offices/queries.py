"""Questions about offices and posts: which there are, and which one a text means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.db import db
from app.lib.refusals import N_, NotThere
from app.offices.models import Office, OfficeKind, Position
from app.offices.writing import office_key, post_key, region_key

SHORTEST_OPENING_WORDS = 2


class OfficeNotThere(NotThere):
    """No office has this number."""


class PositionNotThere(NotThere):
    """No post has this number."""


@dataclass(frozen=True)
class OfficeDirectory:
    """All offices under all their names, in memory: one question to the database for a whole sheet."""

    by_key: dict[str, Office]

    def find(self, text: str) -> Office | None:
        """Return the office that a text means, however it is spelled; None when it is in no list."""
        key = office_key(text)
        return self.by_key.get(key) or self.by_key.get(region_key(key))


@dataclass(frozen=True)
class PositionDirectory:
    """All posts under all their names, in memory."""

    by_key: dict[str, Position]

    def find(self, text: str) -> Position | None:
        """Return the post that a text begins with: "Plt. Kepala Kantor Wilayah Bali" means its head.

        The longest known name wins; names of a single word must match the whole text.
        """
        words = post_key(text).split()
        for length in range(len(words), 0, -1):
            if length < min(len(words), SHORTEST_OPENING_WORDS):
                break
            found = self.by_key.get(" ".join(words[:length]))
            if found:
                return found
        return None


def offices_in_protocol_order(
    kind: OfficeKind | None = None, *, during: tuple[date, date] | None = None
) -> Sequence[Office]:
    """List the offices with their aliases in the ministry's own order, perhaps of one kind only.

    `during`: only those that exist on some day from the first to the last one given.
    """
    question = select(Office).options(selectinload(Office.aliases)).order_by(Office.protocol_order, Office.id)
    if kind is not None:
        question = question.where(Office.kind == kind)
    if during is not None:
        question = question.where(existing(*during))
    return db.session.scalars(question).all()


def existing(first: date, last: date) -> ColumnElement[bool]:
    """Select the offices that exist on some day between these two, both included."""
    begun = or_(Office.valid_from.is_(None), Office.valid_from <= last)
    return begun & or_(Office.valid_until.is_(None), Office.valid_until >= first)


def office_directory() -> OfficeDirectory:
    """Load every office under every name it goes by."""
    offices = offices_in_protocol_order()
    return OfficeDirectory(_under_every_name((office, names_of(office)) for office in offices))


def names_of(office: Office) -> list[str]:
    """List all ways of writing an office that are known, its own names first."""
    return [office.name, office.short_name, office.code, *(alias.alias for alias in office.aliases)]


def _under_every_name(offices: Iterable[tuple[Office, list[str]]]) -> dict[str, Office]:
    by_key: dict[str, Office] = {}
    for office, names in offices:
        for name in names:
            by_key.setdefault(office_key(name), office)
    for key, office in list(by_key.items()):
        by_key.setdefault(region_key(key), office)
    return by_key


def find_office(text: str) -> Office | None:
    """Return the office that a text means, or None; for a whole sheet use office_directory()."""
    return office_directory().find(text)


def office_by_id(office_id: int) -> Office:
    """Return one office with its aliases, or raise OfficeNotThere."""
    office = db.session.get(Office, office_id, options=[selectinload(Office.aliases)])
    if office is None:
        raise OfficeNotThere(N_("This office does not exist. Open the list of offices again."))
    return office


def positions_in_rank_order() -> Sequence[Position]:
    """List the posts with their aliases, the highest first."""
    question = (
        select(Position).options(selectinload(Position.aliases)).order_by(Position.rank_order, Position.id)
    )
    return db.session.scalars(question).all()


def position_directory() -> PositionDirectory:
    """Load every post under every name it goes by."""
    by_key: dict[str, Position] = {}
    for position in positions_in_rank_order():
        aliases = [alias.alias for alias in position.aliases]
        for name in (position.name, position.short_name, *aliases):
            by_key.setdefault(post_key(name or ""), position)
    by_key.pop("", None)
    return PositionDirectory(by_key)


def position_by_id(position_id: int) -> Position:
    """Return one post with its aliases, or raise PositionNotThere."""
    position = db.session.get(Position, position_id, options=[selectinload(Position.aliases)])
    if position is None:
        raise PositionNotThere(N_("This post does not exist. Open the list of posts again."))
    return position
