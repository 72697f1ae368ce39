"""What a list of participants is asked for: words, filters, and the conditions they come to."""

import enum
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.lib.folding import folded
from app.offices.models import Office, OfficeAlias
from app.participants.models import Manner, Participant, ParticipantRole, ParticipantState

FEWEST_DIGITS = 3
LISTED = tuple(state for state in ParticipantState if state is not ParticipantState.MERGED)
ON_THE_LIST = (ParticipantState.REGISTERED, ParticipantState.WITHOUT_PASS)
# How people write Muhammad: the short ways as whole words, the long ones by how they begin.
MUHAMMAD_SHORT = ("muh", "muhd", "moh", "mohd", "mhd", "mch", "moch", "much", "m")
MUHAMMAD_LONG = ("muham", "moham", "mucham", "mocham")
FEWEST_LETTERS = 4
STEM = 3  # a space and two letters


class ListState(enum.Enum):
    """The tabs of the list."""

    REGISTERED = "registered"
    WITHOUT_PASS = "without_pass"  # noqa: S105 - a card, not a password
    WITHDRAWN = "withdrawn"
    SUBSTITUTED = "substituted"
    NAME_UNCONFIRMED = "name_unconfirmed"


class Seating(enum.Enum):
    """How somebody sits: in the own post, acting, for or in place of another, or not at all."""

    HOLDER = "holder"
    ACTING = "acting"
    REPRESENTING = "representing"
    SUBSTITUTE = "substitute"
    UNSEATED = "unseated"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which participants a list shows. `numbers`: whether the search may look at NIPs."""

    search: str = ""
    office_id: int | None = None
    position_id: int | None = None
    role: ParticipantRole | None = None
    state: ListState | None = None
    seating: Seating | None = None
    numbers: bool = False

    @property
    def is_everybody(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Wanted(numbers=self.numbers)

    def in_any_state(self) -> "Wanted":
        """The same list under the tab of all."""
        return replace(self, state=None)


EVERYBODY = Wanted()


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row must fulfil. Rows merged into another are on no list."""
    return [Participant.state != ParticipantState.MERGED, *narrowing(wanted)]


def narrowing(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a row must fulfil besides standing on the list."""
    found: list[ColumnElement[bool]] = []
    if wanted.office_id is not None:
        found.append(Participant.office_id == wanted.office_id)
    if wanted.position_id is not None:
        found.append(Participant.position_id == wanted.position_id)
    if wanted.role is not None:
        found.append(Participant.role == wanted.role)
    if wanted.state is not None:
        found += _in_state(wanted.state)
    if wanted.seating is not None:
        found += _seated(wanted.seating)
    return found + _found(wanted.search, numbers=wanted.numbers)


def _in_state(state: ListState) -> list[ColumnElement[bool]]:
    if state is ListState.NAME_UNCONFIRMED:
        return [Participant.state.in_(ON_THE_LIST), Participant.name_confirmed_at.is_(None)]
    return [Participant.state == ParticipantState(state.value)]


def _seated(seating: Seating) -> list[ColumnElement[bool]]:
    if seating is Seating.UNSEATED:
        return [Participant.seat_id.is_(None)]
    seated = Participant.seat_id.is_not(None)
    if seating is Seating.SUBSTITUTE:
        return [seated, Participant.substitutes_id.is_not(None)]
    return [seated, Participant.manner == Manner(seating.value)]


def _found(search: str, *, numbers: bool) -> list[ColumnElement[bool]]:
    """Every word that was typed stands in the name, the post or the office; or a NIP begins with it."""
    digits = "".join(letter for letter in search if letter.isdigit())
    if numbers and len(digits) >= FEWEST_DIGITS and not any(letter.isalpha() for letter in search):
        return [_nip_begins(digits)]
    words = folded(search).split()
    if not words:
        return [false()] if search.strip() else []  # no name has a letter of this
    # What is written one way goes first: it costs one look, and leaves few rows to the others.
    ways = sorted((ways_to_write(word, alone=len(words) == 1) for word in words), key=len)
    return [_word(texts, numbers=numbers) for texts in ways]


def _word(texts: list[str], *, numbers: bool) -> ColumnElement[bool]:
    first, *others = texts
    places = [_says(first)]
    for stem, alike in groupby(sorted(others), key=lambda text: text[:STEM]):
        # Few names have a word that begins so: the others are done with one look.
        places.append(and_(_says(stem), or_(*map(_says, alike))))
    if first.startswith(" "):  # the M of Muhammad stands in every office
        return or_(*places)
    if numbers and first.isdigit() and len(first) >= FEWEST_DIGITS:
        places.append(_nip_begins(first))
    return or_(*places, _office_says(first))


def _office_says(word: str) -> ColumnElement[bool]:
    """Few words stand in an office: whether one does is asked once, and only then of every row."""
    written = (column.icontains(word) for column in (Office.short_name, Office.name, Office.code))
    alias = Office.id.in_(select(OfficeAlias.office_id).where(OfficeAlias.folded.contains(word)))
    these = select(Office.id).where(or_(alias, *written))
    return and_(these.exists(), Participant.office_id.in_(these))


def ways_to_write(word: str, *, alone: bool) -> list[str]:
    """What to look for when somebody types a word: itself, and Muhammad in all the ways people write it."""
    long = len(word) >= FEWEST_LETTERS and any(
        name.startswith(word) or word.startswith(name) for name in MUHAMMAD_LONG
    )
    if not long and (word not in MUHAMMAD_SHORT or (alone and word == "m")):
        return [word]
    own = [word] if word != "m" else []
    return own + [f" {name} " for name in MUHAMMAD_SHORT] + [f" {name}" for name in MUHAMMAD_LONG]


def _says(text: str) -> ColumnElement[bool]:
    return Participant.search_text.contains(text)  # folded: letters and digits alone


def _nip_begins(digits: str) -> ColumnElement[bool]:
    """As a range, which an index answers on both databases."""
    return (Participant.nip >= digits) & (Participant.nip < f"{digits}:")  # the colon follows the nine
