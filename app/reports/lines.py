"""What a line of readiness says: whether it is ready, how many are missing, and where to mend it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.access import Permission


class Part(enum.Enum):
    """Which part of the preparation a line belongs to."""

    PEOPLE = "people"
    PASSES = "passes"
    HALL = "hall"
    PAPERS = "papers"
    MACHINE = "machine"


@dataclass(frozen=True, kw_only=True)
class Mending:
    """Where a line is mended: a page (an endpoint below the event), filtered to exactly what is missing."""

    label: str
    endpoint: str
    permission: Permission
    query: Mapping[str, str] = field(default_factory=dict)
    of_event: bool = True


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that must be ready, and is when nothing is missing.

    `title` and `text` are msgids; the text tells what is missing and is filled with `numbers`.
    """

    part: Part
    title: str
    missing: int
    text: str
    values: Mapping[str, int] = field(default_factory=dict)
    mending: Mending

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def numbers(self) -> dict[str, int]:
        """What fills the text."""
        return {"missing": self.missing, **self.values}


@dataclass(frozen=True)
class Readiness:
    """All lines, part by part."""

    lines: tuple[Line, ...]

    @property
    def ready(self) -> int:
        """How many are ready."""
        return sum(line.is_ready for line in self.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """Those that are not."""
        return tuple(line for line in self.lines if not line.is_ready)

    def of(self, part: Part) -> tuple[Line, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.part is part)
