"""Say what the columns of a sheet hold and which row names them; the next sheet knows these headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.lib.folding import folded, squeezed
from app.lib.sheet_marks import column_letters
from app.participants.kept_sheets import Roster as KeptRoster
from app.participants.kept_sheets import TaughtHeading
from app.participants.read_roster import SEEN_COLUMNS
from app.participants.reading import MEANINGS, Reading
from app.participants.roster import Column, Glimpse, Header, Roster


@dataclass(frozen=True)
class Explained:
    """One column as the page shows it: `fields` it fills now, `said` what somebody said it holds."""

    index: int
    letters: str
    heading: str
    values: Sequence[str]
    fields: tuple[str, ...]
    said: str


def taught_headings() -> dict[str, str]:
    """What headings mean by now, by their folded words."""
    return {
        row.folded: row.field for row in db.session.execute(select(TaughtHeading.folded, TaughtHeading.field))
    }


def reading_of(kept: KeptRoster) -> Reading:
    """How a kept sheet is read: by its words, by what was taught, by what was said of this file."""
    return Reading.kept(kept.reading, taught=taught_headings())


def columns_of(roster: Roster, header: Header, reading: Reading) -> list[Explained]:
    """Every column of a sheet, those not understood first."""
    glimpse = next(one for one in roster.glimpses if one.sheet == header.sheet)
    explained = []
    for index in range(glimpse.width):
        own = [column for column in (*header.columns, *header.unread) if column.index == index]
        heading = own[0].heading if own else ""
        values = glimpse.values(index, header.row)
        if heading or values:
            fields = tuple(column.field for column in own if column.field)
            said = _said(reading, header.sheet, index, heading)
            explained.append(Explained(index, column_letters(index), heading, values, fields, said))
    return sorted(explained, key=lambda column: bool(column.fields))


def explain_roster(
    event: Event,
    kept: KeptRoster,
    roster: Roster,
    *,
    sheet: str,
    row: int | None,
    meanings: Mapping[int, str],
    by: Doer,
) -> None:
    """Keep what somebody said about a sheet; `roster` is the sheet as it was read before.

    `row` is the header row pointed at (0: there is none), None leaves it to the words. `meanings` say what
    columns hold, "" takes that back. Headings are taught for all sheets, columns without one for this file.
    """
    before = reading_of(kept)
    row = before.row if row is None and before.sheet == sheet else row
    columns = dict(before.columns) if before.sheet == sheet else {}
    headings = {column.index: column.heading for column in _columns(roster, sheet, row)}
    taught: dict[str, str] = {}
    for index, meaning in meanings.items():
        heading = headings.get(index, "")
        if (
            index >= SEEN_COLUMNS
            or meaning not in ("", *MEANINGS)
            or meaning == _said(before, sheet, index, heading)
        ):
            continue
        if folded(heading) and row != 0:
            taught[heading] = meaning
        elif meaning:
            columns[index] = meaning
        else:
            columns.pop(index, None)
    teach_headings(event, taught, by=by)
    kept.reading = Reading(sheet=sheet, row=row, columns=columns).as_kept
    db.session.flush()


def teach_headings(event: Event, meanings: Mapping[str, str], *, by: Doer) -> None:
    """Remember what headings mean, for every sheet from now on; "" forgets it."""
    for heading, meaning in meanings.items():
        key = folded(heading)
        db.session.execute(delete(TaughtHeading).where(TaughtHeading.folded == key))
        if meaning:
            insert_once(
                TaughtHeading,
                heading=heading,
                folded=key,
                field=meaning,
                taught_at=event_now(event),
                taught_by=by.name,
            )
    if meanings:
        record("participants.teach_headings", by=by, event_id=event.id, meanings=dict(meanings))


def _said(reading: Reading, sheet: str, index: int, heading: str) -> str:
    return reading.meant_at(sheet, index) or reading.taught.get(folded(heading), "")


def _columns(roster: Roster, sheet: str, row: int | None) -> list[Column]:
    """The columns with their headings: of the header that was read, or of the row that is pointed at."""
    for header in roster.headers:
        if header.sheet == sheet and row in (None, header.row):
            return [*header.columns, *header.unread]
    for glimpse in roster.glimpses:
        if glimpse.sheet == sheet:
            return _headings(glimpse, row)
    return []


def _headings(glimpse: Glimpse, row: int | None) -> list[Column]:
    cells = next((cells for number, cells in glimpse.rows if number == row), ())
    return [Column(index, "", squeezed(cell)) for index, cell in enumerate(cells)]
