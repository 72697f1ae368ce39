"""Places of a role, and the queue for them: first come, first served; a freed place is given at once."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import is_over
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.i18n import sentence
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, NotThere, Refused
from app.offices.models import Office
from app.offices.queries import office_directory
from app.participants.models import MergedInto, Participant, ParticipantRole, Withdrawal
from app.participants.occasions import after_somebody_left, before_somebody_comes, counts_places
from app.participants.register_person import register_person
from app.participants.sending_bodies import SendingBodies, add_outside_body
from app.registration.models import Nomination, Quota, State
from app.registration.nominate import entry_of_proposed
from app.registration.recognise import settle_if_known
from app.registration.steps import step_nomination
from app.registration.tell import tell_confirmed


class QuotaNotThere(NotThere):
    """The event has no such quota."""

    def __init__(self) -> None:
        super().__init__(N_("There are no places of this role. Open the list of places again."))


class PlacesTaken(FieldsRefused, Conflict):
    """Somebody would come into a role, or back into it, whose places others have by now."""

    def __init__(self, places: int) -> None:
        told = N_(
            "All %(places)s places of this role are taken by now. Raise their number under the places "
            "first, or let somebody else of the role withdraw."
        )
        super().__init__([FieldProblem("over_quota", told, {"places": places})])


def quota_of(event: Event, quota_id: int) -> Quota:
    """Return a quota of this very event, or raise QuotaNotThere."""
    quota = db.session.get(Quota, quota_id)
    if quota is None or quota.event_id != event.id:
        raise QuotaNotThere
    return quota


def promote_waiting(event: Event, role: ParticipantRole, *, by: Doer) -> list[Nomination]:
    """Give every free place of a role to who has waited longest, and tell them by mail.

    Call it in the transaction in which a place became free: somebody left, a raised quota. Whoever cannot
    be registered goes back to the committee with the reason, and holds nobody up; who is on the list by
    another way takes no place. When the meeting is over nobody moves up.
    """
    if is_over(event):
        return []
    quota = locked_quota(event.id, role)
    if quota is None:
        return []
    promoted: list[Nomination] = []
    free = quota.places - taken_places(quota)
    for nomination in queue_of(quota):
        if len(promoted) >= free:
            break
        if settle_if_known(nomination, by=by):
            continue
        try:
            with db.session.begin_nested():
                admit(nomination, by=by)
        except Refused as refusal:
            step_nomination(nomination, State.RETURNED, by=by, reason=sentence(refusal))
        else:
            promoted.append(nomination)
    return promoted


def locked_quota(event_id: int, role: ParticipantRole) -> Quota | None:
    """Return the quota of a role, its row locked until the transaction ends: so places are counted.

    The event is locked before it, as everywhere: event, then quota.
    """
    one_at_a_time(event_id)
    question = select(Quota).where(Quota.event_id == event_id, Quota.role == role).with_for_update()
    return db.session.scalars(question.execution_options(populate_existing=True)).one_or_none()


def taken_places(quota: Quota) -> int:
    """Count those on the list with the quota's role who have not left it."""
    question = (
        select(func.count(Participant.id))
        .outerjoin(Withdrawal, Withdrawal.participant_id == Participant.id)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Participant.id)
        .where(
            Participant.event_id == quota.event_id,
            Participant.role == quota.role,
            Withdrawal.id.is_(None),
            MergedInto.id.is_(None),
        )
    )
    return db.session.scalar(question) or 0


def queue_of(quota: Quota) -> Sequence[Nomination]:
    """List who waits for a place by now, the first first."""
    question = (
        select(Nomination)
        .where(
            Nomination.event_id == quota.event_id,
            Nomination.role == quota.role,
            Nomination.state == State.WAITING,
        )
        .order_by(Nomination.queued_at, Nomination.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(question).all()


def place_in_queue(nomination: Nomination) -> int:
    """Return how many-th somebody is in the queue, from 1."""
    before = (Nomination.queued_at < nomination.queued_at) | (
        (Nomination.queued_at == nomination.queued_at) & (Nomination.id <= nomination.id)
    )
    waiting = select(func.count(Nomination.id)).where(
        Nomination.event_id == nomination.event_id,
        Nomination.role == nomination.role,
        Nomination.state == State.WAITING,
        before,
    )
    return db.session.scalar(waiting) or 0


def admit(nomination: Nomination, *, by: Doer) -> Participant:
    """Make somebody who registered or waited a participant with a pass, and tell them by mail."""
    event = db.session.get_one(Event, nomination.event_id)
    nomination.state = State.CONFIRMED  # who comes now waits no more
    db.session.flush()
    office = db.session.get_one(Office, _sending_body(nomination.organisation))
    person = register_person(event, entry_of_proposed(nomination), office=office, by=by)
    nomination.participant_id = person.id
    step_nomination(nomination, State.CONFIRMED, by=by)
    record("registration.confirm", by=by, on=person.reference, event_id=event.id, name=person.display_name)
    tell_confirmed(nomination, event, by=by)
    return person


def _sending_body(organisation: str) -> int:
    body = SendingBodies(office_directory()).of(organisation)
    return body.office_id or add_outside_body(body)


@after_somebody_left
def _place_freed(event: Event, role: ParticipantRole, by: Doer) -> None:
    promote_waiting(event, role, by=by)


@counts_places
def _free_places(event: Event) -> dict[ParticipantRole, int]:
    quotas = db.session.scalars(select(Quota).where(Quota.event_id == event.id)).all()
    return {quota.role: quota.places - taken_places(quota) for quota in quotas}


@before_somebody_comes
def _refuse_beyond_places(event: Event, role: ParticipantRole, _by: Doer) -> None:
    quota = locked_quota(event.id, role)
    if quota is not None and taken_places(quota) >= quota.places:
        raise PlacesTaken(quota.places)
