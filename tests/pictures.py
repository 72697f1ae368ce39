"""Pictures of the database: what is costly to make is made once, and put up again for whoever needs it next.

    made_once("the sheet is registered", register)

Every test finds all rows and files as they were made, under the same ids, and may change what it likes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, select

from app.db import db
from app.services import services
from app.services.clock import HeldClock
from app.services.storage import MemoryStorage
from tests.access.house import House, furnish
from tests.cast import Cast, Parts

Told = TypeVar("Told")


@dataclass(frozen=True)
class Picture:
    """All rows, table by table, parents before children; and all files."""

    rows: list[tuple[Table, list[dict[str, Any]]]]
    files: dict[str, bytes]

    def put_up(self) -> None:
        """Make the empty database what the picture shows."""
        with db.engine.begin() as connection:
            for table, rows in self.rows:
                connection.execute(table.insert(), rows)
        _files().update(self.files)


def take_picture() -> Picture:
    """Take a picture of what is there."""
    db.session.commit()
    rows = []
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if column.computed is None]
            found = connection.execute(select(*columns).order_by(*table.primary_key))
            rows.append((table, [dict(row) for row in found.mappings()]))
    return Picture([(table, there) for table, there in rows if there], dict(_files()))


_album: dict[str, tuple[Picture, Any]] = {}


def made_once(name: str, make: Callable[[], Told]) -> Told:
    """Make something in an empty database, the first time; afterwards put up its picture.

    What `make` tells is told again: plain data, for rows belong to the test that read them.
    """
    if name in _album:
        picture, told = _album[name]
        picture.put_up()
    else:
        told = make()
        _album[name] = (take_picture(), told)
    return told


def furnished(clock: HeldClock) -> House:
    """Return the furnished house; it is furnished once."""

    def make() -> tuple[dict[str, object], Parts]:
        house = furnish(Cast(clock))
        return house.arguments, house.cast.parts()

    arguments, parts = made_once("the house is furnished", make)
    return House(Cast.recalled(clock, parts), dict(arguments))


def _files() -> dict[str, bytes]:
    storage = services().storage
    assert isinstance(storage, MemoryStorage)
    return storage._files
