"""How a name will stand on badge, attendance list and certificate: measured as the papers are printed."""

from dataclasses import dataclass

from app.services.paper.fitting import Fitted, fit_certificate_name, fit_first_line, fit_full_name
from app.services.paper.legible import NamePaper, hard_to_read
from app.services.paper.lettering import MM_PER_POINT, PAPER_TEXT, width
from app.services.paper.parts import PrintedName

LIST_BOX = 64.2  # the column of names on the attendance list, between its inner margins
LIST_SIZE = 9.0
LEADING = 1.16
BADGE_WIDE, CERTIFICATE_WIDE, LIST_WIDE = 97.0, 232.0, 97.0
MARGIN = 6.0
AIR = 3.0
GAP = 2.5  # between the large first words of a badge and the whole name
UNITS = 20  # per mm: browsers round the width of letters that are few units large


@dataclass(frozen=True, slots=True)
class Line:
    """One line as drawn: how far from the left and down to its base line, and the size of its letters."""

    text: str
    x: float
    y: float
    size: float
    face: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A strip of a paper in twentieths of a millimetre, and the points in which its last line is set."""

    wide: float
    high: float
    lines: tuple[Line, ...]
    points: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class NamePreview:
    """A name on the three papers, and on which of them it is hard to read."""

    badge: Drawing
    list: Drawing
    certificate: Drawing
    hard_to_read: tuple[NamePaper, ...]


def preview_name(name: PrintedName) -> NamePreview:
    """Draw a name as it will be printed; sizes and line breaks are those of the papers."""
    full = fit_full_name(name)
    badge = [(fit_first_line(name), "badge-bold"), (full, "badge")]
    return NamePreview(
        badge=_drawn(badge, wide=BADGE_WIDE),
        list=_drawn([(_listed(name.full), "list")], wide=LIST_WIDE),
        certificate=_drawn(
            [(fit_certificate_name(name), "certificate")], wide=CERTIFICATE_WIDE, centred=True
        ),
        hard_to_read=hard_to_read(name),
    )


def _drawn(blocks: list[tuple[Fitted, str]], *, wide: float, centred: bool = False) -> Drawing:
    lines: list[Line] = []
    y = AIR * UNITS
    for fitted, face in blocks:
        y += GAP * UNITS if lines else 0
        size = fitted.size * MM_PER_POINT * UNITS
        for text in fitted.lines:
            y += size * (LEADING if lines else 0.8)
            left = wide / 2 if centred else MARGIN
            lines.append(Line(text, left * UNITS, round(y, 1), round(size, 2), face))
    high = round(y + AIR * UNITS + lines[-1].size * 0.2)
    return Drawing(wide * UNITS, high, tuple(lines), points=blocks[-1][0].size, centred=centred)


def _listed(text: str) -> Fitted:
    """The words of a name, line by line, as a table's cell breaks them."""
    lines: list[str] = []
    for word in text.split():
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and width(trial, PAPER_TEXT) * LIST_SIZE <= LIST_BOX:
            lines[-1] = trial
        else:
            lines.append(word)
    return Fitted(LIST_SIZE, tuple(lines) or ("",))
