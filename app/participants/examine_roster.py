"""Compare a sheet with what is known, and say what registering it would change. Nothing is written."""

import enum
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict

from sqlalchemy import RowMapping

from app.events.models import Event
from app.lib.employee_numbers import sex_of
from app.lib.personal_names import folded_name
from app.lib.refusals import N_
from app.offices.queries import office_directory, position_directory
from app.participants.known_people import KnownPeople, differences, identity_of, known_people
from app.participants.models import ParticipantRole
from app.participants.read_roster import read_roster
from app.participants.reading import BY_ITS_WORDS, Reading
from app.participants.roles import role_meant
from app.participants.roster import Problem, Roster, RosterRow, Severity
from app.participants.sending_bodies import SendingBodies, SendingBody


class Change(enum.Enum):
    """What registering the sheet does to one person."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class PlannedPerson:
    """One person of the sheet, recognised or new.

    `values` are the columns the sheet sets; an empty cell sets none. `differences` name what changes of
    somebody who is known: (old, new).
    """

    row: RosterRow
    body: SendingBody
    identity: str
    values: dict[str, Any]
    known: RowMapping | None
    differences: dict[str, tuple[Any, Any]]

    @property
    def change(self) -> Change:
        """Whether this person is new, changes, or stays."""
        if self.known is None:
            return Change.CREATED
        return Change.UPDATED if self.differences else Change.UNCHANGED


@dataclass(frozen=True)
class Examination:
    """What a sheet would do. `planned` leaves out the rows that have an error."""

    roster: Roster
    planned: tuple[PlannedPerson, ...]
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> bool:
        """Whether any problem must be mended before anything is registered."""
        return any(problem.blocks for problem in self.problems)

    def count(self, change: Change) -> int:
        """How many people would be created, updated or left as they are."""
        return self._counts[change]

    @property
    def changes(self) -> int:
        """How many people would be new or different."""
        return self.count(Change.CREATED) + self.count(Change.UPDATED)

    @property
    def coming(self) -> dict[str, int]:
        """How many come into each role, by its value, less who leaves it for another one."""
        coming: Counter[str] = Counter()
        for person in self.planned:
            if person.change is Change.CREATED:
                coming[person.values.get("role", ParticipantRole.PARTICIPANT).value] += 1
            elif "role" in person.differences and person.known and person.known["withdrawal_id"] is None:
                left, taken = person.differences["role"]
                coming[left.value] -= 1
                coming[taken.value] += 1
        return dict(coming)

    @cached_property
    def _counts(self) -> Counter[Change]:
        return Counter(person.change for person in self.planned)

    @property
    def errors(self) -> list[Problem]:
        """What must be mended."""
        return [problem for problem in self.problems if problem.blocks]

    @property
    def warnings(self) -> list[Problem]:
        """What should be looked at."""
        return [problem for problem in self.problems if not problem.blocks]


def examine_roster(
    event: Event, content: bytes, *, filename: str, reading: Reading = BY_ITS_WORDS
) -> Examination:
    """Read a sheet and say what registering it would change.

    Raises SheetUnreadable or TooManyRows when the file is no sheet.
    """
    roster = read_roster(content, filename=filename, today=event.starts_on, reading=reading)
    return compare(event, roster)


def compare(event: Event, roster: Roster) -> Examination:
    """Recognise the people of a sheet among those of the event, in five statements whatever its length."""
    return _Comparison(event, roster).run()


class _Who(TypedDict):
    """What a row says of whom it means."""

    name: str
    office_id: int | None
    nip: str | None


class _Comparison:
    """One comparison: what is known, loaded once, and what was found so far."""

    def __init__(self, event: Event, roster: Roster) -> None:
        self._roster = roster
        self._wrong = {(problem.sheet, problem.row) for problem in roster.problems if problem.blocks}
        self._known: KnownPeople = known_people(event)
        self._bodies = SendingBodies(office_directory())
        self._positions = position_directory()
        self._position_ids: dict[str, int | None] = {}
        self._problems = list(roster.problems)

    def run(self) -> Examination:
        """First everybody who is recognised beyond doubt, then those who gained or lost a number."""
        rows = [row for row in self._roster.rows if (row.sheet, row.row) not in self._wrong]
        identities = list(self._identities(rows))
        found = [self._known.claim(identity) for identity in identities]
        merged = [self._known.claim_merged(identity) for identity in identities]
        planned = tuple(self._plan(*each) for each in zip(rows, identities, found, merged, strict=True))
        for row in self._roster.rows:
            if (
                row.sheet,
                row.row,
            ) in self._wrong:  # it blocks already, but all its problems are told at once
                self._look_again(row, self._bodies.of(row.unit), None)
        place = {sheet.sheet: index for index, sheet in enumerate(self._roster.headers)}
        self._problems.sort(key=lambda problem: (place.get(problem.sheet, 0), problem.row))
        return Examination(self._roster, planned, tuple(self._problems))

    def _identities(self, rows: list[RosterRow]) -> Iterator[str]:
        """Identities; who shares name and office with somebody above, both without a NIP, gets a number."""
        seen: Counter[str] = Counter()
        for row in rows:
            identity = identity_of(row.nip, row.name, self._bodies.of(row.unit).code)
            seen[identity] += 1
            yield identity if seen[identity] == 1 else f"{identity}|{seen[identity]}"

    def _plan(
        self, row: RosterRow, identity: str, known: RowMapping | None, merged: RowMapping | None
    ) -> PlannedPerson:
        body = self._bodies.of(row.unit)
        who = _Who(name=row.name, office_id=body.office_id, nip=row.nip)
        if known is None and not (merged and row.nip):
            known = self._known.claim_by_name(**who)
        if known is None and merged is None:
            merged = self._known.claim_merged_by_name(**who)
        values = self._values(row, body)
        self._look_again(row, body, known)
        if known is None and merged is not None:
            self._warn(row, "name", "merged_person", _MERGED, name=row.name)
            return PlannedPerson(row, body, merged["identity"], values, merged, {})
        if known is not None and row.nip is None:
            # The number is known already; a sheet without it takes nothing away. Nor does one give anybody
            # the identity that a row merged into them has kept.
            identity = known["identity"]
        return PlannedPerson(row, body, identity, values, known, differences(known, values) if known else {})

    def _values(self, row: RosterRow, body: SendingBody) -> dict[str, Any]:
        given = {
            "nip": row.nip,
            "rank": row.rank,
            "position_name": row.position,
            "role": role_meant(row.role),
            "email": row.email,
            "phone": row.phone,
            "sex": row.sex or (sex_of(row.nip) if row.nip else ""),
        }
        values: dict[str, Any] = {name: value for name, value in given.items() if value}
        values |= {"front_titles": row.front_titles, "name": row.name, "back_titles": row.back_titles}
        if row.position:
            values["position_id"] = self._position_id(row.position)
        return values | {"office_id": body.office_id}

    def _position_id(self, text: str) -> int | None:
        if text not in self._position_ids:
            position = self._positions.find(text)
            self._position_ids[text] = position.id if position else None
        return self._position_ids[text]

    def _look_again(self, row: RosterRow, body: SendingBody, known: RowMapping | None) -> None:
        if body.office_id is None:
            self._warn(row, "unit", "unknown_office", _UNKNOWN_BODY if row.unit else _NO_BODY, unit=body.name)
        if row.role and role_meant(row.role) is None:
            self._warn(row, "role", "unknown_role", _UNKNOWN_ROLE, role=row.role)
        if known is None:
            return
        if folded_name(known["name"]) != folded_name(row.name):
            self._warn(row, "name", "name_changed", _OTHER_NAME, old=known["name"], new=row.name)
        if known["withdrawal_id"] is not None:
            self._warn(row, "name", "withdrawn_person", _WITHDRAWN, name=row.name)

    def _warn(self, row: RosterRow, column: str, kind: str, msgid: str, **values: object) -> None:
        self._problems.append(Problem(row.row, column, kind, Severity.WARNING, msgid, values, row.sheet))


_UNKNOWN_BODY = N_(
    "“%(unit)s” is in no list of offices, so it is added as an outside body. "
    "Correct the spelling if it is one of yours."
)
_NO_BODY = N_(
    "This row names no office. The person is listed under “%(unit)s”; write the office if there is one."
)
_UNKNOWN_ROLE = N_(
    "“%(role)s” is no known role. The person is listed as a participant; correct it if that is wrong."
)
_OTHER_NAME = N_(
    "The NIP of this row belongs to %(old)s on the list. The name becomes %(new)s; "
    "compare the NIP if they are two people."
)
_MERGED = N_(
    "%(name)s was merged with another row and counts as that person, so this row changes nothing. "
    "Write what is new on the page of the person."
)
_WITHDRAWN = N_(
    "%(name)s has withdrawn and stays so. Restore the person on their own page if they come after all."
)
