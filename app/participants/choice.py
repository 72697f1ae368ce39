"""Whom somebody chose in the list: ticked one by one, or all that its filters leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.events.models import Event
from app.lib.refusals import N_, Refused
from app.participants.models import ParticipantState
from app.participants.queries import ids_of
from app.participants.wanted import EVERYBODY, LISTED, Wanted


class NobodyChosen(Refused):
    """Something was to be done, but to nobody."""

    def __init__(self) -> None:
        super().__init__(
            N_("Nobody was chosen. Tick people in the list, or choose all that match, then try again.")
        )


@dataclass(frozen=True)
class Choice:
    """Who was chosen: these ids, or with None everybody the filters leave."""

    wanted: Wanted
    ids: tuple[int, ...] | None


def ids_chosen(
    event: Event, choice: Choice, *, actor: Any, states: Collection[ParticipantState] = LISTED
) -> Sequence[int]:
    """List the ids of those chosen who stand so on the list, in protocol order, within reach of the actor.

    Raises NobodyChosen.
    """
    if choice.ids is None:
        people = ids_of(event, actor=actor, wanted=choice.wanted, states=states)
    else:
        ticked = frozenset(choice.ids)
        everybody = ids_of(event, actor=actor, wanted=EVERYBODY, states=states)
        people = [one for one in everybody if one in ticked]
    if not people:
        raise NobodyChosen
    return people
