"""Take a whole sheet back as one step: whom it added leaves, whom it changed is as before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, delete, literal, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.accounts.models import Link, LinkKind
from app.audit.models import AuditEntry
from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, Refused
from app.messages.forget import withdraw_letters
from app.participants.edit_person import EDITED, NAME_COLUMNS
from app.participants.free_places import note_beyond_places
from app.participants.kept_sheets import Roster, RosterChange
from app.participants.models import Participant, ParticipantRole, Pass, Withdrawal
from app.participants.named_elsewhere import count_named, tables_naming
from app.participants.occasions import somebody_left
from app.participants.search_text import search_text
from app.participants.told_change import plain
from app.participants.undo_places import beyond_when_undone
from app.services import services

PRESENCE = ("attendance", "scan")


class UndoRefused(Conflict):
    """A sheet that cannot be taken back as one step any more; the sentence says what stands in the way."""


class NeverRegistered(Refused):
    """Nothing came of this sheet."""

    def __init__(self) -> None:
        super().__init__(N_("This sheet was not registered, so there is nothing to take back."))


@dataclass(frozen=True)
class KeptNewer:
    """Somebody who was changed again since: these columns stay as they are now."""

    participant_id: int
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """What came of it: how many left the list, how many are as before, and what was not touched."""

    removed: int = 0
    restored: int = 0
    kept_newer: tuple[KeptNewer, ...] = ()


def undo_roster(roster: Roster, *, by: Doer) -> Undone:
    """Take back what registering a sheet did, all of it or nothing; a sheet taken back already stays so.

    New people are deleted with passes and withdrawals, their links are revoked, letters to them are withdrawn
    and forgotten. Changed columns get their old values, except those that somebody has changed again since.
    That a role went beyond its places by it, because others have them now, stands in the trail.

    Raises NeverRegistered, or UndoRefused when somebody of it has been at a gate, was edited, merged,
    substituted or nominated, has told something or stands on a list, or is in a sheet registered later.
    """
    event = db.session.get_one(Event, roster.event_id)
    one_at_a_time(event.id)
    db.session.refresh(roster)
    if roster.undone_at is not None:
        return Undone()
    if roster.registered_at is None:
        raise NeverRegistered
    for refusal in what_stands_in_the_way(roster):
        raise refusal
    left, over = _roles(roster), beyond_when_undone(event, roster)
    try:
        done = _take_back(roster)
    except IntegrityError as race:
        raise UndoRefused(_USED_MEANWHILE) from race
    roster.undone_at, roster.undone_by = event_now(event), by.name
    record(
        "participants.undo_roster",
        by=by,
        on=roster.reference,
        event_id=event.id,
        filename=roster.filename,
        removed=done.removed,
        restored=done.restored,
        kept_newer={f"participant:{one.participant_id}": list(one.columns) for one in done.kept_newer},
    )
    note_beyond_places(event, over, by=by, on=roster.reference)
    for role in left:
        somebody_left(event, role, by=by)
    return done


def what_stands_in_the_way(roster: Roster) -> Iterator[UndoRefused]:
    """Why a sheet cannot be taken back, the weightiest reason first."""
    added = _added(roster)
    present = count_named(added, [table for table in tables_naming() if table.name in PRESENCE])
    if present:
        yield UndoRefused(_PRESENT, count=present)
    later = _later_sheet(roster)
    if later is not None:
        yield UndoRefused(_LATER, filename=later.filename)
    used = count_named(added, [table for table in tables_naming() if table.name not in PRESENCE])
    if used:
        yield UndoRefused(_USED, count=used)
    told = count_named(added, tables_naming(going_along=True), going_along=True)
    if told:
        yield UndoRefused(_TOLD, count=told)
    edited = _edited(added)
    if edited:
        names = ", ".join(person.display_name for person in edited[:3])
        yield UndoRefused(_EDITED, count=len(edited), names=names)


def _added(roster: Roster) -> Select[int]:
    """The ids of those the sheet put on the list."""
    return select(RosterChange.participant_id).where(
        RosterChange.roster_id == roster.id, RosterChange.changed.is_(null())
    )


def _roles(roster: Roster) -> Sequence[ParticipantRole]:
    """The roles that the people of a sheet have now: places of them may become free."""
    mine = select(RosterChange.participant_id).where(RosterChange.roster_id == roster.id)
    question = select(Participant.role).where(Participant.id.in_(mine)).distinct()
    return db.session.scalars(question.order_by(Participant.role)).all()


def _later_sheet(roster: Roster) -> Roster | None:
    mine, theirs = aliased(RosterChange), aliased(RosterChange)
    return db.session.scalars(
        select(Roster)
        .join(theirs, theirs.roster_id == Roster.id)
        .join(mine, mine.participant_id == theirs.participant_id)
        .where(mine.roster_id == roster.id, theirs.id > mine.id, Roster.undone_at.is_(None))
        .order_by(Roster.id.desc())
        .limit(1)
    ).one_or_none()


def _edited(added: Select[int]) -> Sequence[Participant]:
    by_hand = select(AuditEntry.id).where(
        AuditEntry.action == EDITED,
        AuditEntry.subject == literal("participant:").concat(cast(Participant.id, String)),
    )
    question = select(Participant).where(Participant.id.in_(added), by_hand.exists())
    return db.session.scalars(question.order_by(Participant.id)).all()


def _take_back(roster: Roster) -> Undone:
    removed = _remove(_added(roster))
    changes = db.session.scalars(
        select(RosterChange).where(RosterChange.roster_id == roster.id).order_by(RosterChange.id)
    )
    kept, restored = [], 0
    for change in changes.all():
        newer = _restore(change)
        restored += newer is None
        kept += [newer] if newer else []
    db.session.flush()
    db.session.expire_all()
    return Undone(removed, restored, tuple(kept))


def _remove(added: Select[int]) -> int:
    ids = list(db.session.scalars(added))
    if not ids:
        return 0
    withdraw_letters(f"participant:{one}" for one in ids)
    subject = literal("participant:").concat(cast(Participant.id, String))
    subjects = select(subject).where(Participant.id.in_(added))
    for statement in (
        update(Link)
        .where(Link.kind == LinkKind.PERSONAL, Link.subject.in_(subjects), Link.revoked_at.is_(None))
        .values(revoked_at=services().clock.now()),
        delete(Pass).where(Pass.participant_id.in_(added)),
        delete(Withdrawal).where(Withdrawal.participant_id.in_(added)),
        delete(Participant).where(Participant.id.in_(added)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return len(ids)


def _restore(change: RosterChange) -> KeptNewer | None:
    """Write the old values back, where nobody has written since."""
    person = db.session.get_one(Participant, change.participant_id)
    values: Mapping[str, list[Any]] = change.changed or {}
    newer = [name for name, (_, new) in values.items() if plain(getattr(person, name)) != new]
    for name, (old, _) in values.items():
        if name not in newer:
            setattr(person, name, ParticipantRole(old) if name == "role" else old)
    if "delegation_id" in values and "delegation_id" not in newer:
        person.seat_id = None  # it belongs to the other delegation
    if any(name in values and name not in newer for name in NAME_COLUMNS):
        person.name_confirmed_at = None  # another spelling was confirmed
    person.search_text = search_text(person.folded_name, person.position_name)
    db.session.flush()
    return KeptNewer(person.id, person.display_name, tuple(newer)) if newer else None


_PRESENT = N_(
    "People of this sheet who have been at a gate or stand on an attendance list already: %(count)s. The "
    "sheet can no longer be taken back. Withdraw single people on their own pages."
)
_LATER = N_(
    "The sheet “%(filename)s” was registered later and changed people of this one. "
    "Take that sheet back first."
)
_USED = N_(
    "People of this sheet who were nominated, substituted, merged or given a certificate since: %(count)s. "
    "The sheet can no longer be taken back. Withdraw single people on their own pages."
)
_TOLD = N_(
    "People of this sheet who have told something since, or stand on a list: %(count)s (a journey, needs, "
    "a consent, a request, who may enter). It would be lost. Withdraw single people on their own pages."
)
_EDITED = N_(
    "What was written by hand since about people of this sheet would be lost: %(count)s (%(names)s). "
    "Withdraw single people on their own pages."
)
_USED_MEANWHILE = N_(
    "At this very moment somebody of this sheet came to a gate, or an old number was given to somebody else. "
    "Nothing was changed; look at the sheet again."
)
