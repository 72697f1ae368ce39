"""The committee's answer: nominations become participants with a pass, or go back with a reason."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import squeezed
from app.lib.refusals import N_, Conflict
from app.participants.edit_person import edit_person
from app.participants.models import Delegation, Participant
from app.participants.person_entry import check_entry, filled_from
from app.participants.register_person import nip_holder, register_person
from app.participants.seats import take_seat
from app.registration.beside import (
    TwoSeatsForOne,
    refuse_confirmed_as_another,
    refuse_two_seats,
    same_number_beside,
)
from app.registration.models import DelegationStep, Nomination, State
from app.registration.nominate import entry_of_proposed, look_now
from app.registration.refusals import NominationNotThere, ReasonMissing
from app.registration.steps import last_step, step_delegation, step_nomination
from app.registration.tell_answers import tell_office


class NotSubmitted(Conflict):
    """The committee can only answer what was handed in and not answered yet."""

    def __init__(self) -> None:
        super().__init__(N_("This was answered already, or taken back. Look at the delegation again."))


def confirm_delegation(
    delegation: Delegation, *, by: Doer, same: dict[int, Participant] | None = None
) -> list[Participant]:
    """Register everybody who was handed in, all or nobody, each in the seat and manner written.

    `same` says of a nomination's id which participant it means, when that one is on the list already.
    Raises NotSubmitted, and what register_person refuses.
    """
    one_at_a_time(delegation.event_id)
    submitted = _to_answer(delegation)
    known = same or {}
    refuse_two_seats(known)
    people = [_register(each, delegation, by=by, same=known.get(each.id)) for each in submitted]
    _settle(delegation, by=by)
    return people


def confirm_nomination(nomination: Nomination, *, by: Doer, same: Participant | None = None) -> Participant:
    """Register one of those who were handed in; with the last one the delegation is confirmed."""
    delegation = _delegation_of(look_now(nomination))
    if nomination.state is not State.SUBMITTED:
        raise NotSubmitted
    person = _register(nomination, delegation, by=by, same=same)
    _settle(delegation, by=by)
    return person


def return_delegation(delegation: Delegation, *, reason: str, by: Doer) -> DelegationStep:
    """Give everything that was handed in back to the office, with the reason it reads on its page.

    Raises ReasonMissing and NotSubmitted.
    """
    reason = _reason(reason)
    one_at_a_time(delegation.event_id)
    for nomination in _to_answer(delegation):
        step_nomination(nomination, State.RETURNED, by=by, reason=reason)
    return _returned(delegation, reason=reason, by=by)


def return_nomination(nomination: Nomination, *, reason: str, by: Doer) -> DelegationStep:
    """Give one person back; the others stay handed in, and the office may write again."""
    reason = _reason(reason)
    delegation = _delegation_of(look_now(nomination))
    if nomination.state is not State.SUBMITTED:
        raise NotSubmitted
    step_nomination(nomination, State.RETURNED, by=by, reason=reason)
    return _returned(delegation, reason=reason, by=by)


def submitted_of(delegation: Delegation) -> Sequence[Nomination]:
    """List whom an office has handed in and the committee has not answered, in the order of writing."""
    question = (
        select(Nomination)
        .where(Nomination.delegation_id == delegation.id, Nomination.state == State.SUBMITTED)
        .order_by(Nomination.id)
    )
    return db.session.scalars(question.execution_options(populate_existing=True)).all()


def _to_answer(delegation: Delegation) -> Sequence[Nomination]:
    """An office may also hand in that it sends nobody."""
    submitted, step = submitted_of(delegation), last_step(delegation)
    if not submitted and (step is None or step.state is not State.SUBMITTED):
        raise NotSubmitted
    return submitted


def _register(
    nomination: Nomination, delegation: Delegation, *, by: Doer, same: Participant | None
) -> Participant:
    event = db.session.get_one(Event, nomination.event_id)
    written, office = entry_of_proposed(nomination), delegation.office
    entry = check_entry(written, office_name=office.name, today=event.starts_on).accepted()
    twice = same_number_beside(nomination)
    if twice is not None:
        raise TwoSeatsForOne([twice])
    person = same or _known_here(entry.nip, delegation)
    if person is None:
        person = register_person(event, entry, office=office, by=by)
    elif person.delegation_id != delegation.id:
        raise NominationNotThere
    else:
        refuse_confirmed_as_another(nomination, person)
        # An office says who fills a seat, not as what somebody of the list takes part.
        edit_person(person, filled_from(replace(entry, role=person.role), person), by=by)
    if nomination.seat is not None and person.seat_id != nomination.seat_id:
        take_seat(person, nomination.seat, by=by)
    nomination.participant_id = person.id
    step_nomination(nomination, State.CONFIRMED, by=by)
    record("registration.confirm", by=by, on=person.reference, event_id=event.id, name=person.display_name)
    return person


def _known_here(nip: str | None, delegation: Delegation) -> Participant | None:
    """Whoever of this very office has the NIP is the same person: a sheet may have been first."""
    holder = nip_holder(delegation.event_id, nip)
    here = holder is not None and holder.delegation_id == delegation.id and holder.withdrawal is None
    return holder if here else None


def _settle(delegation: Delegation, *, by: Doer) -> None:
    """When nobody waits for an answer any more, the delegation stands confirmed, unless part was returned."""
    db.session.flush()
    if submitted_of(delegation):
        return
    step = last_step(delegation)
    if step is None or step.state is not State.RETURNED:
        letter = step.letter if step else None
        step = step_delegation(delegation, State.CONFIRMED, by=by, letter=letter)
        tell_office(delegation, step, by=by)


def _returned(delegation: Delegation, *, reason: str, by: Doer) -> DelegationStep:
    step = step_delegation(delegation, State.RETURNED, by=by, reason=reason)
    record("registration.return", by=by, on=delegation.reference, event_id=delegation.event_id, reason=reason)
    tell_office(delegation, step, by=by)
    return step


def _delegation_of(nomination: Nomination) -> Delegation:
    if nomination.delegation is None:
        raise NominationNotThere
    return nomination.delegation


def _reason(text: str) -> str:
    reason = squeezed(text)
    if not reason:
        raise ReasonMissing
    return reason
