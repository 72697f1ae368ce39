"""How a typed name will look on papers, what no font can print of it, and how its titles are spelled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db import db
from app.events.models import Event
from app.lib.folding import squeezed, visible
from app.lib.personal_names import (
    PersonalName,
    has_letters,
    joined_back,
    joined_front,
    name_of_row,
    rank_before_name,
    split_display_name,
    suggest_titles,
)
from app.lib.refusals import FieldProblem
from app.participants.models import Participant, ParticipantState
from app.participants.person_entry import problems_of_name
from app.services.paper.legible import NamePaper, hard_to_read
from app.services.paper.name_preview import NamePreview, preview_name
from app.services.paper.parts import PrintedName

LETTERS_LOOKED_AT = 300
MOST_MEASURED = 1_000  # names; their widths take a tenth of a second


@dataclass(frozen=True)
class NameLook:
    """A name as typed: how papers print it (None when they cannot), what is wrong, what is suggested.

    `suggestion` is never applied by itself: somebody has to ask for it.
    """

    name: PersonalName
    preview: NamePreview | None
    problems: tuple[FieldProblem, ...]
    suggestion: PersonalName | None


@dataclass(frozen=True)
class HardName:
    """Somebody whose name is hard to read on a paper: the id of the person, the name with its titles."""

    id: int
    display_name: str


def look_of_name(front_titles: str, name: str, back_titles: str, rank: str = "") -> NameLook:
    """Look at a name while somebody types it; nothing is changed, nothing is stored.

    A `rank` of police or army is printed before the name.
    """
    typed = PersonalName(
        _tidy(front_titles).rstrip(" ,"),
        _tidy(name),
        _tidy(back_titles).strip(" ,"),
        rank_before_name(_tidy(rank)),
    )
    problems = tuple(problems_of_name(typed)) if typed.display.strip() else ()
    shown = has_letters(typed.name) and not problems
    printed = PrintedName(typed.display, typed.name, typed.back_titles)
    return NameLook(typed, preview_name(printed) if shown else None, problems, _suggested(typed))


def papers_hard_to_read(participant: Participant) -> tuple[NamePaper, ...]:
    """Say on which papers somebody's name comes out too small to be read well."""
    return hard_to_read(PrintedName(participant.display_name, participant.name, participant.back_titles))


def names_hard_to_read(event: Event, paper: NamePaper) -> Sequence[HardName]:
    """List whose badge or certificate would be hard to read, the longest names first.

    Of a very large event the longest names alone are measured: the others fit.
    """
    longest = func.length(Participant.name) + func.length(Participant.back_titles)
    asked = select(
        Participant.id, Participant.front_titles, Participant.name, Participant.back_titles, Participant.rank
    ).where(Participant.event_id == event.id, Participant.state == ParticipantState.REGISTERED)
    rows = db.session.execute(asked.order_by(longest.desc(), Participant.id).limit(MOST_MEASURED))
    return [
        HardName(one, full)
        for one, front, name, back, rank in rows
        for full in [name_of_row(front, name, back, rank).display]
        if paper in hard_to_read(PrintedName(full, name, back))
    ]


def look_of(participant: Participant) -> NameLook:
    """Look at somebody's name as the list has it."""
    return look_of_name(participant.front_titles, participant.name, participant.back_titles, participant.rank)


def _tidy(text: str) -> str:
    return squeezed(visible(text[:LETTERS_LOOKED_AT]))


def _suggested(typed: PersonalName) -> PersonalName | None:
    """Titles out of the name's field, and each spelled by the book; None when all is well."""
    split = split_display_name(typed.name) if has_letters(typed.name) else typed
    name = split.name if has_letters(split.name) and not split.rank else typed.name
    moved = name != typed.name
    front = joined_front(typed.front_titles, split.front_titles) if moved else typed.front_titles
    back = joined_back(split.back_titles, typed.back_titles) if moved else typed.back_titles
    better = PersonalName(front, name, suggest_titles(back), typed.rank)
    return better if better != typed else None
