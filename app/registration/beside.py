"""Who else an office proposes: one NIP is one person, and fills one seat."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from app.db import db
from app.lib.personal_names import folded_name
from app.lib.refusals import N_, FieldProblem, FieldsRefused
from app.participants.models import Participant
from app.registration.models import Nomination, State
from app.registration.steps import OPEN_STATES


class TwoSeatsForOne(FieldsRefused):
    """One person, by the NIP or as the committee says, would fill two seats."""


def same_number_beside(nomination: Nomination) -> FieldProblem | None:
    """Say whose proposal of the office has the same NIP: a digit is wrong, or one person has two seats."""
    digits = _digits(nomination)
    if not digits:
        return None
    for other in _beside(nomination):
        if _digits(other) == digits:
            return FieldProblem("nip", _SAME_NUMBER, {"name": other.display_name})
    return None


def same_names_beside(nomination: Nomination) -> Iterator[FieldProblem]:
    """Say whose proposal of the same office has the same name, when no two NIPs say that they are two."""
    name = folded_name(nomination.name)
    for other in _beside(nomination):
        both_numbered = _digits(nomination) and _digits(other)
        if folded_name(other.name) == name and not both_numbered:
            yield FieldProblem("name", _SAME_NAME, {"name": other.display_name})


def refuse_confirmed_as_another(nomination: Nomination, person: Participant) -> None:
    """Raise TwoSeatsForOne when this person was confirmed as somebody of another name, and sits there."""
    before = select(Nomination).where(
        Nomination.participant_id == person.id,
        Nomination.id != nomination.id,
        Nomination.state == State.CONFIRMED,
        Nomination.seat_id == person.seat_id,
    )
    for other in db.session.scalars(before):
        if folded_name(other.name) != folded_name(nomination.name):
            raise TwoSeatsForOne([FieldProblem("nip", _SAME_NUMBER, {"name": other.display_name})])


def refuse_two_seats(same: Mapping[int, Participant]) -> None:
    """Raise TwoSeatsForOne when the committee has said of two proposals that they mean the same person."""
    for number, person in same.items():
        if any(other.id == person.id for again, other in same.items() if again < number):
            raise TwoSeatsForOne([FieldProblem("name", _SAME_PERSON, {"name": person.display_name})])


def _beside(nomination: Nomination) -> Sequence[Nomination]:
    others = select(Nomination).where(
        Nomination.delegation_id == nomination.delegation_id,
        Nomination.id != nomination.id,
        Nomination.state.in_(OPEN_STATES),
    )
    return db.session.scalars(others.order_by(Nomination.id)).all()


def _digits(nomination: Nomination) -> str:
    return "".join(letter for letter in nomination.nip or "" if letter.isdigit())


_SAME_NUMBER = N_(
    "%(name)s is proposed with the same NIP. A NIP belongs to one person: correct it, or take one of "
    "both back."
)
_SAME_PERSON = N_("Two proposals are said to mean %(name)s, who can fill one seat. Return one of both.")
_SAME_NAME = N_("%(name)s is proposed beside. If it is the same person, return one of both.")
