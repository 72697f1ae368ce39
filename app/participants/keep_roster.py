"""Keep a sheet, and note what registering it did to whom: so that it can be taken back as one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.audit.record import Doer
from app.db import db, insert_many
from app.events.clock import event_now
from app.events.models import Event
from app.participants.kept_sheets import Roster, RosterChange
from app.participants.seats import ROLES_THAT_SIT
from app.participants.told_change import plain
from app.services import services


@dataclass(frozen=True)
class Changed:
    """Somebody whom a sheet changed: column, old value, new value."""

    participant_id: int
    values: Mapping[str, tuple[Any, Any]]

    @property
    def is_moved(self) -> bool:
        """Whether somebody comes for another office, holds another post, or sits for an office only now."""
        before, role = self.values["role"]
        return (before not in ROLES_THAT_SIT and role in ROLES_THAT_SIT) or any(
            old != new for old, new in map(self.values.__getitem__, ("delegation_id", "position_id"))
        )


def keep_roster(event: Event, *, filename: str, content: bytes, by: Doer, changes: int = 0) -> Roster:
    """Keep a sheet for an event; the same bytes are kept once, and are one row until they are registered.

    With `changes` to be registered, a row that was registered before is left as it is.
    """
    key = services().storage.keep(content)
    same = select(Roster).where(
        Roster.event_id == event.id, Roster.storage_key == key, Roster.undone_at.is_(None)
    )
    roster = db.session.scalars(same.order_by(Roster.id.desc()).limit(1)).one_or_none()
    if roster is None or (changes and roster.registered_at):
        roster = Roster(
            event_id=event.id,
            filename=filename,
            storage_key=key,
            uploaded_at=event_now(event),
            uploaded_by=by.name,
            reading=roster.reading if roster else None,
        )
        db.session.add(roster)
    elif not changes and roster.registered_at is None:  # it waits anew
        roster.uploaded_at, roster.uploaded_by = event_now(event), by.name
    db.session.flush()
    return roster


def registered_rosters(event: Event) -> Sequence[Roster]:
    """List the sheets that were registered, the newest first, also those taken back."""
    question = select(Roster).where(Roster.event_id == event.id, Roster.registered_at.is_not(None))
    return db.session.scalars(question.order_by(Roster.registered_at.desc(), Roster.id.desc())).all()


def waiting_rosters(event: Event) -> Sequence[Roster]:
    """List the sheets that were uploaded and not registered yet, the newest first."""
    question = select(Roster).where(Roster.event_id == event.id, Roster.registered_at.is_(None))
    return db.session.scalars(question.order_by(Roster.id.desc())).all()


def note_registration(
    event: Event,
    roster: Roster,
    *,
    created: Sequence[int],
    updated: Sequence[Changed],
    unchanged: int,
    by: Doer,
) -> None:
    """Note by whom a sheet was registered, who is new by it, and what it changed of whom."""
    if roster.registered_at and not created and not updated:
        return
    roster.registered_at = event_now(event)
    roster.registered_by = by.name
    roster.created, roster.updated, roster.unchanged = len(created), len(updated), unchanged
    db.session.flush()
    insert_many(RosterChange, ({"roster_id": roster.id, "participant_id": new} for new in created))
    insert_many(
        RosterChange,
        (
            {"roster_id": roster.id, "participant_id": one.participant_id, "changed": _differing(one.values)}
            for one in updated
        ),
    )


def _differing(values: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {name: list(map(plain, pair)) for name, pair in values.items() if pair[0] != pair[1]}
