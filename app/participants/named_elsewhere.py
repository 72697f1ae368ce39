"""Which rows of other tables name people: before people are deleted, whoever names them is asked."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, Table, select

from app.db import Base, db
from app.participants.models import Participant

GOES_ALONG = ("pass", "withdrawal", "roster_change")


def tables_naming(*, going_along: bool = False) -> list[Table]:
    """Every table whose rows need somebody to stay, or would go along with them without a word.

    Also those of rooms above, known by their key only.
    """
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in GOES_ALONG and any(True for _ in _keys(table, going_along=going_along))
    ]


def _keys(table: Table, *, going_along: bool) -> Iterator[Any]:
    for key in table.foreign_keys:
        if key.column.table.name != Participant.__tablename__ or key.ondelete == "SET NULL":
            continue
        if (key.ondelete == "CASCADE") is going_along:
            yield key.parent


def count_named(added: Select[int], tables: Sequence[Table], *, going_along: bool = False) -> int:
    """How many of these people any row of the tables names, except rows of their own."""
    found: set[int] = set()
    for table in tables:
        for column in _keys(table, going_along=going_along):
            question = select(column).where(column.in_(added)).distinct()
            if table.name == Participant.__tablename__:
                question = question.where(table.c.id.not_in(added))
            found.update(db.session.scalars(question))
    return len(found)
