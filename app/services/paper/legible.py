"""Tell which papers would print a name so small, or in so many lines, that it is hard to read.

Nothing is refused: a name stays as its owner writes it. Whoever prepares the papers is told in time.
"""

import enum

from app.services.paper.fitting import fit_certificate_name, fit_first_line, fit_full_name
from app.services.paper.parts import PrintedName

SMALLEST_POINTS = 7.0  # what can be read at arm's length
SMALLEST_FIRST_POINTS = 16.0  # the large words of a badge: still read across a table
MOST_BADGE_LINES = 3
SMALLEST_CERTIFICATE_POINTS = 10.0  # smaller than the text below it, a name looks like a note


class NamePaper(enum.Enum):
    """A paper that carries a name large."""

    BADGE = "badge"
    CERTIFICATE = "certificate"


def hard_to_read(name: PrintedName) -> tuple[NamePaper, ...]:
    """List the papers on which a name is hard to read as they would print it."""
    found = []
    if _is_hard_on_badge(name):
        found.append(NamePaper.BADGE)
    if fit_certificate_name(name).size < SMALLEST_CERTIFICATE_POINTS:
        found.append(NamePaper.CERTIFICATE)
    return tuple(found)


def _is_hard_on_badge(name: PrintedName) -> bool:
    whole = fit_full_name(name)
    too_small = whole.size < SMALLEST_POINTS or fit_first_line(name).size < SMALLEST_FIRST_POINTS
    return too_small or len(whole.lines) > MOST_BADGE_LINES
