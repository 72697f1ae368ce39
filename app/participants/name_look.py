"""How a typed name will look on papers, what no font can print of it, and how its titles are spelled."""

from dataclasses import dataclass

from app.lib.folding import squeezed, visible
from app.lib.personal_names import (
    PersonalName,
    has_letters,
    joined_back,
    joined_front,
    rank_before_name,
    split_display_name,
    suggest_titles,
)
from app.lib.refusals import FieldProblem
from app.participants.models import Participant
from app.participants.person_entry import problems_of_name
from app.services.paper.name_preview import NamePreview, preview_name
from app.services.paper.parts import PrintedName

LETTERS_LOOKED_AT = 300


@dataclass(frozen=True)
class NameLook:
    """A name as typed: how papers print it (None when they cannot), what is wrong, what is suggested.

    `suggestion` is never applied by itself: somebody has to ask for it.
    """

    name: PersonalName
    preview: NamePreview | None
    problems: tuple[FieldProblem, ...]
    suggestion: PersonalName | None


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
