"""What happened to one delegation: its steps and the substitutions in its seats, the newest first."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.lib.refusals import N_
from app.participants.history import Happening
from app.participants.models import Delegation, Participant
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import DelegationStep, State, Substitution
from app.registration.queries import history_of_delegation
from app.registration.requests_of_offices import requests_of

STEPS = {
    State.DRAFT: (N_("Seats filled in."), "pencil", ""),
    State.INVITED: (N_("The office was invited."), "send", ""),
    State.SUBMITTED: (N_("Submitted by the office."), "send", "wait"),
    State.RETURNED: (N_("Returned to the office:"), "undo-2", "warn"),
    State.CONFIRMED: (N_("Confirmed by the committee."), "circle-check", "ok"),
    State.WITHDRAWN: (N_("Withdrawn."), "undo-2", "warn"),
}
CLOSED = {
    State.RETURNED: (N_("The request was returned:"), "undo-2", "warn"),
    State.WITHDRAWN: (N_("The office took its request back:"), "x", ""),
}


def told_of(delegation: Delegation) -> list[Happening]:
    """Tell the steps of a delegation and who took whose seat, the newest first."""
    told = [_step(step) for step in history_of_delegation(delegation) if step.state in STEPS]
    told += [_substitution(one) for one in substitutions_of(delegation)]
    told += [happening for one in requests_of(delegation) for happening in _request(one)]
    return sorted(told, key=lambda happening: happening.at, reverse=True)


def substitutions_of(delegation: Delegation) -> list[Substitution]:
    """List who took whose seat in a delegation, the newest first."""
    question = (
        select(Substitution)
        .join(Participant, Participant.id == Substitution.left_id)
        .where(Participant.delegation_id == delegation.id)
        .options(
            joinedload(Substitution.left), joinedload(Substitution.came), joinedload(Substitution.letter)
        )
        .order_by(Substitution.id.desc())
    )
    return list(db.session.scalars(question))


def _step(step: DelegationStep) -> Happening:
    what, icon, kind = STEPS[step.state]
    text = f"{step.reason} ({step.by_name})" if step.reason else step.by_name
    return Happening(what=what, at=step.at, icon=icon, kind=kind, text=text)


def _request(one: SubstitutionRequest) -> Iterator[Happening]:
    """Tell that it was asked for, and of an answer what no substitution tells."""
    who = f"{one.left.display_name} → {one.display_name}"
    what = N_("The office asks for a substitution:")
    text = f"{who} · {one.reason} ({one.asked_by_name})"
    yield Happening(what=what, at=one.asked_at, icon="refresh-cw", kind="wait", text=text)
    if one.answered_at and one.state in CLOSED:
        what, icon, kind = CLOSED[one.state]
        text = " · ".join(filter(None, (who, one.answer))) + f" ({one.answered_by_name})"
        yield Happening(what=what, at=one.answered_at, icon=icon, kind=kind, text=text)


def _substitution(one: Substitution) -> Happening:
    by = " · ".join(filter(None, (one.by_name, one.letter.number if one.letter else "")))
    text = f"{one.left.display_name} → {one.came.display_name} · {one.reason} ({by})"
    return Happening(what=N_("Substituted:"), at=one.at, icon="refresh-cw", text=text)
