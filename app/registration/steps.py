"""The steps of delegations and nominations: who did what, when and why; the last one is where it stands."""

from collections.abc import Iterable

from sqlalchemy import ScalarSelect, func, select

from app.audit.record import Doer
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.participants.models import Delegation
from app.registration.models import DelegationStep, Letter, Nomination, NominationStep, State

# Steps that a nomination can be in while it takes up its seat.
OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)


def step_delegation(
    delegation: Delegation, state: State, *, by: Doer, reason: str = "", letter: Letter | None = None
) -> DelegationStep:
    """Write the next step of a delegation."""
    step = DelegationStep(
        event_id=delegation.event_id,
        delegation_id=delegation.id,
        state=state,
        at=event_now(db.session.get_one(Event, delegation.event_id)),
        by=by.reference,
        by_name=by.name,
        reason=reason,
        letter_id=letter.id if letter else None,
    )
    db.session.add(step)
    db.session.flush()
    return step


def step_nomination(nomination: Nomination, state: State, *, by: Doer, reason: str = "") -> None:
    """Write the next step of a nomination, and repeat on its row where it stands now."""
    at = event_now(db.session.get_one(Event, nomination.event_id))
    nomination.state = state
    nomination.revision += 1
    nomination.changed_at, nomination.changed_by = at, by.name
    db.session.add(
        NominationStep(
            nomination_id=nomination.id,
            state=state,
            at=at,
            by=by.reference,
            by_name=by.name,
            reason=reason,
        )
    )
    db.session.flush()


def last_step(delegation: Delegation) -> DelegationStep | None:
    """Return where a delegation stands; None when nobody has done anything yet."""
    return last_steps([delegation.id]).get(delegation.id)


def last_steps(delegation_ids: Iterable[int]) -> dict[int, DelegationStep]:
    """Return the last step of each of these delegations that has one."""
    newest = (
        select(func.max(DelegationStep.id))
        .where(DelegationStep.delegation_id.in_(list(delegation_ids)))
        .group_by(DelegationStep.delegation_id)
    )
    found = db.session.scalars(select(DelegationStep).where(DelegationStep.id.in_(newest)))
    return {step.delegation_id: step for step in found}


def newest_state() -> ScalarSelect[State]:
    """Where a delegation stands, for a query about delegations; NULL when nobody has done anything yet."""
    steps = select(DelegationStep.state).where(DelegationStep.delegation_id == Delegation.id)
    newest = steps.order_by(DelegationStep.id.desc()).limit(1)
    return newest.correlate(Delegation).scalar_subquery()


def owes_submission(standing: State | None, *, seats: int, is_complete: bool) -> bool:
    """Whether an office still has to hand its delegation in: it has seats, and nobody filled all of them."""
    if standing is None:
        return not is_complete
    return bool(seats) and standing not in (State.SUBMITTED, State.CONFIRMED)


def reasons_of(nominations: Iterable[Nomination]) -> dict[int, str]:
    """Return the reason of each nomination's last step, where one was given."""
    ids = [nomination.id for nomination in nominations]
    newest = (
        select(func.max(NominationStep.id))
        .where(NominationStep.nomination_id.in_(ids))
        .group_by(NominationStep.nomination_id)
    )
    steps = db.session.scalars(select(NominationStep).where(NominationStep.id.in_(newest)))
    return {step.nomination_id: step.reason for step in steps if step.reason}
