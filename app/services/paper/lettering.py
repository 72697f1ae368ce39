"""Measure text with the very fonts that print it, and tell which letters they lack."""

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb

SHIPPED_FONTS = Path(__file__).parents[3] / "static" / "paper" / "fonts"
MM_PER_POINT = 25.4 / 72

CERTIFICATE_NAME = "EBGaramond-600"
CERTIFICATE_TEXT = "EBGaramond-400"
BADGE_BOLD = "BarlowSemiCondensed-700"
BADGE_NAME = "BarlowSemiCondensed-600"
PAPER_TEXT = "Arimo-400"
PAPER_BOLD = "Arimo-700"

EXTENSIONS = {  # where a face finds the letters of Latin Extended, as the stylesheets say
    CERTIFICATE_NAME: "EBGaramond-600-ext",
    CERTIFICATE_TEXT: "EBGaramond-600-ext",
    BADGE_BOLD: "BarlowSemiCondensed-700-ext",
    BADGE_NAME: "BarlowSemiCondensed-700-ext",
    PAPER_TEXT: "Arimo-400-ext",
    PAPER_BOLD: "Arimo-700-ext",
}
LAYOUT_SPACES = frozenset(" \n\t\u00a0")


class Face(NamedTuple):
    """One font file, ready to shape, and the code points it has."""

    font: hb.Font
    units_per_em: int
    letters: frozenset[int]


def unprintable(text: str) -> str:
    """The letters of `text`, each once and in order, that some paper could not print.

    A person stands on badges, lists and certificates, so a letter counts when one of their three families
    lacks it. Spaces, tabs and line breaks are never reported.
    """
    return "".join(letter for letter in dict.fromkeys(text) if not _printable(letter))


def width(text: str, face: str) -> float:
    """The width of `text` in mm at 1 pt, kerning included: what WeasyPrint will lay out."""
    return sum(_shaped(run, name) for name, run in _runs(text, face))


def size_for(lines: list[str], face: str, *, box: float, largest: float) -> float:
    """The size in points, at most `largest`, at which every line stays within `box` mm."""
    widest = max((width(line, face) for line in lines), default=0.0)
    return min(largest, box / widest) if widest else largest


@lru_cache(maxsize=4096)
def _printable(letter: str) -> bool:
    if letter in LAYOUT_SPACES:
        return True
    return all(
        ord(letter) in _face(face).letters | _face(EXTENSIONS[face]).letters
        for face in (CERTIFICATE_NAME, BADGE_NAME, PAPER_TEXT)
    )


def _runs(text: str, face: str) -> Iterator[tuple[str, str]]:
    """The stretches of `text` that one font file prints."""
    own = _face(face).letters

    def home(letter: str) -> str:
        return face if ord(letter) in own else EXTENSIONS[face]

    return ((name, "".join(run)) for name, run in groupby(text, key=home))


@lru_cache(maxsize=16384)
def _shaped(run: str, name: str) -> float:
    face = _face(name)
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer)
    advance = sum(position.x_advance for position in buffer.glyph_positions)
    return float(advance) / face.units_per_em * MM_PER_POINT


@cache
def _face(name: str) -> Face:
    face = hb.Face((SHIPPED_FONTS / f"{name}.ttf").read_bytes())
    return Face(hb.Font(face), face.upem, frozenset(face.unicodes))
