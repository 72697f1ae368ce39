"""Hand a delegation in: the office says that it is complete, and by which letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, FieldProblem, Refused
from app.participants.models import Delegation, Participant
from app.participants.person_entry import check_entry
from app.participants.wanted import ON_THE_LIST
from app.registration.beside import same_number_beside
from app.registration.letters import letters_of
from app.registration.models import DelegationStep, Letter, Nomination, State
from app.registration.nominate import EDITABLE, entry_of_proposed, refuse_under_review
from app.registration.steps import step_delegation, step_nomination


@dataclass(frozen=True)
class Lack:
    """One thing that keeps a delegation from being handed in; `nomination_id` is whom it is about."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    nomination_id: int | None = None


class DelegationIncomplete(Refused):
    """Something is missing; `lacks` is all of it, the sentence the first."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__(lacks[0].msgid, **lacks[0].values)
        self.lacks = lacks


def submit_delegation(delegation: Delegation, *, by: Doer) -> DelegationStep:
    """Hand in every draft with the newest letter. From now on the committee has the delegation.

    An office whose people are on the list already, by the sheet, hands in its letter alone.
    Raises UnderReview when it has it already, and DelegationIncomplete.
    """
    one_at_a_time(delegation.event_id)
    refuse_under_review(delegation)
    lacks = what_is_missing(delegation)
    if lacks:
        raise DelegationIncomplete(lacks)
    letter = letters_of(delegation)[0]
    drafts = _drafts(delegation)
    for nomination in drafts:
        step_nomination(nomination, State.SUBMITTED, by=by)
    step = step_delegation(delegation, State.SUBMITTED, by=by, letter=letter)
    record(
        "registration.submit",
        by=by,
        on=delegation.reference,
        event_id=delegation.event_id,
        people=len(drafts),
        letter=letter.number,
    )
    return step


def what_is_missing(delegation: Delegation, letters: Sequence[Letter] | None = None) -> list[Lack]:
    """List what must be mended before a delegation can be handed in."""
    drafts = _drafts(delegation)
    nothing = not (drafts or _is_told(delegation) or _somebody_comes(delegation))
    lacks = [Lack(N_("Fill at least one seat."))] if nothing else []
    for nomination in drafts:
        lacks += [_of(nomination, problem) for problem in problems_of(nomination, delegation)]
    if not (letters_of(delegation) if letters is None else letters):
        lacks.append(Lack(N_("Upload the assignment letter.")))
    return lacks


def problems_of(nomination: Nomination, delegation: Delegation) -> tuple[FieldProblem, ...]:
    """What must be mended in a nomination before it can be registered."""
    event = db.session.get_one(Event, nomination.event_id)
    entry = entry_of_proposed(nomination)
    errors = check_entry(entry, office_name=delegation.office.name, today=event.starts_on).errors
    twice = same_number_beside(nomination)
    return (*errors, twice) if twice else errors


def _drafts(delegation: Delegation) -> Sequence[Nomination]:
    mine = Nomination.delegation_id == delegation.id
    question = select(Nomination).where(mine, Nomination.state.in_(EDITABLE)).order_by(Nomination.id)
    return db.session.scalars(question.execution_options(populate_existing=True)).all()


def _is_told(delegation: Delegation) -> bool:
    """Whether the office has said of any seat that it sends nobody, or has sent somebody before."""
    told = (Nomination.state != State.WITHDRAWN) | (Nomination.name == "")
    mine = select(Nomination.id).where(Nomination.delegation_id == delegation.id, told)
    return db.session.scalar(mine.limit(1)) is not None


def _somebody_comes(delegation: Delegation) -> bool:
    """Whether somebody of the office is on the list, whoever wrote that."""
    coming = Participant.state.in_(ON_THE_LIST)
    here = select(Participant.id).where(Participant.delegation_id == delegation.id, coming)
    return db.session.scalar(here.limit(1)) is not None


def _of(nomination: Nomination, problem: FieldProblem) -> Lack:
    return Lack(problem.msgid, problem.values, nomination.id)
