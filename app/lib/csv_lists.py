"""Read a list that a program or a careful person wrote: CSV in UTF-8 with known column names."""

import csv
from io import StringIO

from app.lib.refusals import N_, Refused

FIRST_LINE = 2  # the head of the table is the first


class ListUnreadable(Refused):
    """The file is no list of the kind that was asked for."""


def read_csv_list(content: bytes, *, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the lines with their numbers in the file; values without spaces around, "" for missing ones.

    Raises ListUnreadable when the file is no CSV in UTF-8 or lacks one of the columns.
    """
    try:
        lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise ListUnreadable(
            N_("The file could not be read. Save it as CSV in UTF-8, then import it again.")
        ) from trouble
    missing = [name for name in columns if not lines or name not in lines[0]]
    if missing:
        raise ListUnreadable(
            N_("The file lacks the columns %(columns)s. Add them, then import it again."),
            columns=", ".join(missing),
        )
    return [
        (number, {name: (text or "").strip() for name, text in line.items() if name})
        for number, line in enumerate(lines, FIRST_LINE)
    ]
