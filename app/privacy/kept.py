"""What "my data" is made of: kinds of data with their rows, for the screen, as JSON, and on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit.record import Doer, record
from app.events.clock import event_now
from app.events.models import Event
from app.events.on_paper import place_and_range, printed_letterhead
from app.i18n import date_and_time, gettext
from app.lib.refusals import N_
from app.participants.models import Participant
from app.privacy.notice import STAYS
from app.services import services
from app.services.paper import Columns, Statement, StatementPart, printable
from app.services.paper.parts import Fact

WIDEST_TABLE = 8  # columns that fit a page
Cell = str | datetime | None
Rows = Iterable[tuple[Cell, ...]]


@dataclass(frozen=True)
class Section:
    """One kind of data: its name in JSON, its title, the names and words of its columns, and its rows."""

    code: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the columns."""
        return tuple(words for _, words in self.columns)

    @property
    def facts(self) -> list[tuple[str, Cell]]:
        """The only row as pairs of words and value."""
        return list(zip(self.words, self.rows[0], strict=True))


def section(code: str, title: str, columns: dict[str, str], rows: Rows) -> Section:
    """Put rows of one kind together, with its title and the words of its columns in the page's language."""
    words = tuple((name, gettext(msgid)) for name, msgid in columns.items())
    return Section(code, gettext(title), words, tuple(rows))


def as_json(sections: Sequence[Section]) -> dict[str, list[dict[str, str | None]]]:
    """Return the data for machines: moments as ISO 8601 in UTC, a list of rows for each kind."""
    return {
        section.code: [
            {name: _machine(cell) for (name, _), cell in zip(section.columns, row, strict=True)}
            for row in section.rows
        ]
        for section in sections
    }


def in_text(cell: Cell, zone: str) -> str:
    """Write a value for people, moments in the event's zone."""
    return date_and_time(cell, zone) if isinstance(cell, datetime) else cell or ""


def _machine(cell: Cell) -> str | None:
    return cell.isoformat() if isinstance(cell, datetime) else cell


def record_copy(person: Participant, *, form: str, by: Doer) -> None:
    """Write into the trail that somebody took a copy."""
    record("privacy.copy", by=by, on=person.reference, event_id=person.event_id, form=form)


def on_paper(event: Event, person: Participant, sections: Sequence[Section]) -> bytes:
    """Print a copy for the person. A letter that no font has becomes a question mark; the JSON has it."""
    return services().press.print_statement(
        Statement(
            letterhead=printed_letterhead(event),
            heading=gettext(N_("COPY OF PERSONAL DATA")),
            subheading=(printable(person.display_name), event.title, place_and_range(event)),
            parts=(*(part for section in sections for part in _parts(section, event.zone)), _what_stays()),
            as_of=date_and_time(event_now(event), event.zone),
        )
    )


def _parts(section: Section, zone: str) -> list[StatementPart]:
    """Print several rows as a table, unless it would be too wide: then row after row."""
    rows = tuple(tuple(printable(in_text(cell, zone)) for cell in row) for row in section.rows)
    if len(rows) > 1 and len(section.words) <= WIDEST_TABLE:
        return [StatementPart(section.title, columns=Columns(section.words, rows))]
    return [StatementPart(section.title, facts=_facts(section.words, row)) for row in rows]


def _facts(words: Sequence[str], row: Sequence[str]) -> tuple[Fact, ...]:
    return tuple(Fact(one, value) for one, value in zip(words, row, strict=True) if value)


def _what_stays() -> StatementPart:
    return StatementPart(gettext(N_("What is not erased")), paragraphs=(gettext(STAYS),))
