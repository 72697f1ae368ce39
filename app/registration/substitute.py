"""Let somebody come instead of somebody else: the seat stays, the person changes, both are remembered."""

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import folded
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, Refused
from app.participants.edit_person import edit_person
from app.participants.merge import merge_of
from app.participants.models import Manner, Participant, Seat, Withdrawal
from app.participants.occasions import somebody_left
from app.participants.passes import issue_pass, void_passes
from app.participants.person_entry import PersonEntry, check_entry
from app.participants.register_person import nip_holder, register_person
from app.participants.restate import restate
from app.participants.seats import free_seat, manner_written, take_seat
from app.participants.withdraw import come_back
from app.registration.models import Letter, Substitution
from app.registration.refusals import ReasonMissing
from app.registration.settle_request import settle_request


class AlreadyGone(Conflict):
    """The one to be substituted is not on the list any more."""


class LetterElsewhere(Refused):
    """The assignment letter belongs to another delegation."""

    def __init__(self) -> None:
        super().__init__(
            N_("This assignment letter belongs to another office. Choose a letter of the same office.")
        )


class SubstitutesItself(Refused):
    """Somebody cannot come instead of himself or herself."""

    def __init__(self) -> None:
        super().__init__(
            N_("This is the same NIP: nobody can come instead of oneself. Change the person instead.")
        )


class CountsAsAnother(FieldsRefused, Conflict):
    """The row with this NIP was merged: it admits somebody else."""

    def __init__(self, merged: Participant, person: Participant) -> None:
        told = N_(
            "The NIP belongs to %(name)s, who was merged with %(person)s of %(office)s and counts as that "
            "person. Undo the merge under the possible doubles first, or choose somebody else."
        )
        names = {"name": merged.display_name, "person": person.display_name}
        super().__init__([FieldProblem("nip", told, names | {"office": person.office.short_name})])


def substitute(
    participant: Participant, entry: PersonEntry, *, reason: str, letter: Letter | None, by: Doer
) -> Substitution:
    """Let the person of `entry` come instead of `participant`, in the same seat.

    The old passes are void and the new one admits when this is stored. Attendance stays with who came.
    Somebody of the same office who has the NIP of the entry, or left before and is called back by name,
    comes with the row there is. Taking it back is another substitution. What the office asked for about the
    one who leaves is answered by it. Of two at once, one wins. A place
    that becomes free by it, because the other one comes in another role, goes to who waits.

    Raises ReasonMissing, LetterElsewhere, AlreadyGone, SubstitutesItself, CountsAsAnother, and what
    `register_person` raises.
    """
    if not reason.strip():
        raise ReasonMissing
    if letter is not None and letter.delegation_id != participant.delegation_id:
        raise LetterElsewhere
    one_at_a_time(participant.event_id)
    db.session.refresh(participant)
    seat = db.session.get(Seat, participant.seat_id) if participant.seat_id else None
    _leave(participant, reason=reason.strip(), by=by)
    came = _come(participant, entry, seat=seat, by=by)
    done = Substitution(
        event_id=participant.event_id,
        seat_id=seat.id if seat else None,
        left_id=participant.id,
        came_id=came.id,
        reason=reason.strip(),
        letter_id=letter.id if letter else None,
        at=event_now(db.session.get_one(Event, participant.event_id)),
        by=by.reference,
        by_name=by.name,
    )
    db.session.add(done)
    db.session.flush()
    _tell(done, came, letter, by=by)
    settle_request(done, by=by)
    somebody_left(db.session.get_one(Event, done.event_id), participant.role, by=by)
    return done


def _tell(done: Substitution, came: Participant, letter: Letter | None, *, by: Doer) -> None:
    record(
        "registration.substitute",
        by=by,
        on=f"participant:{done.left_id}",
        event_id=done.event_id,
        came=came.reference,
        name=came.display_name,
        reason=done.reason,
        letter=letter.number if letter else None,
    )


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


def _come(participant: Participant, entry: PersonEntry, *, seat: Seat | None, by: Doer) -> Participant:
    event = db.session.get_one(Event, participant.event_id)
    office = participant.office
    tidy = check_entry(entry, office_name=office.name, today=event.starts_on).accepted()
    known = _known(participant, tidy)
    if known is not None and known.delegation_id == participant.delegation_id:
        came = _called_in(known, tidy, seat=seat, by=by)
    else:
        came = register_person(event, entry, office=office, seat=seat, by=by)
    came.substitutes_id = participant.id
    if came.manner is Manner.HOLDER:
        came.manner = manner_written(came.position_name)
    db.session.flush()
    restate([came.id])
    return came


def _known(participant: Participant, tidy: PersonEntry) -> Participant | None:
    """Who has the NIP of the entry already; neither the one who leaves nor a row that counts as another."""
    known = nip_holder(participant.event_id, tidy.nip) or _left_before(participant, tidy)
    merged = merge_of(known) if known is not None else None
    if participant.id in (known and known.id, merged and merged.participant_id):
        raise SubstitutesItself
    if known is not None and merged is not None:
        raise CountsAsAnother(known, merged.participant)
    return known


def _left_before(participant: Participant, tidy: PersonEntry) -> Participant | None:
    """Whoever of the same office left by a substitution and is called back by name, a NIP being unknown.

    Two of that name are not told apart by guessing.
    """
    left = (
        select(Participant)
        .join(Participant.withdrawal)
        .where(
            Participant.delegation_id == participant.delegation_id,
            Participant.folded_name == folded(tidy.name),
            Participant.id != participant.id,
            Withdrawal.is_substituted,
        )
    )
    alike = [one for one in db.session.scalars(left) if not (one.nip and tidy.nip)]
    return alike[0] if len(alike) == 1 and merge_of(alike[0]) is None else None


def _called_in(known: Participant, tidy: PersonEntry, *, seat: Seat | None, by: Doer) -> Participant:
    """Let somebody of the list come with the row there is, as the entry says, on this seat."""
    come_back(known, by=by)
    edit_person(known, tidy, by=by)
    if seat is not None:
        take_seat(known, seat, by=by)
    else:
        free_seat(known, by=by)
    issue_pass(known, by=by)
    return known
