"""Propose somebody for a seat: kept as a draft at once, and never written over unseen."""

from dataclasses import fields
from typing import Any

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import squeezed, visible
from app.lib.refusals import N_, FieldProblem, FieldsRefused
from app.participants.models import Delegation, Manner, Participant, ParticipantRole, Seat
from app.participants.person_entry import PersonEntry
from app.participants.wanted import ON_THE_LIST
from app.registration.models import Nomination, State
from app.registration.proposed_person import ProposedPerson
from app.registration.refusals import (
    NobodyNamed,
    NominationChanged,
    NominationNotThere,
    ReasonMissing,
    SeatFilled,
    TakenMeanwhile,
    UnderReview,
)
from app.registration.steps import OPEN_STATES, last_step, step_nomination

FIELDS = tuple(field.name for field in fields(PersonEntry))
EDITABLE = (State.DRAFT, State.RETURNED)
SHORTEST_KEY, LONGEST_KEY, LONGEST_NUMBER = 16, 64, 12
LONGEST_TEXT = 300


def nominate(
    delegation: Delegation, entry: PersonEntry, *, key: str, by: Doer, seat: Seat | None = None
) -> Nomination:
    """Keep a draft, as it was typed. The same `key` is the same draft, however often it is sent.

    Raises NobodyNamed, UnderReview, SeatFilled, NominationNotThere, and NominationChanged when the key or
    the seat has a draft that says something else.
    """
    _refuse_others_seat(delegation, seat)
    values = _written(entry)
    one_at_a_time(delegation.event_id)
    refuse_under_review(delegation)
    _refuse_filled(seat)
    new_id = _insert(delegation, values, key=key, by=by, seat=seat, state=State.DRAFT)
    if new_id is None:
        known = (open_nomination_at(seat) if seat else None) or _with_key(delegation, key)
        if known.state in OPEN_STATES:
            return _same_or_refused(known, values)
        # The form of somebody taken back since then is sent again: that is a new draft.
        again = f"{key[: LONGEST_KEY - LONGEST_NUMBER]}+{known.id}"
        return nominate(delegation, entry, key=again, by=by, seat=seat)
    nomination = db.session.get_one(Nomination, new_id)
    step_nomination(nomination, State.DRAFT, by=by)
    _record("registration.nominate", nomination, by=by)
    return nomination


def edit_nomination(nomination: Nomination, entry: PersonEntry, *, revision: int, by: Doer) -> Nomination:
    """Write over a draft that is as the form showed it (`revision`); what was returned becomes a draft.

    Raises NominationChanged when it is not, UnderReview when the committee has it, NobodyNamed.
    """
    values = _written(entry)
    now = look_now(nomination)
    if now.state not in EDITABLE:
        raise UnderReview
    same = all(getattr(now, name) == value for name, value in values.items())
    if now.revision != revision and not same:
        raise NominationChanged(now)
    if same:
        return now
    for name, value in values.items():
        setattr(now, name, value)
    step_nomination(now, State.DRAFT, by=by)
    _record("registration.edit_nomination", now, by=by)
    return now


def withdraw_nomination(
    nomination: Nomination, *, by: Doer, reason: str = "", revision: int | None = None
) -> None:
    """Take a proposal back; its seat is empty again. Withdrawing twice is once.

    Raises UnderReview, and TakenMeanwhile when it is not as the page showed it (`revision`).
    """
    now = look_now(nomination)
    if now.state is State.WITHDRAWN:
        return
    if now.state not in (*EDITABLE, State.WAITING):
        raise UnderReview
    if revision not in (None, now.revision):
        raise TakenMeanwhile(now)
    step_nomination(now, State.WITHDRAWN, by=by, reason=reason)
    _record("registration.withdraw_nomination", now, by=by)


def send_nobody(
    delegation: Delegation, seat: Seat, *, reason: str, key: str, by: Doer, seen: str = ""
) -> Nomination:
    """Say that a seat stays empty, and why. Filling it later is enough to take that back.

    Whoever is proposed is taken back, if the page showed so: `seen` is the `mark_of` the draft.
    Raises ReasonMissing, UnderReview, SeatFilled, NominationNotThere, TakenMeanwhile.
    """
    reason = squeezed(visible(reason))
    _refuse_others_seat(delegation, seat)
    if not reason:
        raise ReasonMissing
    one_at_a_time(delegation.event_id)
    refuse_under_review(delegation)
    _refuse_filled(seat)
    drafted = open_nomination_at(seat)
    if drafted is not None and drafted.state not in EDITABLE:
        raise UnderReview
    if drafted is not None and mark_of(drafted) != seen:
        raise TakenMeanwhile(drafted)
    if drafted is not None:
        step_nomination(drafted, State.WITHDRAWN, by=by, reason=reason)
    nobody = dict.fromkeys(FIELDS, "") | {"role": ParticipantRole.PARTICIPANT, "manner": Manner.HOLDER}
    new_id = _insert(delegation, nobody, key=key, by=by, seat=seat, state=State.WITHDRAWN)
    if new_id is None:
        return _with_key(delegation, key)
    nomination = db.session.get_one(Nomination, new_id)
    step_nomination(nomination, State.WITHDRAWN, by=by, reason=reason)
    _record("registration.send_nobody", nomination, by=by)
    return nomination


def mark_of(nomination: Nomination | None) -> str:
    """Name a nomination as it is now, or that there is none, so that a page can tell what it showed."""
    return f"{nomination.id}.{nomination.revision}" if nomination else ""


def entry_of_proposed(proposed: ProposedPerson) -> PersonEntry:
    """What is written of somebody who is proposed, as forms and the register take it."""
    return PersonEntry(**{name: getattr(proposed, name) for name in FIELDS})


def look_now(nomination: Nomination) -> Nomination:
    """Let whoever changes seats of the same event wait, and see the nomination as it is now."""
    one_at_a_time(nomination.event_id)
    db.session.expire(nomination)
    return nomination


def refuse_under_review(delegation: Delegation) -> None:
    """Raise UnderReview while the committee has the delegation."""
    step = last_step(delegation)
    if step is not None and step.state is State.SUBMITTED:
        raise UnderReview


def _refuse_others_seat(delegation: Delegation, seat: Seat | None) -> None:
    if seat is not None and seat.delegation_id != delegation.id:
        raise NominationNotThere


def _refuse_filled(seat: Seat | None) -> None:
    if seat is None:
        return
    sitting = select(Participant).where(Participant.seat_id == seat.id, Participant.state.in_(ON_THE_LIST))
    holder = db.session.scalars(sitting).one_or_none()
    if holder is not None:
        raise SeatFilled(holder.display_name)


def _written(entry: PersonEntry) -> dict[str, Any]:
    """What was typed, without what cannot be seen; nothing is judged before it is submitted."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in FIELDS}
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = squeezed(visible(value))
    too_long = [
        name for name, value in values.items() if isinstance(value, str) and len(value) > LONGEST_TEXT
    ]
    if too_long:
        told = N_("Write at most %(most)s letters.")
        raise FieldsRefused([FieldProblem(name, told, {"most": LONGEST_TEXT}) for name in too_long])
    if not values["name"]:
        raise NobodyNamed
    return values | {name: values[name] or None for name in ("nip", "email", "phone")}


def _insert(
    delegation: Delegation, values: dict[str, Any], *, key: str, by: Doer, seat: Seat | None, state: State
) -> int | None:
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise NominationNotThere  # a form of ours always has one
    return insert_once(
        Nomination,
        **values,
        event_id=delegation.event_id,
        delegation_id=delegation.id,
        seat_id=seat.id if seat else None,
        key=key,
        state=state,
        revision=0,
        changed_at=event_now(db.session.get_one(Event, delegation.event_id)),
        changed_by=by.name,
    )


def _same_or_refused(known: Nomination, values: dict[str, Any]) -> Nomination:
    if all(getattr(known, name) == value for name, value in values.items()):
        return known
    raise NominationChanged(known)


def _with_key(delegation: Delegation, key: str) -> Nomination:
    """Return the nomination of a form sent before; a key of another delegation names nothing here."""
    own = select(Nomination).filter_by(delegation_id=delegation.id, key=key)
    known = db.session.scalars(own.execution_options(populate_existing=True)).one_or_none()
    if known is None:
        raise NominationNotThere
    return known


def open_nomination_at(seat: Seat) -> Nomination | None:
    """Return who is proposed for a seat and not answered yet, as it is now."""
    question = select(Nomination).where(Nomination.seat_id == seat.id, Nomination.state.in_(OPEN_STATES))
    return db.session.scalars(question.execution_options(populate_existing=True)).one_or_none()


def _record(action: str, nomination: Nomination, *, by: Doer) -> None:
    record(
        action,
        by=by,
        on=nomination.reference,
        event_id=nomination.event_id,
        name=nomination.display_name,
        seat=nomination.seat_id,
    )
