"""What is frozen when a day is closed: written as canonical JSON, and read back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.attendance.day import DayLine, DayPerson, DaySession, stand, totals, totals_by_office
from app.attendance.marks import Mark, Place, canonical, mark_from, written
from app.checkin.rules import DayRule


@dataclass(frozen=True, slots=True)
class DayContent:
    """A day as it stood: everybody expected, its sessions, every mark row by row, and its rule.

    `rule` is ANY or ALL of the sessions that count: naming sessions (DayRule.NAMED) is choosing those.
    """

    day_id: int
    date: str
    rule: DayRule
    sessions: tuple[DaySession, ...]
    people: tuple[DayPerson, ...]
    marks: Mapping[Place, Mark]

    def lines(self) -> tuple[DayLine, ...]:
        """Work out how everybody stands."""
        return stand(self.people, self.sessions, self.marks, rule=self.rule)


def write_content(content: DayContent, *, event: str, closed_at: datetime, closed_by: str) -> str:
    """Write what a closing seals; totals and standings stand in it for whoever reads it without us."""
    lines = content.lines()
    return canonical(
        {
            "event": event,
            "day": content.day_id,
            "date": content.date,
            "rule": content.rule.value,
            "closed_at": written(closed_at),
            "closed_by": closed_by,
            "sessions": [_session(one) for one in content.sessions],
            "people": [asdict(one) for one in content.people],
            "marks": [[*place, mark.plain()] for place, mark in sorted(content.marks.items())],
            "standings": [[line.person.id, line.status.value if line.status else None] for line in lines],
            "totals": {status.value: number for status, number in totals(lines).items()},
            "offices": [
                [one.name, one.expected, one.here, one.away, one.unknown] for one in totals_by_office(lines)
            ],
        }
    )


def read_content(text: str) -> DayContent:
    """Read back what a closing sealed."""
    plain: dict[str, Any] = json.loads(text)
    return DayContent(
        day_id=plain["day"],
        date=plain["date"],
        rule=DayRule(plain["rule"]),
        sessions=tuple(_read_session(one) for one in plain["sessions"]),
        people=tuple(DayPerson(**{**one, "rows": tuple(one["rows"])}) for one in plain["people"]),
        marks={(session, row): mark_from(mark) for session, row, mark in plain["marks"]},
    )


def _session(one: DaySession) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "starts_at": written(one.starts_at),
        "ends_at": written(one.ends_at),
        "counts": one.counts,
        "only": None if one.only is None else sorted(one.only),
    }


def _read_session(plain: dict[str, Any]) -> DaySession:
    only = plain["only"]
    return DaySession(
        id=plain["id"],
        title=plain["title"],
        starts_at=datetime.fromisoformat(plain["starts_at"]),
        ends_at=datetime.fromisoformat(plain["ends_at"]),
        counts=plain["counts"],
        only=None if only is None else frozenset(only),
    )
