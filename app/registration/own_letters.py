"""Whether the letters about a registration reach the one who registered."""

import enum
from collections.abc import Sequence

from app.messages.models import Delivery, DeliveryState
from app.messages.queries import last_sent
from app.registration.models import Nomination
from app.registration.recognise import same_address


class LetterWay(enum.Enum):
    """Where the letters go: to the address that was typed, in vain, or to another one."""

    TYPED = "typed"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"


def letter_way(nomination: Nomination) -> LetterWay:
    """Say where the letters go, without telling any address: the committee may have corrected it."""
    person = nomination.participant
    if person is not None and not same_address(nomination, person):
        return LetterWay.ELSEWHERE
    return LetterWay.FAILED if failed_letters([nomination]) else LetterWay.TYPED


def failed_letters(nominations: Sequence[Nomination]) -> dict[int, Delivery]:
    """Return the newest letter to each of these, by the id of the registration, where it did not arrive."""
    if not nominations:
        return {}
    about = {one.id: _reference(one) for one in nominations}
    newest = last_sent(nominations[0].event_id, about=list(about.values()))
    found = {one: newest[reference] for one, reference in about.items() if reference in newest}
    return {one: letter for one, letter in found.items() if letter.state is DeliveryState.FAILED}


def _reference(nomination: Nomination) -> str:
    return nomination.participant.reference if nomination.participant else nomination.reference
