"""A list of people as the committee keeps it: a line for each, a name and what tells namesakes apart."""

import re
from collections.abc import Iterable

from app.events.models import Event
from app.lib.folding import folded
from app.lib.personal_names import folded_name, split_display_name
from app.lib.refusals import N_, FieldProblem, FieldsRefused
from app.participants.models import Participant
from app.participants.queries import participants_of

NIP = re.compile(r"\d{18}")
SHOWN = 3


class NamesUnknown(FieldsRefused):
    """Lines that mean nobody, or several people."""

    def __init__(self, lines: list[str], *, several: bool) -> None:
        names = "; ".join(lines[:SHOWN]) + ("; …" if len(lines) > SHOWN else "")
        unknown = N_("Nobody on the list of participants is meant by: %(names)s. Correct these lines.")
        alike = N_("Several people are meant by: %(names)s. Add the NIP or the office after a semicolon.")
        super().__init__([FieldProblem("people", alike if several else unknown, {"names": names})])


def written_list(people: Iterable[Participant]) -> str:
    """Write a list that `read_list` reads back: the name, and the NIP or else the office."""
    return "\n".join(f"{one.display_name}; {one.nip or one.office.short_name}" for one in people)


def read_list(event: Event, text: str) -> frozenset[int]:
    """Return the ids of those whom the lines name. Raises NamesUnknown."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return frozenset()
    people = participants_of(event)
    meant = {line: _meant(line, people) for line in lines}
    if unknown := [line for line, found in meant.items() if not found]:
        raise NamesUnknown(unknown, several=False)
    if alike := [line for line, found in meant.items() if len(found) > 1]:
        raise NamesUnknown(alike, several=True)
    return frozenset(found[0] for found in meant.values())


def _meant(line: str, people: Iterable[Participant]) -> list[int]:
    """Return who is meant: by the NIP when there is one, else by the name and the office after it."""
    number = NIP.search(line.replace(" ", ""))
    if number:
        return [one.id for one in people if one.nip == number.group()]
    written, _, office = line.partition(";")
    name, office = folded_name(split_display_name(written).name), folded(office)
    return [
        one.id
        for one in people
        if one.folded_name == name and office in folded(f"{one.office.short_name} {one.office.name}")
    ]
