"""Take in somebody at the desk who is on no list: registered, seated, given a pass and checked in at once."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.agenda.models import Session
from app.audit.record import Doer, record
from app.checkin.desk import check_in
from app.checkin.models import WalkIn
from app.checkin.redeem import Admission
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.i18n import DEFAULT_LANGUAGE, force_locale, write
from app.lib.folding import squeezed
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, NotThere
from app.offices.models import Office
from app.offices.queries import office_directory, position_directory
from app.participants.models import Participant, ParticipantRole, Seat
from app.participants.person_entry import PersonEntry
from app.participants.register_person import RegisteredMeanwhile, delegation_of, register_person
from app.participants.seats import ROLES_THAT_SIT, free_seats
from app.participants.sending_bodies import add_outside_body, outside_body
from app.participants.wanted import ON_THE_LIST
from app.participants.withdraw import withdraw_participant
from app.registration.waiting_list import locked_quota, queue_of, taken_places


class NoPlaceLeft(FieldsRefused, Conflict):
    """All places of a role are taken, or others have waited longer for those that are left."""

    def __init__(self, *, places: int, waiting: int) -> None:
        full = N_(
            "All %(places)s places of this role are taken, and %(waiting)s people wait for one. "
            "Ask the committee to raise the number of places, or choose another role."
        )
        super().__init__([FieldProblem("role", full, {"places": places, "waiting": waiting})])


class OfficeUnknown(FieldsRefused):
    """No office has this name, and nobody said that it is an outside body."""

    def __init__(self, *, text: str) -> None:
        which = N_("Write which office sends this person, or choose a seat.")
        unknown = N_(
            "No office is called “%(text)s”. Choose one from the list, or tick that it is an outside body."
        )
        super().__init__([FieldProblem("office", unknown if text else which, {"text": text})])


class NoSuchSeat(FieldsRefused):
    """The seat is not there, or not free any more."""

    def __init__(self) -> None:
        gone = N_("This seat is not free any more. Choose another one, or let the first free one be taken.")
        super().__init__([FieldProblem("seat", gone)])


class NotTakenIn(NotThere):
    """Nobody of this number was taken in at the desk."""

    def __init__(self) -> None:
        super().__init__(
            N_("This person was not taken in at the desk. Withdraw them on their own page, with the reason.")
        )


@dataclass(frozen=True, kw_only=True)
class WalkInEntry:
    """Who stands at the desk, for which office, on which seat.

    `office` is any name of it; one that is in no list is only taken with `is_outside`. Empty, it is the
    office of the seat. `seat_id` None takes the first free seat for the post, or one of the staff, if the
    office has one. `key` comes from the form: sent twice, it registers once. `is_another` says that
    somebody of the same name in the same office is another person.
    """

    person: PersonEntry
    office: str
    key: str
    is_outside: bool = False
    seat_id: int | None = None
    is_another: bool = False


@dataclass(frozen=True)
class Welcome:
    """Who was taken in, and what the gate said; `is_new` is false for a form that was sent before."""

    participant: Participant
    admission: Admission | None
    is_new: bool


def take_in(event: Event, entry: WalkInEntry, *, session: Session | None, by: Doer) -> Welcome:
    """Register somebody with a seat and a pass, and check them in when a session is open.

    Two desks wait for each other, so the same form registers once, whoever sends it again.

    Raises what `register_person` raises, NoPlaceLeft and NoSuchSeat.
    """
    one_at_a_time(event.id)
    known = _taken_in_before(event, entry.key)
    if known is not None:
        return Welcome(known, None, is_new=False)
    _refuse_without_place(event, entry.person.role)
    chosen = _chosen_seat(event, entry)
    office = _office(entry, chosen)
    person = register_person(
        event,
        entry.person,
        office=office,
        by=by,
        seat=chosen or _fitting_seat(event, entry.person, office),
        namesake_allowed=entry.is_another,
    )
    _note(event, person, entry.key, by)
    admission = check_in(person, session=session, key=entry.key, by=by) if session else None
    return Welcome(person, admission, is_new=True)


def take_back_in_error(event: Event, participant_id: int, *, by: Doer) -> Participant:
    """Take somebody off the list again who was taken in at this event's desk by mistake.

    Raises NotTakenIn for anybody else: who was invited withdraws with a reason of their own.
    """
    question = select(Participant).join(WalkIn, WalkIn.participant_id == Participant.id)
    person = db.session.scalars(
        question.where(WalkIn.event_id == event.id, WalkIn.participant_id == participant_id)
    ).one_or_none()
    if person is None:
        raise NotTakenIn
    with force_locale(DEFAULT_LANGUAGE):  # the reason is kept: in one language, whoever stands at the desk
        reason = write(N_("Taken in at the desk by mistake"), {})
    withdraw_participant(person, reason=reason, by=by)
    return person


def count_walk_ins(event: Event) -> int:
    """Count who was taken in at the desk and has not left the list again."""
    question = select(func.count(WalkIn.id)).join(Participant, Participant.id == WalkIn.participant_id)
    here = question.where(WalkIn.event_id == event.id, Participant.state.in_(ON_THE_LIST))
    return db.session.scalar(here) or 0


def _taken_in_before(event: Event, key: str) -> Participant | None:
    question = select(Participant).join(WalkIn, WalkIn.participant_id == Participant.id)
    return db.session.scalars(question.where(WalkIn.event_id == event.id, WalkIn.key == key)).one_or_none()


def _note(event: Event, person: Participant, key: str, by: Doer) -> None:
    kept = insert_once(
        WalkIn,
        event_id=event.id,
        key=key,
        participant_id=person.id,
        at=event_now(event),
        by=by.reference,
        by_name=by.name,
    )
    if kept is None:
        raise RegisteredMeanwhile
    record("checkin.take_in", by=by, on=person.reference, event_id=event.id, name=person.display_name)


def _refuse_without_place(event: Event, role: ParticipantRole) -> None:
    quota = locked_quota(event.id, role)
    if quota is None:
        return
    waiting = len(queue_of(quota))
    if taken_places(quota) + waiting >= quota.places:
        raise NoPlaceLeft(places=quota.places, waiting=waiting)


def _chosen_seat(event: Event, entry: WalkInEntry) -> Seat | None:
    if entry.seat_id is None:
        return None
    chosen = next((seat for seat in free_seats(event.id) if seat.id == entry.seat_id), None)
    if chosen is None:
        raise NoSuchSeat
    return chosen


def _office(entry: WalkInEntry, seat: Seat | None) -> Office:
    name = squeezed(entry.office)
    if seat is not None and not name:
        return seat.delegation.office
    office = office_directory().find(name) if name else None
    if office is None and not (name and entry.is_outside):
        raise OfficeUnknown(text=name)
    return office or db.session.get_one(Office, add_outside_body(outside_body(name)))


def _fitting_seat(event: Event, person: PersonEntry, office: Office) -> Seat | None:
    """The first free seat of the office for the post as written, or else one of its staff."""
    if person.role not in ROLES_THAT_SIT:
        return None
    delegation_id = delegation_of(event, office)
    mine = [seat for seat in free_seats(event.id) if seat.delegation_id == delegation_id]
    post = position_directory().find(person.position_name) if mine and person.position_name else None
    fits = [seat for seat in mine if post and seat.position_id == post.id]
    return next(iter([*fits, *(seat for seat in mine if seat.position_id is None)]), None)
