"""The committee's answer to those who registered by themselves: a place, the reason why not, the queue."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import is_over
from app.events.models import Event
from app.lib.folding import squeezed
from app.lib.refusals import N_, Conflict, NotThere
from app.participants.models import Participant, ParticipantRole
from app.registration.models import Nomination, Quota, State
from app.registration.nominate import withdraw_nomination
from app.registration.recognise import beside, settle_if_known
from app.registration.refusals import ReasonMissing
from app.registration.steps import step_nomination
from app.registration.tell import tell_returned, tell_waiting
from app.registration.waiting_list import (
    admit,
    locked_quota,
    place_in_queue,
    promote_waiting,
    queue_of,
    taken_places,
)


class NoPlaceFree(Conflict):
    """Everybody who is confirmed fills the quota."""

    def __init__(self, places: int) -> None:
        super().__init__(
            N_("All %(places)s places are taken. Raise the number of places, or withdraw somebody first."),
            places=places,
        )


class AnsweredAlready(Conflict):
    """Somebody else was first, or the person is confirmed already."""

    def __init__(self) -> None:
        super().__init__(N_("This registration was answered already. Look at the list again."))


class MeetingOver(Conflict):
    """Nobody gets a place, waits or is written to when the meeting is over."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The meeting is over: nobody gets a place any more, and nobody is written to. "
                "Strike the registration, or add somebody who was there to the list of participants."
            )
        )


class RegisteredAgain(Conflict):
    """The same person has registered once more since the registration was returned."""

    def __init__(self, now: Nomination) -> None:
        super().__init__(
            N_(
                "%(name)s has registered once more, and that registration waits in the queue already. "
                "Nothing was changed; strike this one."
            ),
            name=now.display_name,
        )


class IndividualNotThere(NotThere):
    """Nobody registered for this role under this number."""

    def __init__(self) -> None:
        super().__init__(N_("This registration is not in the list of this role. Open the list again."))


def waiting_by_role(event: Event) -> dict[ParticipantRole, int]:
    """Count who waits for a place, by role."""
    asked = select(Nomination.role, func.count(Nomination.id))
    waiting = asked.where(Nomination.event_id == event.id, Nomination.state == State.WAITING)
    return dict(db.session.execute(waiting.group_by(Nomination.role)).all())


def individuals_of(quota: Quota) -> Sequence[Nomination]:
    """List who registered by themselves for a quota: the queue in its order, then all others."""
    question = (
        select(Nomination)
        .where(
            Nomination.event_id == quota.event_id,
            Nomination.role == quota.role,
            Nomination.delegation_id.is_(None),
        )
        .options(joinedload(Nomination.participant).joinedload(Participant.withdrawal))
        .order_by(Nomination.state != State.WAITING, Nomination.queued_at, Nomination.id)
    )
    return db.session.scalars(question).unique().all()


def individual_of(quota: Quota, nomination_id: int) -> Nomination:
    """Return a registration for this very quota, or raise IndividualNotThere."""
    nomination = db.session.get(Nomination, nomination_id)
    outside = nomination is None or nomination.delegation_id is not None
    if (
        nomination is None
        or outside
        or (nomination.event_id, nomination.role) != (quota.event_id, quota.role)
    ):
        raise IndividualNotThere
    return nomination


def confirm_individual(nomination: Nomination, *, by: Doer) -> Participant:
    """Give somebody a place out of turn, when one is free; who is on the list has one already.

    Raises AnsweredAlready, MeetingOver, NoPlaceFree.
    """
    quota = _looked_at(nomination)
    if nomination.state not in (State.WAITING, State.RETURNED):
        raise AnsweredAlready
    _refuse_over(nomination)
    known = settle_if_known(nomination, by=by)
    if known is not None:
        return known
    if taken_places(quota) >= quota.places:
        raise NoPlaceFree(quota.places)
    return admit(nomination, by=by)


def return_individual(nomination: Nomination, *, reason: str, by: Doer) -> None:
    """Take somebody out of the queue, with the reason that is mailed. Raises AnsweredAlready, MeetingOver."""
    reason = squeezed(reason)
    if not reason:
        raise ReasonMissing
    _looked_at(nomination)
    if nomination.state is not State.WAITING:
        raise AnsweredAlready
    _refuse_over(nomination)
    step_nomination(nomination, State.RETURNED, by=by, reason=reason)
    event = db.session.get_one(Event, nomination.event_id)
    record("registration.return", by=by, on=nomination.reference, event_id=event.id, reason=reason)
    tell_returned(nomination, event, reason=reason, by=by)


def queue_again(nomination: Nomination, *, by: Doer) -> None:
    """Put somebody who was returned back where they stood in the queue, and tell them by mail.

    When a place is free and nobody stands before, they get it; who is on the list by now has one.
    Raises AnsweredAlready, MeetingOver, and RegisteredAgain when a newer registration of theirs waits.
    """
    quota = _looked_at(nomination)
    if nomination.state is not State.RETURNED:
        raise AnsweredAlready
    _refuse_over(nomination)
    if settle_if_known(nomination, by=by):
        return
    again = beside(nomination)
    if again is not None:
        raise RegisteredAgain(again)
    event = db.session.get_one(Event, nomination.event_id)
    step_nomination(nomination, State.WAITING, by=by)
    record("registration.queue_again", by=by, on=nomination.reference, event_id=event.id)
    promote_waiting(event, quota.role, by=by)
    if nomination in queue_of(quota):
        tell_waiting(nomination, event, place=place_in_queue(nomination), by=by)


def strike_individual(nomination: Nomination, *, by: Doer) -> None:
    """Take a registration away that has no place yet; twice is once. Raises AnsweredAlready."""
    _looked_at(nomination)
    if nomination.state not in (State.WAITING, State.RETURNED, State.WITHDRAWN):
        raise AnsweredAlready
    withdraw_nomination(nomination, by=by)


def _refuse_over(nomination: Nomination) -> None:
    if is_over(db.session.get_one(Event, nomination.event_id)):
        raise MeetingOver


def _looked_at(nomination: Nomination) -> Quota:
    quota = locked_quota(nomination.event_id, nomination.role)
    if quota is None:
        raise IndividualNotThere
    db.session.refresh(nomination)
    return quota
