"""What a device at a gate may know of everybody: hashes of codes, never a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Any

import msgspec
from sqlalchemy import Row, func, select

from app.audit.models import AuditEntry
from app.checkin.notes import BEFORE, NOTED, Note, notes_in
from app.checkin.roster_version import PARTS, Version, changed_parts, read_version, version_of
from app.db import db
from app.i18n import language
from app.lib.personal_names import name_of_row
from app.offices.models import Office
from app.participants.models import (
    MergedInto,
    Participant,
    ParticipantRole,
    ParticipantState,
    Pass,
    Withdrawal,
)
from app.services import Services, services
from app.travel.models import Needs

READ_AGAIN_AFTER = timedelta(seconds=10)
MOST_KEPT = 20


class PassStatus(StrEnum):
    """Whether a pass admits, as far as a device can tell without asking."""

    VALID = "valid"
    VOID = "void"
    WITHDRAWN = "withdrawn"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One pass; `id` is the person it belongs to.

    `name` is ready to show; `bare_name` is the part of it without titles, which is shown bold.
    """

    code_sha256: str
    id: int
    name: str
    bare_name: str
    office: str
    office_short: str
    position: str
    status: PassStatus
    role: ParticipantRole
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class GateRoster:
    """All passes of an event in a fixed order; `pass_ids` beside them, `version` tells them apart."""

    version: Version
    pass_ids: list[int]
    people: list[RosterEntry]

    def since(self, known: str | None) -> list[RosterEntry] | None:
        """Return what changed since a version, or None when everything is to be sent."""
        old = read_version(known) if known else None
        parts = changed_parts(old, self.version, self.pass_ids) if old else None
        if parts is None:
            return None
        together = zip(self.pass_ids, self.people, strict=True)
        return [entry for pass_id, entry in together if pass_id % PARTS in parts]


@dataclass(frozen=True, slots=True)
class Kept:
    """A roster as it was read; `newest` are the last audit entry and the last pass of that moment."""

    services: Services
    newest: tuple[int | None, int | None]
    read_at: datetime
    roster: GateRoster

    def is_good(self, newest: tuple[int | None, int | None]) -> bool:
        """Say whether nothing was done since, as the trail tells it."""
        is_young = abs(services().clock.now() - self.read_at) < READ_AGAIN_AFTER
        return self.services is services() and self.newest == newest and is_young


_kept: dict[tuple[int, str], Kept] = {}
_reading = Lock()


def roster_for_gates(event_id: int) -> GateRoster:
    """List all passes of an event, in the language of whoever asks.

    What was read is kept for ten seconds, unless something was done meanwhile: many gates ask often.
    """
    which = (event_id, language())
    with _reading:
        newest = _newest()
        kept = _kept.get(which)
        if kept is None or not kept.is_good(newest):
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            kept = _kept[which] = Kept(services(), newest, services().clock.now(), _read(event_id))
    return kept.roster


def _newest() -> tuple[int | None, int | None]:
    passes = select(func.max(Pass.id)).scalar_subquery()
    found = db.session.execute(select(func.max(AuditEntry.id), passes)).one()
    return found[0], found[1]


def _read(event_id: int) -> GateRoster:
    rows = _rows(event_id)
    people = [_entry(row) for row in rows]
    pass_ids = [row.pass_id for row in rows]
    contents = [(row.pass_id, msgspec.json.encode(one)) for row, one in zip(rows, people, strict=True)]
    return GateRoster(version_of(event_id, contents), pass_ids, people)


def _rows(event_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    who = (Participant.front_titles, Participant.name, Participant.back_titles, Participant.rank)
    return (
        db.session.connection()
        .execute(  # rows, not objects: there are thousands
            select(
                Pass.id.label("pass_id"),
                Pass.code_sha256,
                Pass.voided_at,
                Participant.id.label("person_id"),
                *who,
                Participant.position_name,
                Participant.state,
                *NOTED,
                Office.name.label("office"),
                Office.short_name.label("office_short"),
                Withdrawal.id.label("withdrawn_id"),
            )
            .outerjoin(MergedInto, MergedInto.duplicate_id == Pass.participant_id)
            .join(
                Participant, Participant.id == func.coalesce(MergedInto.participant_id, Pass.participant_id)
            )
            .join(Office, Office.id == Participant.office_id)
            .outerjoin(Withdrawal, Withdrawal.participant_id == Participant.id)
            .outerjoin(BEFORE, BEFORE.id == Participant.substitutes_id)
            .outerjoin(Needs, Needs.participant_id == Participant.id)
            .where(Pass.event_id == event_id, Pass.code_sha256.is_not(None))
            .order_by(Pass.id)
        )
        .all()
    )


def _entry(row: Row[*tuple[Any, ...]]) -> RosterEntry:
    return RosterEntry(
        code_sha256=row.code_sha256,
        id=row.person_id,
        name=name_of_row(row.front_titles, row.name, row.back_titles, row.rank).display,
        bare_name=row.name,
        office=row.office,
        office_short=row.office_short,
        position=row.position_name,
        status=_status(row),
        role=row.role,
        notes=notes_in(row),
    )


def _status(row: Row[*tuple[Any, ...]]) -> PassStatus:
    if row.voided_at:
        return PassStatus.VOID
    if row.withdrawn_id:
        return PassStatus.WITHDRAWN
    return PassStatus.UNCONFIRMED if row.state is ParticipantState.WITHOUT_PASS else PassStatus.VALID
