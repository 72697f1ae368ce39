"""Write what an office or a post is into its row; a name that another one has is refused."""

from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from app.db import Base, db, insert_once
from app.lib.refusals import Conflict

Row = TypeVar("Row", bound=Base)


def add_row(model: type[Row], details: object, *, taken: Conflict) -> Row:
    """Add a row with these details, or raise `taken` when one of them is another row's alone."""
    row_id = insert_once(model, **vars(details))
    if row_id is None:
        raise taken
    return db.session.get_one(model, row_id)


def change_row(row: Base, details: object, *, taken: Conflict) -> bool:
    """Write these details and say whether any is new, or raise `taken`."""
    before: dict[str, Any] = {name: getattr(row, name) for name in vars(details)}
    for name, value in vars(details).items():
        setattr(row, name, value)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise taken from clash
    return before != vars(details)
