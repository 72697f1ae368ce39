"""Let somebody come instead of somebody else: the seat stays, the person changes, both are remembered."""

from dataclasses import replace

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Conflict, Refused
from app.participants.edit_person import edit_person
from app.participants.free_places import refuse_beyond_places
from app.participants.models import Manner, Participant, Seat, Withdrawal
from app.participants.occasions import somebody_left
from app.participants.passes import issue_pass, void_passes
from app.participants.person_entry import PersonEntry, check_entry, filled_from
from app.participants.register_person import register_person
from app.participants.restate import restate
from app.participants.same_person import refuse_merged
from app.participants.seats import free_seat, manner_written, take_seat
from app.participants.withdraw import come_back
from app.registration.models import Letter, Substitution
from app.registration.refusals import ReasonMissing
from app.registration.settle_request import settle_request
from app.registration.who_comes import who_is_meant


class AlreadyGone(Conflict):
    """The one to be substituted is not on the list any more."""


class LetterElsewhere(Refused):
    """The assignment letter belongs to another delegation."""

    def __init__(self) -> None:
        super().__init__(
            N_("This assignment letter belongs to another office. Choose a letter of the same office.")
        )


def substitute(
    participant: Participant,
    entry: PersonEntry,
    *,
    reason: str,
    letter: Letter | None,
    by: Doer,
    namesake_allowed: bool = True,
    beyond: bool = False,
) -> Substitution:
    """Let the person of `entry` come instead of `participant`, in the same seat.

    The old passes are void and the new one admits when this is stored. Attendance stays with who came. Taking
    it back is another substitution. Of two at once, one wins. What the office asked for about the one who
    leaves is answered by it. A place that becomes free by it goes to who waits.
    Somebody of the same office who has the NIP of the entry, or left before and is called back by name, comes
    with the row there is. Somebody new of a name that the office has already is refused, unless
    `namesake_allowed`. Whoever comes in another role needs a place there, unless `beyond`.

    Raises ReasonMissing, LetterElsewhere, AlreadyGone, what `who_is_meant` and `register_person` raise.
    """
    if not reason.strip():
        raise ReasonMissing
    _refuse_others_letter(participant, letter)
    one_at_a_time(participant.event_id)
    db.session.refresh(participant)
    event = db.session.get_one(Event, participant.event_id)
    tidy, known = _looked_at(event, participant, entry, by=by, beyond=beyond)
    seat = db.session.get(Seat, participant.seat_id) if participant.seat_id else None
    _leave(participant, reason=reason.strip(), by=by)
    if known is not None:
        came = _call_in(known, _as_known(known, tidy, left=participant), seat=seat, by=by)
    else:
        office, allowed = participant.office, namesake_allowed
        came = register_person(event, tidy, office=office, seat=seat, by=by, namesake_allowed=allowed)
    _let_come(came, participant)
    done = _written_down(event, participant, came, seat=seat, reason=reason.strip(), letter=letter, by=by)
    settle_request(done, by=by)
    somebody_left(event, participant.role, by=by)
    return done


def _refuse_others_letter(participant: Participant, letter: Letter | None) -> None:
    if letter is not None and letter.delegation_id != participant.delegation_id:
        raise LetterElsewhere


def _written_down(
    event: Event,
    left: Participant,
    came: Participant,
    *,
    seat: Seat | None,
    reason: str,
    letter: Letter | None,
    by: Doer,
) -> Substitution:
    done = Substitution(
        event_id=event.id,
        seat_id=seat.id if seat else None,
        left_id=left.id,
        came_id=came.id,
        reason=reason,
        letter_id=letter.id if letter else None,
        at=event_now(event),
        by=by.reference,
        by_name=by.name,
    )
    db.session.add(done)
    db.session.flush()
    record(
        "registration.substitute",
        by=by,
        on=left.reference,
        event_id=event.id,
        came=came.reference,
        name=came.display_name,
        reason=reason,
        letter=letter.number if letter else None,
    )
    return done


def came_instead_of(participant: Participant) -> Substitution | None:
    """Return the newest substitution in which this person left."""
    question = select(Substitution).where(Substitution.left_id == participant.id)
    return db.session.scalars(question.order_by(Substitution.id.desc()).limit(1)).one_or_none()


def _leave(participant: Participant, *, reason: str, by: Doer) -> None:
    gone = insert_once(
        Withdrawal,
        participant_id=participant.id,
        reason=reason,
        withdrawn_at=event_now(db.session.get_one(Event, participant.event_id)),
        withdrawn_by=by.name,
        is_substituted=True,
    )
    if gone is None:
        raise _already_gone(participant)
    participant.seat_id = None
    db.session.flush()
    void_passes(participant, reason=reason)
    restate([participant.id])
    db.session.expire(participant, ["withdrawal", "seat"])


def _already_gone(participant: Participant) -> AlreadyGone:
    before = came_instead_of(participant)
    if before is None or not (participant.withdrawal and participant.withdrawal.is_substituted):
        return AlreadyGone(
            N_("%(name)s has withdrawn. Restore this person first, or give the seat to somebody else."),
            name=participant.display_name,
        )
    return AlreadyGone(
        N_(
            "%(came)s already comes instead of %(left)s (%(who)s). Nothing was changed; "
            "look at the delegation again."
        ),
        came=before.came.display_name,
        left=participant.display_name,
        who=before.by_name,
    )


def _looked_at(
    event: Event, left: Participant, entry: PersonEntry, *, by: Doer, beyond: bool
) -> tuple[PersonEntry, Participant | None]:
    """The tidy entry and whom it means; refused are what cannot be registered and a role without a place."""
    refuse_merged(left)
    tidy = check_entry(entry, office_name=left.office.name, today=event.starts_on).accepted()
    known = who_is_meant(left, tidy)
    if tidy.role is not left.role and not _has_place(known, tidy):
        refuse_beyond_places(event, tidy.role, by=by, beyond=beyond)
    return tidy, known


def _has_place(known: Participant | None, tidy: PersonEntry) -> bool:
    return known is not None and known.withdrawal is None and known.role is tidy.role


def _as_known(known: Participant, tidy: PersonEntry, *, left: Participant) -> PersonEntry:
    """What was typed of somebody of the list: neither an empty field nor the post of who leaves is said."""
    prefilled = known.position_name and tidy.position_name == left.position_name
    return filled_from(replace(tidy, position_name="") if prefilled else tidy, known)


def _call_in(known: Participant, entry: PersonEntry, *, seat: Seat | None, by: Doer) -> Participant:
    """Let somebody of the list come with the row there is, as the entry says, on this seat."""
    come_back(known, by=by)
    edit_person(known, entry, by=by)
    if seat is not None:
        take_seat(known, seat, by=by)
    else:
        free_seat(known, by=by)
    issue_pass(known, by=by)
    return known


def _sat_there_before(came: Participant, left: Participant) -> bool:
    """Whether `left` came in the place of `came`, or of another who did, and so on."""
    before, seen = left.substitutes_id, {left.id}
    while before is not None and before not in seen:
        if before == came.id:
            return True
        seen.add(before)
        before = db.session.get_one(Participant, before).substitutes_id
    return False


def _let_come(came: Participant, left: Participant) -> None:
    """Who takes a substitution back comes in nobody's place any more."""
    came.substitutes_id = None if _sat_there_before(came, left) else left.id
    if came.manner is Manner.HOLDER:
        came.manner = manner_written(came.position_name)
    db.session.flush()
    restate([came.id])
