"""The list of participants as a sheet: what is seen, and no formula can hide in it."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from app.audit.record import Doer, record
from app.events.models import Event
from app.i18n import gettext
from app.lib.employee_numbers import grouped, masked
from app.lib.refusals import N_
from app.participants.models import Participant
from app.participants.queries import Wanted, participants_of
from app.participants.roles import ROLE_NAMES

HEADINGS = (
    N_("Number"),
    N_("Front titles"),
    N_("Name"),
    N_("Back titles"),
    N_("NIP"),
    N_("Rank"),
    N_("Position"),
    N_("Office"),
    N_("Role"),
)
CONTACTS = (N_("Email"), N_("Telephone"))
WIDTHS = (6, 12, 36, 20, 24, 24, 40, 36, 14, 30, 18)


def export_participants(event: Event, *, actor: Any, wanted: Wanted, numbers: bool, by: Doer) -> bytes:
    """Write those the actor sees into an .xlsx, in protocol order. The audit trail says who took it.

    Without `numbers` a NIP is masked, and addresses and telephone numbers are left out.
    """
    people = participants_of(event, actor=actor, wanted=wanted)
    headings = [gettext(word) for word in (*HEADINGS, *(CONTACTS if numbers else ()))]
    rows = (_row(place, person, numbers=numbers) for place, person in enumerate(people, start=1))
    record("participants.export", by=by, on=f"event:{event.id}", event_id=event.id, people=len(people))
    return text_sheet(gettext("Participants"), headings, rows)


def _row(place: int, person: Participant, *, numbers: bool) -> list[str]:
    nip = person.nip or ""
    cells = [
        str(place),
        person.front_titles,
        person.name,
        person.back_titles,
        grouped(nip) if numbers else masked(nip),
        person.rank,
        person.position_name,
        person.office.short_name,
        gettext(ROLE_NAMES[person.role]),
    ]
    return [*cells, person.email or "", person.phone or ""] if numbers else cells


def roster_template() -> bytes:
    """An empty sheet to fill in: every column is text, so no NIP loses its digits."""
    headings = [gettext(word) for word in (*HEADINGS, *CONTACTS)]
    return text_sheet(gettext("Participants"), headings, ())


def text_sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write text cells below a bold header; a cell beginning with = stays text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(name)
        text = workbook.add_format({"num_format": "@"})
        for column, width in enumerate(WIDTHS[: len(headings)]):
            page.set_column(column, column, width, text)
        _write(page, 0, headings, workbook.add_format({"bold": True, "num_format": "@"}))
        for number, row in enumerate(rows, start=1):
            _write(page, number, row, text)
        page.freeze_panes(1, 0)
    return buffer.getvalue()


def _write(page: Worksheet, number: int, cells: Sequence[str], look: Any) -> None:
    for column, cell in enumerate(cells):
        page.write_string(number, column, cell, look)
