"""What a page shows of a sheet before it is registered: counts, problems, and the first people.

A small thing that can be kept, made from an examination of any size.
"""

from dataclasses import dataclass, field, replace
from itertools import islice

import msgspec

from app.participants.examine_roster import Change, Examination, PlannedPerson
from app.participants.plan_mark import mark_of
from app.participants.roster import Header, Problem, Roster

SHOWN_PEOPLE = 500
SHOWN_PROBLEMS = 500
SHOWN_ROWS = 12  # of those that say the same
HEADER_DOUBTED = frozenset({"header_chosen", "nobody"})


@dataclass(frozen=True)
class ShownPerson:
    """One person as the sheet writes them and as they will be: `body` is who sends them, `unit` the cell."""

    row: int
    front_titles: str
    name: str
    back_titles: str
    nip: str | None
    position: str
    unit: str
    body: str
    change: Change


@dataclass(frozen=True)
class ShownProblem:
    """One thing to look at, however many rows say it: the first of them, and how many there are."""

    problem: Problem
    rows: tuple[int, ...]
    count: int

    @property
    def more(self) -> int:
        """How many rows are not named."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Preview:
    """What registering a sheet would change. `sheet` is without its rows and problems.

    The counts are of all: `planned` are the people without an error, `errors` and `warnings` the things to
    look at, each counted once for all the rows that say the same.
    """

    sheet: Roster
    problems: tuple[ShownProblem, ...]
    shown: tuple[ShownPerson, ...]
    people: int
    planned: int
    created: int
    updated: int
    unchanged: int
    errors: int
    warnings: int
    doubts_header: bool  # another row may be the header
    coming: dict[str, int] = field(default_factory=dict)  # into each role, less who leaves it for another
    mark: str = ""  # of the whole plan (plan_mark.py): registering does this or nothing

    @property
    def blocked(self) -> bool:
        """Whether any problem must be mended before anything is registered."""
        return self.errors > 0

    @property
    def changes(self) -> int:
        """How many people would be new or different."""
        return self.created + self.updated


def preview_of(examination: Examination) -> Preview:
    """Say of an examination what a page shows, what must be mended before what is only to be looked at."""
    errors, warnings = _said_once(examination.errors), _said_once(examination.warnings)
    roster = examination.roster
    return Preview(
        sheet=replace(roster, rows=(), problems=(), headers=_plain_headers(roster)),
        problems=(*errors, *warnings)[:SHOWN_PROBLEMS],
        shown=tuple(map(_shown, islice(examination.planned, SHOWN_PEOPLE))),
        people=len(roster.rows),
        planned=len(examination.planned),
        created=examination.count(Change.CREATED),
        updated=examination.count(Change.UPDATED),
        unchanged=examination.count(Change.UNCHANGED),
        errors=len(errors),
        warnings=len(warnings),
        doubts_header=any(problem.kind in HEADER_DOUBTED for problem in examination.problems),
        coming=examination.coming,
        mark=mark_of(examination),
    )


def as_kept(preview: Preview) -> bytes:
    """Write a preview as a file."""
    return msgspec.json.encode(preview)


def read_kept(content: bytes) -> Preview:
    """Read a preview that was kept."""
    return msgspec.json.decode(content, type=Preview)


def _said_once(problems: list[Problem]) -> list[ShownProblem]:
    """Put together what is said of many rows in the same words, in the order of the first of them."""
    rows: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        told = tuple(sorted((name, str(value)) for name, value in problem.values.items()))
        words = (problem.sheet, problem.column, problem.msgid, told)
        first.setdefault(words, problem)
        rows.setdefault(words, []).append(problem.row)
    return [
        ShownProblem(one, tuple(rows[words][:SHOWN_ROWS]), len(rows[words])) for words, one in first.items()
    ]


def _plain_headers(roster: Roster) -> tuple[Header, ...]:
    """The headers without the rows that could be one as well: a sheet may have thousands of those."""
    return tuple(replace(header, others=()) for header in roster.headers)


def _shown(person: PlannedPerson) -> ShownPerson:
    row = person.row
    return ShownPerson(
        row=row.row,
        front_titles=row.front_titles,
        name=row.name,
        back_titles=row.back_titles,
        nip=row.nip,
        position=row.position,
        unit=row.unit,
        body=person.body.name,
        change=person.change,
    )
