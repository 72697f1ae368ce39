"""Fit names and titles into their boxes before layout, so that nothing ever runs off the page.

Sizes are points, boxes millimetres. Case, order and spelling stay as they were entered.
"""

from dataclasses import dataclass
from math import floor

from app.services.paper.lettering import (
    BADGE_BOLD,
    BADGE_NAME,
    CERTIFICATE_NAME,
    CERTIFICATE_TEXT,
    size_for,
    width,
)
from app.services.paper.parts import PrintedName

NAME_BOX = 224.0  # certificate
NAME_LARGEST = 28.0
NAME_SMALLEST = 17.0  # below it the name takes two lines
CARD_BOX = 85.0  # badge, between its inner margins
FIRST_LARGEST = 60.0
FIRST_SMALLEST = 40.0
FIRST_SMALLEST_AFTER_SHORT_WORD = 31.0  # "Andi" or "Muh." alone does not tell who it is
SHORT_WORD = 5
SHORT_TITLE = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the one size they are set in."""

    size: float
    lines: tuple[str, ...]


def fit_certificate_name(name: PrintedName) -> Fitted:
    """One line from 28 to 17 pt; else the back titles below; else the name itself parted near its middle."""
    size = size_for([name.full], CERTIFICATE_NAME, box=NAME_BOX, largest=NAME_LARGEST)
    if size >= NAME_SMALLEST:
        return _shrunk([name.full], CERTIFICATE_NAME, box=NAME_BOX, largest=NAME_LARGEST)
    head, back = _without_back_titles(name)
    lines = [f"{head},", back] if back else [head]
    if size_for(lines, CERTIFICATE_NAME, box=NAME_BOX, largest=NAME_LARGEST) < NAME_SMALLEST:
        lines = _parted(head, back)
    return _shrunk(lines, CERTIFICATE_NAME, box=NAME_BOX, largest=NAME_LARGEST)


def fit_first_line(name: PrintedName) -> Fitted:
    """The first words of the name, without titles, that stay large enough to be read at three metres.

    The name a person asked to be called by wins.
    """
    line = name.call_name or _first_words(name.name)
    return _shrunk([line], BADGE_BOLD, box=CARD_BOX, largest=FIRST_LARGEST)


def fit_full_name(name: PrintedName) -> Fitted:
    """The whole name with titles in at most three lines; back titles stay together when they can."""
    head, back = _without_back_titles(name)
    smallest = 9.5
    tokens = kept_words(head)
    if back:
        tokens[-1] += ","
        together = width(back, BADGE_NAME) * smallest < CARD_BOX
        tokens += [back.replace(" ", "\u00a0")] if together else back.split()
    return _wrapped(
        tokens, BADGE_NAME, steps=((13.5, 2), (12.5, 2), (11.5, 3), (10.5, 3), (smallest, 3), (8, 3))
    )


def fit_office(text: str) -> Fitted:
    """The office on a badge, in at most two lines."""
    return _wrapped(text.split(), BADGE_BOLD, steps=((15, 2), (13, 2), (11.5, 2), (10, 2), (8.5, 3)))


def fit_post(text: str) -> Fitted:
    """The post on a badge, in at most two lines."""
    return _wrapped(text.split(), BADGE_NAME, steps=((9.5, 2), (8.5, 2), (7.5, 3)))


def balanced(text: str, *, box: float = 150.0, size: float = 12.5, face: str = CERTIFICATE_TEXT) -> list[str]:
    """The text in as few lines as stay within `box`, of nearly equal width."""
    count = int(width(text, face) * size // box) + 1
    return _balanced(text.split(), count, face)


def kept_words(text: str) -> list[str]:
    """The words that may be parted; an initial or a short title stays with what follows it."""
    kept: list[str] = []
    hold = ""
    for word in text.split():
        hold = f"{hold}\u00a0{word}" if hold else word
        if not _clings(word):
            kept.append(hold)
            hold = ""
    return [*kept, hold] if hold else kept or [""]


def _clings(word: str) -> bool:
    return len(word) == 1 or (word.endswith(".") and len(word) <= SHORT_TITLE) or word.startswith("(")


def _without_back_titles(name: PrintedName) -> tuple[str, str]:
    ending = f", {name.back_titles}"
    if name.back_titles and name.full.endswith(ending):
        return name.full.removesuffix(ending), name.back_titles
    return name.full, ""


def _parted(head: str, back: str) -> list[str]:
    """The name in two lines of like width; the back titles stay whole with the second."""
    words = kept_words(head)
    if len(words) == 1:
        return [f"{head},", back] if back else [head]

    def difference(cut: int) -> float:
        return abs(
            width(" ".join(words[:cut]), CERTIFICATE_NAME) - width(" ".join(words[cut:]), CERTIFICATE_NAME)
        )

    cut = min(range(1, len(words)), key=difference)
    second = " ".join(words[cut:])
    return [" ".join(words[:cut]), f"{second}, {back}" if back else second]


def _first_words(name: str) -> str:
    line = ""
    for word in kept_words(name):
        trial = f"{line} {word}".strip()
        short = len(line) <= SHORT_WORD or line.endswith(".")
        smallest = FIRST_SMALLEST_AFTER_SHORT_WORD if short else FIRST_SMALLEST
        if line and size_for([trial], BADGE_BOLD, box=CARD_BOX, largest=FIRST_LARGEST) < smallest:
            break
        line = trial
    return line


def _wrapped(words: list[str], face: str, *, steps: tuple[tuple[float, int], ...]) -> Fitted:
    """The first step (size, lines at most) at which the words fit; the last one shrinks what is too wide."""
    for size, most in steps[:-1]:
        lines = _filled(words, face, size)
        if len(lines) <= most and all(width(line, face) * size <= CARD_BOX for line in lines):
            return Fitted(size, tuple(lines))
    size, _ = steps[-1]
    return _shrunk(_filled(words, face, size), face, box=CARD_BOX, largest=size)


def _filled(words: list[str], face: str, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        trial = f"{line} {word}".strip()
        if line and width(trial, face) * size > CARD_BOX:
            lines.append(line)
            trial = word
        line = trial
    return [*lines, line]


def _shrunk(lines: list[str], face: str, *, box: float, largest: float) -> Fitted:
    size = size_for(lines, face, box=box, largest=largest)
    return Fitted(floor(size * 100) / 100, tuple(lines))


def _balanced(words: list[str], count: int, face: str) -> list[str]:
    if count <= 1 or len(words) <= count:
        return [" ".join(words)]
    goal = width(" ".join(words), face) / count
    cut = min(range(1, len(words)), key=lambda at: abs(width(" ".join(words[:at]), face) - goal))
    return [" ".join(words[:cut]), *_balanced(words[cut:], count - 1, face)]
