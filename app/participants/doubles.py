"""Who may be on the list twice: the same name in one office, or nearly the same."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.events.models import Event
from app.lib.personal_names import folded_name
from app.offices.models import Office
from app.participants.models import MergedInto, Participant
from app.participants.queries import only, question, with_all
from app.participants.wanted import EVERYBODY, ON_THE_LIST

FEWEST_LETTERS = 8  # shorter names are alike by chance
MOST_LETTERS_APART = 2
FEWEST_WORDS = 2
MOST_SHOWN = 100


class Likeness(enum.Enum):
    """Why two people may be one."""

    SAME_NAME = "same_name"
    ALIKE = "alike"


@dataclass(frozen=True)
class PossibleDouble:
    """Two people of one office who may be the same."""

    one: Participant
    other: Participant
    likeness: Likeness

    @property
    def have_different_nips(self) -> bool:
        """Whether the NIPs say that they are two after all."""
        return bool(self.one.nip and self.other.nip and self.one.nip != self.other.nip)


def possible_doubles(event: Event) -> list[PossibleDouble]:
    """List who may be twice on the list, office by office; two offices may well have people of one name."""
    pairs = list(_pairs(event))[:MOST_SHOWN]
    ids = [one for *two, _ in pairs for one in two]
    asked = with_all(question(event, None, EVERYBODY))
    people = {person.id: person for person in only(asked, ids)}
    return [
        PossibleDouble(people[one], people[other], likeness)
        for one, other, likeness in pairs
        if one in people and other in people
    ]


def _pairs(event: Event) -> Iterator[tuple[int, int, Likeness]]:
    """Neighbours in the alphabet, forwards and with the words sorted: no need to compare all with all."""
    for people in _by_office(event):
        found: dict[frozenset[int], Likeness] = {}
        names = {person.id: folded_name(person.folded_name) for person in people}
        sorted_words = {one: " ".join(sorted(name.split())) for one, name in names.items()}
        for keys in (names, sorted_words):
            for one, other in pairwise(sorted(names, key=keys.__getitem__)):
                likeness = likeness_of(names[one], names[other])
                if likeness:
                    found.setdefault(frozenset((one, other)), likeness)
        for two, likeness in sorted(found.items(), key=lambda pair: sorted(pair[0])):
            first, second = sorted(two)
            yield first, second, likeness


def _by_office(event: Event) -> list[list[Row[int, int, str]]]:
    rows = db.session.execute(
        select(Participant.id, Participant.office_id, Participant.folded_name)
        .join(Participant.office)
        .where(Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST))
        .order_by(Office.protocol_order, Office.id, Participant.id)
    )
    found: dict[int, list[Row[int, int, str]]] = defaultdict(list)
    for row in rows:
        found[row.office_id].append(row)
    return list(found.values())


def likeness_of(one: str, other: str) -> Likeness | None:
    """Compare two folded names: the same, the same words, one part of the other, or two letters apart."""
    if one == other:
        return Likeness.SAME_NAME
    words, others = set(one.split()), set(other.split())
    fewer = min(len(words), len(others))
    if fewer >= FEWEST_WORDS and (words <= others or others <= words):
        return Likeness.ALIKE
    longest = max(len(one), len(other))
    if longest >= FEWEST_LETTERS and longest - _letters_shared(one, other) <= MOST_LETTERS_APART:
        return Likeness.ALIKE
    return None


def _letters_shared(one: str, other: str) -> int:
    """How many letters are the same from the front and then from the back."""
    room = min(len(one), len(other))
    front = next((at for at in range(room) if one[at] != other[at]), room)
    back = next((at for at in range(room - front) if one[-1 - at] != other[-1 - at]), room - front)
    return front + back


def merges_of(event: Event) -> Sequence[MergedInto]:
    """List the merges of an event that hold, the newest first, with both people and their offices."""
    return _merges(
        MergedInto.duplicate_id.in_(select(Participant.id).where(Participant.event_id == event.id))
    )


def merges_with(participant: Participant) -> Sequence[MergedInto]:
    """List the merges this row has part in: as the one that counts, or as the duplicate."""
    mine = (MergedInto.duplicate_id == participant.id, MergedInto.participant_id == participant.id)
    return _merges(or_(*mine))


def _merges(condition: object) -> Sequence[MergedInto]:
    both = [
        joinedload(MergedInto.duplicate).joinedload(Participant.office),
        joinedload(MergedInto.participant).joinedload(Participant.office),
    ]
    return db.session.scalars(
        select(MergedInto).where(condition).options(*both).order_by(MergedInto.id.desc())  # type: ignore[arg-type]
    ).all()
