"""Change what the list says of one person; two who change the same person see each other's change."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict
from app.offices.models import Office
from app.participants.free_places import refuse_beyond_places
from app.participants.models import Participant
from app.participants.occasions import somebody_left
from app.participants.person_entry import PersonEntry, check_entry, entry_of
from app.participants.register_person import (
    NipTaken,
    RegisteredMeanwhile,
    columns_of,
    delegation_of,
    identities,
    nip_holder,
)
from app.participants.same_person import refuse_merged
from app.participants.told_change import told_change

EDITED = "participants.edit"  # its lines in the trail also tell whom a sheet may not take back
NAME_COLUMNS = ("front_titles", "name", "back_titles")
UNTOLD = frozenset(
    {"folded_name", "search_text", "position_id", "delegation_id", "identity", "name_confirmed_at", "seat_id"}
)


@dataclass(frozen=True)
class Shown:
    """What the list says of somebody at a moment: the entry and the office."""

    entry: PersonEntry
    office_id: int


class ChangedMeanwhile(Conflict):
    """Somebody else has changed this person since the form was opened; `now` is what the list says."""

    def __init__(self, now: Shown) -> None:
        super().__init__(
            N_(
                "Somebody else has changed this person in the meantime. Nothing is saved yet: "
                "compare both values below, then save again."
            )
        )
        self.now = now


def shown_of(participant: Participant) -> Shown:
    """What a form shows of somebody."""
    return Shown(entry_of(participant), participant.office_id)


def revision_of(shown: Shown) -> str:
    """A short fingerprint of what was shown: another one means that somebody has changed something."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def edit_person(
    participant: Participant,
    entry: PersonEntry,
    *,
    by: Doer,
    office: Office | None = None,
    revision: str | None = None,
    beyond: bool | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Write an entry over what the list says, and return what has changed: column, old value, new value.

    `office` moves somebody to another delegation, which frees the seat. A changed name is no longer
    confirmed by the person. With the `revision` that was shown, a change in between is not overwritten.
    The audit trail keeps old and new, of contacts only that they changed. `beyond` as in `register_person`,
    for a role that changes.

    Raises EntryRefused, NipTaken, ChangedMeanwhile, CountsAsSomebody, and what counts places.
    """
    one_at_a_time(participant.event_id)
    refuse_merged(participant)
    db.session.expire(participant)
    now = shown_of(participant)
    if revision is not None and revision != revision_of(now):
        raise ChangedMeanwhile(now)
    event = db.session.get_one(Event, participant.event_id)
    office = office or participant.office
    entry = check_entry(entry, office_name=office.name, today=event.starts_on).accepted()
    changed = _changed(participant, _wanted(event, participant, entry, office))
    if beyond is not None and "role" in changed and participant.withdrawal is None:
        refuse_beyond_places(event, changed["role"][1], by=by, beyond=beyond)
    if changed:
        _write(participant, {name: new for name, (_, new) in changed.items()}, entry, office)
        told = {name: told_change(name, pair) for name, pair in changed.items() if name not in UNTOLD}
        record(EDITED, by=by, on=participant.reference, event_id=event.id, changed=told)
    if "role" in changed:
        somebody_left(event, changed["role"][0], by=by)
    return changed


def _wanted(event: Event, participant: Participant, entry: PersonEntry, office: Office) -> dict[str, Any]:
    wanted = columns_of(entry, office=office)
    if entry.nip is None:
        wanted["sex"] = participant.sex  # a sheet may have said it
    if office.id != participant.office_id:
        wanted |= {"delegation_id": delegation_of(event, office), "seat_id": None}
    if any(wanted[name] != getattr(participant, name) for name in NAME_COLUMNS):
        wanted["name_confirmed_at"] = None
    return wanted


def _changed(participant: Participant, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (getattr(participant, name), value) for name, value in wanted.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _write(participant: Participant, values: dict[str, Any], entry: PersonEntry, office: Office) -> None:
    """Write under the first identity that is free; only a NIP of somebody else keeps out."""
    for identity in identities(entry.nip, entry.name, office):
        if participant.identity.startswith(f"{identity}|"):
            continue  # this one has a number already, because of somebody of the same name
        try:
            with db.session.begin_nested():
                _update(participant, values | {"identity": identity})
        except IntegrityError:
            holder = nip_holder(participant.event_id, entry.nip, but=participant.id)
            if holder is not None:
                raise NipTaken(holder) from None
        else:
            return
    raise RegisteredMeanwhile


def _update(participant: Participant, values: dict[str, Any]) -> None:
    row = update(Participant).where(Participant.id == participant.id).values(**values)
    db.session.execute(row.execution_options(synchronize_session=False))
    db.session.expire(participant)
