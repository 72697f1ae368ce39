"""What offices have asked for instead of somebody: read, and closed with the one answer it gets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, null, or_, select, update
from sqlalchemy.orm import joinedload

from app.audit.record import Doer
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Conflict
from app.participants.models import Delegation, Participant
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import State
from app.registration.refusals import NominationNotThere


class AnsweredMeanwhile(Conflict):
    """The request is not open any more."""

    def __init__(self) -> None:
        super().__init__(
            N_("This request was answered meanwhile, or the office took it back. Look at the page again.")
        )


def requests_of(delegation: Delegation) -> Sequence[SubstitutionRequest]:
    """List what an office has asked for, the newest first."""
    return _listed(SubstitutionRequest.delegation_id == delegation.id)


def open_requests_of(delegation: Delegation) -> Sequence[SubstitutionRequest]:
    """List what waits for the committee, the oldest first."""
    return _listed(SubstitutionRequest.delegation_id == delegation.id, IS_OPEN)[::-1]


def open_requests(event_id: int) -> dict[int, list[datetime]]:
    """Return since when requests of an event wait, by the id of the delegation; the others are absent."""
    waiting = select(SubstitutionRequest.delegation_id, SubstitutionRequest.asked_at)
    found: dict[int, list[datetime]] = {}
    for delegation_id, asked_at in db.session.execute(
        waiting.where(SubstitutionRequest.event_id == event_id, IS_OPEN)
    ):
        found.setdefault(delegation_id, []).append(asked_at)
    return found


def request_of(delegation: Delegation, asked_id: int) -> SubstitutionRequest:
    """Return a request of this very delegation, or raise NominationNotThere."""
    found = _listed(SubstitutionRequest.delegation_id == delegation.id, SubstitutionRequest.id == asked_id)
    if not found:
        raise NominationNotThere
    return found[0]


def last_request(left: Participant) -> SubstitutionRequest | None:
    """Return the newest request that this person is replaced."""
    found = _listed(SubstitutionRequest.left_id == left.id)
    return found[0] if found else None


def close_request(asked: SubstitutionRequest, state: State, *, by: Doer, answer: str = "") -> None:
    """Write the one answer a request gets: of several at once, one. Raises AnsweredMeanwhile."""
    closed = db.session.execute(
        update(SubstitutionRequest)
        .where(SubstitutionRequest.id == asked.id, IS_OPEN)
        .values(
            state=state,
            answered_at=event_now(db.session.get_one(Event, asked.event_id)),
            answered_by_name=by.name,
            answer=answer,
        )
        .returning(SubstitutionRequest.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if closed is None:
        raise AnsweredMeanwhile
    db.session.refresh(asked)


def forget_contacts(*which: ColumnElement[bool]) -> int:
    """Erase telephone and address of requests, and the NIP of who never came; return of how many any."""
    kept_nip = case((SubstitutionRequest.came_id.is_(None), null()), else_=SubstitutionRequest.nip)
    gone = update(SubstitutionRequest).where(HAS_CONTACTS, *which)
    gone = gone.values(email=None, phone=None, nip=kept_nip)
    return len(db.session.execute(gone.returning(SubstitutionRequest.id)).all())


def _listed(*which: ColumnElement[bool]) -> Sequence[SubstitutionRequest]:
    question = select(SubstitutionRequest).where(*which).order_by(SubstitutionRequest.id.desc())
    people = (joinedload(SubstitutionRequest.left), joinedload(SubstitutionRequest.came))
    loaded = question.options(*people, joinedload(SubstitutionRequest.letter))
    return db.session.scalars(loaded.execution_options(populate_existing=True)).all()


IS_OPEN = SubstitutionRequest.state == State.SUBMITTED
HAS_CONTACTS = or_(
    SubstitutionRequest.email.is_not(None),
    SubstitutionRequest.phone.is_not(None),
    SubstitutionRequest.came_id.is_(None) & SubstitutionRequest.nip.is_not(None),
)
