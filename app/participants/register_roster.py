"""Register the people of a sheet: all of them or nobody, and the same sheet twice changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.audit.record import Doer, record
from app.db import db, insert_many, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import folded
from app.lib.many_objects import many_objects
from app.lib.refusals import N_, Conflict
from app.participants.edit_person import NAME_COLUMNS
from app.participants.examine_roster import Change, Examination, PlannedPerson, compare
from app.participants.free_places import beyond_places, note_beyond_places
from app.participants.keep_roster import Changed, keep_roster, note_registration
from app.participants.kept_sheets import Roster as KeptRoster
from app.participants.known_people import FIELDS, FOLLOWING
from app.participants.models import Delegation, Participant, ParticipantRole, ParticipantState
from app.participants.occasions import somebody_came, somebody_left
from app.participants.passes import NewPass, issue_passes
from app.participants.plan_mark import refuse_other_than_shown
from app.participants.roster import Problem, Roster, RosterRow
from app.participants.search_text import search_text
from app.participants.seats import seat_people
from app.participants.sending_bodies import SendingBody, add_outside_body
from app.participants.told_change import told_change

EMPTY = {
    "nip": None,
    "rank": "",
    "position_name": "",
    "position_id": None,
    "role": ParticipantRole.PARTICIPANT,
    "email": None,
    "phone": None,
    "sex": None,
}
# What taking the sheet back gives back. A seat was given anew meanwhile, so it is not among it.
RESTORED = ("identity", "folded_name", "delegation_id", "roster_id", "roster_row", *FIELDS)


class RegisteredMeanwhile(Conflict):
    """Somebody of the sheet was registered by somebody else in the very moment."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else registered people of this sheet at the same moment. Nothing was changed; "
                "open the sheet again and look at what is new."
            )
        )


@dataclass(frozen=True)
class Registration:
    """What came of a sheet: how many people were created, updated and left as they are.

    A sheet with an error changes nothing: the counts are 0 and `problems` say what to mend. `people` is
    everybody of the sheet; `roster_id` the kept sheet, when it was registered.
    """

    created: int
    updated: int
    unchanged: int
    problems: tuple[Problem, ...]
    people: tuple[RosterRow, ...]
    roster_id: int | None = None

    @property
    def blocked(self) -> bool:
        """Whether nothing was registered, because something must be mended first."""
        return any(problem.blocks for problem in self.problems)


@many_objects()
def register_roster(
    event: Event, roster: Roster, *, by: Doer, filename: str, content: bytes, seen: str | None = None
) -> Registration:
    """Register everybody of a sheet, or nobody.

    People are recognised by NIP, or else by name and office; an empty cell erases nothing. New people get
    a pass. The sheet itself is kept. That a role went beyond its places stands in the trail. Two
    registrations of one event wait for each other.

    `seen` is the mark of the plan that somebody was shown (plan_mark.py); None when nobody was shown any.
    Raises OtherThanShown when it is another one by now, RegisteredMeanwhile when the list changed between
    looking and writing.
    """
    one_at_a_time(event.id)
    examination = compare(event, roster)
    if seen is not None:
        refuse_other_than_shown(examination, seen)
    if examination.blocked:
        return outcome(examination)
    over = beyond_places(event, examination.coming)
    kept = keep_roster(event, filename=filename, content=content, by=by, changes=examination.changes)
    try:
        _write(event, examination, kept, by=by)
    except IntegrityError as race:
        raise RegisteredMeanwhile from race
    note_beyond_places(event, over, by=by, on=f"roster:{kept.id}")
    return outcome(examination, roster_id=kept.id)


def outcome(examination: Examination, *, roster_id: int | None = None) -> Registration:
    """Say what registering comes to, or would come to."""
    counts = {change: 0 if examination.blocked else examination.count(change) for change in Change}
    return Registration(
        created=counts[Change.CREATED],
        updated=counts[Change.UPDATED],
        unchanged=counts[Change.UNCHANGED],
        problems=examination.problems,
        people=examination.roster.rows,
        roster_id=roster_id,
    )


def _write(event: Event, examination: Examination, kept: KeptRoster, *, by: Doer) -> None:
    by_change: dict[Change, list[PlannedPerson]] = {change: [] for change in Change}
    for person in examination.planned:
        by_change[person.change].append(person)
    changed = by_change[Change.CREATED] + by_change[Change.UPDATED]
    homes = _Homes(event, [person.body for person in changed])
    created = _create(event, by_change[Change.CREATED], homes, kept)
    updated = _update(by_change[Change.UPDATED], homes, kept)
    note_registration(
        event, kept, created=created, updated=updated, unchanged=len(by_change[Change.UNCHANGED]), by=by
    )
    record(
        "participants.register",
        by=by,
        on=f"roster:{kept.id}",
        event_id=event.id,
        filename=kept.filename,
        created=len(created),
        updated=dict(map(_told, by_change[Change.UPDATED])),
        unchanged=len(by_change[Change.UNCHANGED]),
        outside_bodies=homes.added,
    )
    moved = [one.participant_id for one in updated if one.is_moved]
    seat_people(event, people={*created, *moved}, by=by)
    somebody_came(event, created + [one.participant_id for one in updated], by=by)
    for role in _roles_left(updated):
        somebody_left(event, role, by=by)


def _roles_left(updated: Sequence[Changed]) -> list[ParticipantRole]:
    """The roles that somebody has no more, in an order that is always the same."""
    pairs = (one.values["role"] for one in updated)
    return sorted({old for old, new in pairs if old != new}, key=lambda role: str(role.value))


class _Homes:
    """The office and the delegation of each body that the sheet names; what is missing is added."""

    def __init__(self, event: Event, bodies: Sequence[SendingBody]) -> None:
        self.added = sorted({body.name for body in bodies if body.office_id is None})
        self._office_ids = {
            body.code: body.office_id or add_outside_body(body) for body in dict.fromkeys(bodies)
        }
        self._delegation_ids = _delegations(event, set(self._office_ids.values()))

    def of(self, body: SendingBody) -> dict[str, int]:
        """Return the columns that say for whom somebody comes."""
        office_id = self._office_ids[body.code]
        return {"office_id": office_id, "delegation_id": self._delegation_ids[office_id]}


def _delegations(event: Event, office_ids: set[int]) -> dict[int, int]:
    known = select(Delegation.office_id, Delegation.id).where(Delegation.event_id == event.id)
    there = {office_id for office_id, _ in db.session.execute(known)}
    for office_id in sorted(office_ids - there):
        insert_once(Delegation, event_id=event.id, office_id=office_id)
    return {row.office_id: row.id for row in db.session.execute(known)}


def _create(event: Event, people: list[PlannedPerson], homes: _Homes, kept: KeptRoster) -> list[int]:
    now = event_now(event)
    ids = insert_many(
        Participant,
        (
            EMPTY
            | person.values
            | homes.of(person.body)
            | _written(person, kept)
            # The state is what issue_passes below makes of it; said at once, no index is written twice.
            | {"event_id": event.id, "registered_at": now, "state": ParticipantState.REGISTERED}
            for person in people
        ),
    )
    issue_passes(event, [NewPass(participant_id) for participant_id in ids])
    return ids


def _update(people: list[PlannedPerson], homes: _Homes, kept: KeptRoster) -> list[Changed]:
    """Every row carries all columns, so that one prepared statement serves all of them."""
    rows: list[dict[str, Any]] = []
    changed: list[Changed] = []
    for person in people:
        known = {name: person.known[name] for name in ("id", *FOLLOWING, *FIELDS)} if person.known else {}
        row = known | person.values | homes.of(person.body) | _written(person, kept)
        row["search_text"] = search_text(row["folded_name"], row["position_name"])
        rows.append(row | _no_longer_so(known, row))
        changed.append(Changed(row["id"], {name: (known[name], row[name]) for name in RESTORED}))
    if rows:
        db.session.execute(update(Participant), rows)
        _forget(Participant)
    return changed


def _no_longer_so(known: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """A seat belongs to its delegation, and a confirmed name is confirmed as it was."""
    lost: dict[str, Any] = {}
    if known["delegation_id"] != row["delegation_id"]:
        lost["seat_id"] = None
    if any(known[name] != row[name] for name in NAME_COLUMNS):
        lost["name_confirmed_at"] = None
    return lost


def _written(person: PlannedPerson, kept: KeptRoster) -> dict[str, Any]:
    return {
        "identity": person.identity,
        "folded_name": folded(person.row.name),
        "roster_id": kept.id,
        "roster_row": person.row.row,
    }


def _told(person: PlannedPerson) -> tuple[str, dict[str, list[Any]]]:
    """What was changed of whom, old and new, as the audit trail keeps it."""
    changed = {name: told_change(name, values) for name, values in sorted(person.differences.items())}
    return f"participant:{person.known['id']}" if person.known else "", changed


def _forget(model: type[Any]) -> None:
    """What the session remembers of these rows is out of date: they were written in bulk."""
    for thing in list(db.session.identity_map.values()):
        if isinstance(thing, model):
            db.session.expire(thing)
