"""Write the matrix as a workbook: by session, by day, by office, and what closed it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO

from app.attendance.matrix import Matrix, MatrixRow, Stood
from app.attendance.paper_words import STATUS, closing_notes, hour, moment, nip_for, supplement_line
from app.attendance.sheet_page import SheetPage
from app.checkin.models import AttendanceStatus
from app.events.models import Event
from app.lib import indonesian_dates
from app.lib.employee_numbers import grouped

PERSON = ("No.", "Nama", "NIP", "Jabatan", "Unit kerja")
PERSON_WIDTHS = (6, 38, 24, 34, 22)
STOOD, STOOD_WIDTHS = ("Status", "Datang", "Pulang"), (13, 8, 8)
HEADS = 3  # rows above the people
WIDTH, STAYING = len(STOOD), 2
Part = tuple[str, str]  # what stands above it, and its name


def write_matrix(event: Event, matrix: Matrix, *, at: datetime, numbers: bool) -> bytes:
    """Return the workbook; `numbers` writes NIPs whole. `at` is "as of"."""
    buffer = BytesIO()
    # Every text is written as text: nothing that people typed becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # noqa: PLC0415 - loads slowly

    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": f"Matriks kehadiran, {event.title}"})
        by_session, by_day, by_office, notes = (
            SheetPage(workbook, name, zone=event.zone)
            for name in ("Sesi", "Hari", "Unit kerja", "Keterangan")
        )
        _grid(by_session, matrix, _sessions(event, matrix), lambda row: row.sessions, numbers=numbers)
        _grid(by_day, matrix, _days(matrix), lambda row: row.days, numbers=numbers)
        _offices(by_office, matrix)
        _notes(notes, event, matrix, at)
    return buffer.getvalue()


def _sessions(event: Event, matrix: Matrix) -> list[Part]:
    return [
        (indonesian_dates.full_date(day.day.date), f"{hour(one.starts_at, event)} {one.title}")
        for day in matrix.days
        for one in day.sessions
    ]


def _days(matrix: Matrix) -> list[Part]:
    return [
        ("ditutup" if day.close else "belum ditutup", indonesian_dates.full_date(day.day.date))
        for day in matrix.days
    ]


def _grid(
    page: SheetPage,
    matrix: Matrix,
    parts: Sequence[Part],
    stood: Callable[[MatrixRow], Sequence[Stood]],
    *,
    numbers: bool,
) -> None:
    last = _heads(page, parts)
    row, number = HEADS, 0
    for office, people in matrix.offices.items():
        page.across(row, 0, last, f"{office} ({len(people)} orang)", "office")
        for one in people:
            row, number = row + 1, number + 1
            _person(page, row, number, one, numbers=numbers)
            for place, each in enumerate(stood(one)):
                _stood(page, row, len(PERSON) + place * WIDTH, each)
            page.number(row, last - 1, one.sessions_attended)
            page.number(row, last, one.days_counted)
        row += 1
    _totals(page, row, matrix, [Counter(one.status for one in column) for column in _columns(matrix, stood)])
    page.keep_in_view(HEADS, STAYING, last_row=row - 1, last_column=last)


def _columns(matrix: Matrix, stood: Callable[[MatrixRow], Sequence[Stood]]) -> list[tuple[Stood, ...]]:
    return list(zip(*(stood(row) for row in matrix.rows), strict=True))


def _heads(page: SheetPage, parts: Sequence[Part]) -> int:
    """Write the heads and return the last column."""
    end = len(PERSON) + len(parts) * WIDTH
    for row in range(HEADS - 1):
        page.texts(row, 0, [""] * len(PERSON), "head")
        page.texts(row, end, ["", ""], "head")
    page.texts(HEADS - 1, 0, [*PERSON, *(STOOD * len(parts)), "Sesi dihadiri", "Hari dihitung"], "head")
    for place, (above, name) in enumerate(parts):
        first = len(PERSON) + place * WIDTH
        page.across(0, first, first + WIDTH - 1, above)
        page.across(1, first, first + WIDTH - 1, name)
    page.widths([*PERSON_WIDTHS, *(STOOD_WIDTHS * len(parts)), 10, 10])
    return end + 1


def _person(page: SheetPage, row: int, number: int, one: MatrixRow, *, numbers: bool) -> None:
    person = one.person
    page.number(row, 0, number)
    nip = grouped(nip_for(person.nip, numbers=numbers))
    page.texts(row, 1, [person.name, nip, person.post, person.office_short])


def _stood(page: SheetPage, row: int, column: int, one: Stood) -> None:
    page.text(row, column, STATUS[one.status] if one.status else "")
    page.hour(row, column + 1, one.came_at)
    page.hour(row, column + 2, one.left_at)
    if one.note:
        page.note(row, column, one.note)


def _totals(
    page: SheetPage, row: int, matrix: Matrix, columns: Sequence[Counter[AttendanceStatus | None]]
) -> None:
    """Write how many stood how, a row for each status that occurs, and of how many nothing is known."""
    kinds: list[AttendanceStatus | None] = [
        status for status in AttendanceStatus if any(status in one for one in columns)
    ]
    for place, kind in enumerate([*kinds, None]):
        word = STATUS[kind] if kind else "belum tercatat"
        page.across(row + place, 0, len(PERSON) - 1, f"Jumlah {word}", "total")
        for column, counted in enumerate(columns):
            page.number(row + place, len(PERSON) + column * WIDTH, counted[kind], "total")
    end = len(PERSON) + len(columns) * WIDTH
    page.number(row, end, sum(one.sessions_attended for one in matrix.rows), "total")
    page.number(row, end + 1, sum(one.days_counted for one in matrix.rows), "total")


def _offices(page: SheetPage, matrix: Matrix) -> None:
    days = [indonesian_dates.full_date(day.day.date) for day in matrix.days]
    page.texts(0, 0, ["Unit kerja", "Orang", *days, "Hari orang dihitung"], "head")
    page.widths([60, 10, *([16] * len(days)), 16])
    for row, (office, people) in enumerate(matrix.offices.items(), 1):
        page.text(row, 0, office)
        here = [sum(_is_here(one.days[place]) for one in people) for place in range(len(days))]
        for column, number in enumerate([len(people), *here, sum(here)], 1):
            page.number(row, column, number)
    last = len(matrix.offices) + 1
    everybody = [sum(_is_here(one.days[place]) for one in matrix.rows) for place in range(len(days))]
    page.text(last, 0, "Jumlah", "total")
    for column, number in enumerate([len(matrix.rows), *everybody, sum(everybody)], 1):
        page.number(last, column, number, "total")
    page.keep_in_view(1, 1, last_row=last - 1, last_column=len(days) + 2)


def _is_here(one: Stood) -> bool:
    return one.status is not None and one.status.is_here


def _notes(page: SheetPage, event: Event, matrix: Matrix, at: datetime) -> None:
    lines = [event.title, f"Keadaan data {moment(at, event)}", "Datang dan pulang menurut jam tempat acara."]
    for day in matrix.days:
        name = indonesian_dates.full_date(day.day.date)
        notes = closing_notes(event, day.close, len(day.supplements)) or ("belum ditutup",)
        lines += [f"{name}: {note}" for note in notes]
        for one in (supplement_line(event, each) for each in day.supplements):
            change = f"{one.before} menjadi {one.after}. {one.why}"
            lines.append(f"{name}, susulan {one.number}: {one.name}, {one.session}: {change}")
    page.widths([140])
    for row, line in enumerate(lines):
        page.text(row, 0, line)
