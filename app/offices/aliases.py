"""Every way of writing an office or a post is a row; a unique constraint keeps each for one owner."""

from collections.abc import Iterable
from typing import Any

from app.db import db, insert_all_once
from app.lib.refusals import N_, Conflict
from app.offices.models import Office, OfficeAlias, Position, PositionAlias
from app.offices.writing import office_key, post_key


class AliasTaken(Conflict):
    """Somebody else is already written like this."""


def write_office_names(office: Office, aliases: Iterable[str]) -> None:
    """Keep the office's own names and these aliases, and no others.

    Raises AliasTaken, which says whose the name is.
    """
    own = (office.name, office.short_name, office.code)
    wanted = {office_key(text): text.strip() for text in reversed([*own, *aliases])}
    _write(OfficeAlias, office, {"office_id": office.id}, wanted)


def write_position_names(position: Position, aliases: Iterable[str]) -> None:
    """Keep the post's own names and these aliases, and no others.

    Raises AliasTaken, which says whose the name is.
    """
    own = (position.name, position.short_name or "")
    wanted = {post_key(text): text.strip() for text in reversed([*own, *aliases])}
    _write(PositionAlias, position, {"position_id": position.id}, wanted)


def other_names(owner: Office | Position) -> list[str]:
    """List the aliases of an office or a post without its own names, as they were typed."""
    own = {name.casefold() for name in (owner.name, owner.short_name or "", getattr(owner, "code", ""))}
    return [row.alias for row in owner.aliases if row.alias.casefold() not in own]


def _write(model: type[Any], owner: Any, belongs: dict[str, int], wanted: dict[str, str]) -> None:
    wanted.pop("", None)
    there = {row.folded: row for row in owner.aliases}
    for folded in there.keys() - wanted.keys():
        db.session.delete(there[folded])
    db.session.flush()
    for folded in there.keys() & wanted.keys():
        there[folded].alias = wanted[folded]
    new = {folded: alias for folded, alias in reversed(wanted.items()) if folded not in there}
    rows = [{"alias": alias, "folded": folded, **belongs} for folded, alias in new.items()]
    inserted = insert_all_once(model, rows)
    db.session.flush()
    db.session.refresh(owner, ["aliases"])
    if inserted < len(rows):
        raise _taken(model, new, mine={row.folded for row in owner.aliases})


def _taken(model: type[Any], new: dict[str, str], *, mine: set[str]) -> AliasTaken:
    folded, alias = next((folded, alias) for folded, alias in new.items() if folded not in mine)
    row = db.session.scalars(db.select(model).where(model.folded == folded)).one()
    holder = row.office if model is OfficeAlias else row.position
    return AliasTaken(
        N_("“%(alias)s” already means %(holder)s. Remove it there first, or leave it out here."),
        alias=alias,
        holder=holder.name,
    )
