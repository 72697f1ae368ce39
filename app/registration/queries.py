"""Questions about delegations, their seats and who was proposed for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.offices.models import BELOW_ALL_POSTS, Position
from app.participants.models import Delegation, Participant, Seat
from app.participants.wanted import ON_THE_LIST
from app.registration.kept_requests import SubstitutionRequest
from app.registration.letters import letters_of
from app.registration.letters_owed import letter_follows
from app.registration.models import DelegationStep, Letter, Nomination, State
from app.registration.refusals import NominationNotThere
from app.registration.requests_of_offices import open_requests, requests_of
from app.registration.steps import OPEN_STATES, last_step, last_steps, reasons_of


class DelegationNotThere(NotThere):
    """The event has no such delegation, or not for the one who asks."""

    def __init__(self) -> None:
        super().__init__(N_("This office has no delegation at the event yet. Ask the committee."))


@dataclass(frozen=True)
class Place:
    """One line of an office's page: a seat (None: beyond the plan), who fills it, who is proposed for it."""

    seat: Seat | None
    holder: Participant | None
    nomination: Nomination | None
    reason: str = ""

    @property
    def state(self) -> str:
        """How the line stands: empty, nobody, draft, submitted, returned or confirmed."""
        if self.holder is not None:
            return "confirmed"
        if self.nomination is None:
            return "empty"
        return "nobody" if self.nomination.state is State.WITHDRAWN else self.nomination.state.value

    @property
    def post(self) -> str:
        """The post whose seat it is; "" for staff and for lines beyond the plan."""
        return self.seat.position.name if self.seat and self.seat.position else ""


@dataclass(frozen=True)
class OfficePage:
    """What an office sees of its delegation."""

    event: Event
    delegation: Delegation
    places: tuple[Place, ...]
    letters: Sequence[Letter]
    step: DelegationStep | None
    requests: Sequence[SubstitutionRequest]
    letter_follows: bool

    @property
    def is_locked(self) -> bool:
        """Whether the committee has it now."""
        return self.step is not None and self.step.state is State.SUBMITTED

    @property
    def has_plan(self) -> bool:
        """Whether the delegation has seats; without them it is a plain list of people."""
        return any(place.seat for place in self.places)

    @property
    def empty(self) -> int:
        """How many seats have nobody yet, and no word that nobody comes."""
        return sum(place.state == "empty" for place in self.places)

    @property
    def drafts(self) -> int:
        """How many people would be handed in."""
        return sum(place.state in {"draft", "returned"} for place in self.places)

    @property
    def asked(self) -> dict[int, SubstitutionRequest]:
        """The newest request to replace somebody, by the id of who would leave."""
        return {one.left_id: one for one in reversed(self.requests)}


@dataclass(frozen=True)
class Waiting:
    """A delegation that waits for the committee: since when, how many people, how many to be replaced.

    `is_handed_in`: the whole delegation waits, not only a request that somebody is replaced.
    """

    delegation: Delegation
    since: datetime
    people: int
    substitutions: int
    is_handed_in: bool


def delegation_of_office(event: Event, office_id: int) -> Delegation:
    """Return the delegation of an office at an event, or raise DelegationNotThere."""
    return _one(Delegation.event_id == event.id, Delegation.office_id == office_id)


def delegation_of_event(event: Event, delegation_id: int) -> Delegation:
    """Return a delegation of this very event with its office, or raise DelegationNotThere."""
    return _one(Delegation.event_id == event.id, Delegation.id == delegation_id)


def delegation_with_id(delegation_id: int) -> Delegation:
    """Return the delegation that a link is about, or raise DelegationNotThere."""
    return _one(Delegation.id == delegation_id)


def person_of(delegation: Delegation, participant_id: int) -> Participant:
    """Return somebody of this very delegation, or raise NominationNotThere."""
    person = db.session.get(Participant, participant_id)
    if person is None or person.delegation_id != delegation.id:
        raise NominationNotThere
    return person


def seat_of(delegation: Delegation, seat_id: int) -> Seat:
    """Return a seat of this very delegation, or raise NominationNotThere."""
    question = select(Seat).where(Seat.id == seat_id, Seat.delegation_id == delegation.id)
    seat = db.session.scalars(question.options(joinedload(Seat.position))).one_or_none()
    if seat is None:
        raise NominationNotThere
    return seat


def nomination_of(delegation: Delegation, nomination_id: int) -> Nomination:
    """Return a nomination of this very delegation, or raise NominationNotThere."""
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or nomination.delegation_id != delegation.id:
        raise NominationNotThere
    return nomination


def office_page(delegation: Delegation) -> OfficePage:
    """Gather what an office sees: its seats in the order of their posts, then people beyond the plan."""
    event = db.session.get_one(Event, delegation.event_id)
    people = _people(delegation)
    nominations = _nominations(delegation)
    reasons = reasons_of(nominations)
    sitting = {person.seat_id: person for person in people if person.seat_id}
    at_seat = {each.seat_id: each for each in nominations if each.seat_id and _counts_at_seat(each)}
    places = [
        Place(seat, sitting.get(seat.id), proposed, reasons.get(proposed.id, "") if proposed else "")
        for seat in _seats(delegation)
        for proposed in [at_seat.get(seat.id)]
    ]
    beyond = [each for each in nominations if each.seat_id is None and each.state in OPEN_STATES]
    places += [Place(None, None, each, reasons.get(each.id, "")) for each in beyond]
    places += [Place(None, person, None) for person in people if person.seat_id is None]
    letters, step = letters_of(delegation), last_step(delegation)
    asked, follows = requests_of(delegation), letter_follows(delegation)
    return OfficePage(event, delegation, tuple(places), letters, step, asked, follows)


def history_of_delegation(delegation: Delegation) -> Sequence[DelegationStep]:
    """List the steps of a delegation, the newest first."""
    question = select(DelegationStep).where(DelegationStep.delegation_id == delegation.id)
    newest_first = question.options(joinedload(DelegationStep.letter)).order_by(DelegationStep.id.desc())
    return db.session.scalars(newest_first).all()


def waiting_for_the_committee(event: Event) -> list[Waiting]:
    """List the delegations that the committee has not answered, whoever waits longest first."""
    counted = (
        select(Nomination.delegation_id, func.count(Nomination.id))
        .where(
            Nomination.event_id == event.id,
            Nomination.delegation_id.is_not(None),
            Nomination.state == State.SUBMITTED,
        )
        .group_by(Nomination.delegation_id)
    )
    people = {key: int(number) for key, number in db.session.execute(counted)}
    every = select(Delegation).where(Delegation.event_id == event.id).options(joinedload(Delegation.office))
    delegations = {each.id: each for each in db.session.scalars(every)}
    steps, asked = last_steps(delegations), open_requests(event.id)
    handed_in = {
        key: step.at for key, step in steps.items() if step.state is State.SUBMITTED or key in people
    }
    waiting = [
        Waiting(
            delegations[key],
            since=min([*asked.get(key, ()), *([handed_in[key]] if key in handed_in else [])]),
            people=people.get(key, 0),
            substitutions=len(asked.get(key, ())),
            is_handed_in=key in handed_in,
        )
        for key in handed_in.keys() | asked.keys()
    ]
    return sorted(waiting, key=lambda each: (each.since, each.delegation.id))


def _one(*conditions: object) -> Delegation:
    question = select(Delegation).where(*conditions).options(joinedload(Delegation.office))  # type: ignore[arg-type]
    delegation = db.session.scalars(question).one_or_none()
    if delegation is None:
        raise DelegationNotThere
    return delegation


def _seats(delegation: Delegation) -> Sequence[Seat]:
    rank = func.coalesce(Position.rank_order, BELOW_ALL_POSTS)
    question = select(Seat).outerjoin(Seat.position).where(Seat.delegation_id == delegation.id)
    ordered = question.options(joinedload(Seat.position)).order_by(rank, Seat.id)
    return db.session.scalars(ordered).all()


def _people(delegation: Delegation) -> Sequence[Participant]:
    question = (
        select(Participant)
        .outerjoin(Participant.position)
        .where(Participant.delegation_id == delegation.id, Participant.state.in_(ON_THE_LIST))
        .order_by(func.coalesce(Position.rank_order, BELOW_ALL_POSTS), Participant.folded_name)
    )
    return db.session.scalars(question).all()


def _nominations(delegation: Delegation) -> Sequence[Nomination]:
    question = select(Nomination).where(Nomination.delegation_id == delegation.id).order_by(Nomination.id)
    return db.session.scalars(question).all()


def _counts_at_seat(nomination: Nomination) -> bool:
    """Whether a seat shows it: somebody proposed, or the word that nobody comes; the newest one counts."""
    return nomination.state in OPEN_STATES or (nomination.state is State.WITHDRAWN and not nomination.name)
