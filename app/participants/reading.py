"""How people said that a sheet is to be read: headings they explained, a header row they pointed at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from app.lib.folding import folded
from app.participants.roster_words import IGNORED, fields_of

# What a column can be said to be, as the page offers it; the words are in columns.py.
MEANINGS = (
    "name", "front_titles", "back_titles", "nip", "rank", "position", "unit", "role", "email", "phone", "sex",
    IGNORED,
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """What is known beside the words of the sheet.

    `taught` says what a folded heading means. `row` is the header row of `sheet` (0: the people begin at
    once), `columns` say what single columns hold, counted from 0; both are of one file only.
    """

    taught: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def kept(cls, kept: Mapping[str, Any] | None, *, taught: Mapping[str, str]) -> Self:
        """Return what was kept with a file (see `as_kept`), and what headings mean by now."""
        kept = kept or {}
        columns = {int(index): meaning for index, meaning in kept.get("columns", {}).items()}
        return cls(taught, kept.get("sheet", ""), kept.get("row"), columns)

    @property
    def as_kept(self) -> dict[str, Any]:
        """What is kept with the file."""
        columns = {str(index): meaning for index, meaning in self.columns.items()}
        return {"sheet": self.sheet, "row": self.row, "columns": columns}

    def fields_of(self, heading: str) -> tuple[str, ...]:
        """The fields that a heading means: as it was explained, or else by its words."""
        meant = self.taught.get(folded(heading)) if self.taught else None
        return (meant,) if meant else fields_of(heading)

    def meant_at(self, sheet: str, index: int) -> str | None:
        """What a column was said to hold, whatever its heading."""
        return self.columns.get(index) if self.columns and sheet == self.sheet else None

    @cached_property
    def taught_names(self) -> frozenset[str]:
        """The headings that were explained to be names of people."""
        return frozenset(heading for heading, meaning in self.taught.items() if meaning == "name")


BY_ITS_WORDS = Reading()
