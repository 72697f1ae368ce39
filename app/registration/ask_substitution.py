"""An office asks that somebody comes instead of one of its people; the committee answers."""

from dataclasses import replace

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now, is_over
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.folding import squeezed, visible
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused, Refused
from app.participants.models import Participant
from app.participants.person_entry import PersonEntry, check_entry
from app.participants.register_person import nip_holder
from app.participants.same_person import merge_of
from app.participants.wanted import ON_THE_LIST
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import Letter, State
from app.registration.nominate import LONGEST_KEY, SHORTEST_KEY
from app.registration.refusals import NominationNotThere, ReasonMissing
from app.registration.requests_of_offices import close_request, forget_contacts, last_request
from app.registration.substitute import LetterElsewhere
from app.registration.who_comes import SubstitutesItself


class AskedAlready(Conflict):
    """Somebody of the office has asked about this person, and the committee has not answered."""

    def __init__(self, asked: SubstitutionRequest) -> None:
        super().__init__(
            N_(
                "%(name)s has asked already that %(came)s comes instead of %(left)s. Wait for the answer, "
                "or take that request back on the page of the delegation."
            ),
            name=asked.asked_by_name,
            came=asked.display_name,
            left=asked.left.display_name,
        )


class MeetingOver(Refused):
    """Nobody comes instead of anybody when the meeting is over."""

    def __init__(self) -> None:
        super().__init__(
            N_("The meeting is over; nobody can be replaced any more. Ask the committee if a list is wrong.")
        )


class NumberElsewhere(FieldsRefused, Conflict):
    """The NIP is that of somebody of another office; an office is not told of whom."""

    def __init__(self) -> None:
        told = N_(
            "This NIP is registered for another office already. Compare it with the decree, or ask the "
            "committee."
        )
        super().__init__([FieldProblem("nip", told)])


class PersonGone(Conflict):
    """Somebody who does not come any more is not replaced."""

    def __init__(self, left: Participant) -> None:
        super().__init__(
            N_(
                "%(name)s does not come any more: withdrawn, or replaced already. Nothing was changed; "
                "look at the page of the delegation again."
            ),
            name=left.display_name,
        )


def ask_for_substitute(
    left: Participant, entry: PersonEntry, *, reason: str, letter: Letter | None, key: str, by: Doer
) -> SubstitutionRequest:
    """Ask the committee to let the person of `entry` come instead of `left`, in the same role.

    Nothing changes before it answers. The same `key` is the same request, however often it is sent.
    Raises what `refuse_to_ask` does, AskedAlready, ReasonMissing, LetterElsewhere, EntryRefused,
    SubstitutesItself and NumberElsewhere.
    """
    reason = squeezed(visible(reason))
    if not reason:
        raise ReasonMissing
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise NominationNotThere  # a form of ours always has one
    if letter is not None and letter.delegation_id != left.delegation_id:
        raise LetterElsewhere
    one_at_a_time(left.event_id)
    db.session.refresh(left)
    known = _with_key(left, key)
    if known is not None:
        return known
    refuse_to_ask(left)
    tidy = _tidy(left, entry)
    asked = _keep(left, tidy, reason=reason, letter=letter, key=key, by=by)
    _tell("registration.ask_substitution", asked, by=by, name=asked.display_name, reason=reason)
    return asked


def refuse_to_ask(left: Participant) -> None:
    """Raise MeetingOver, or PersonGone when the person is not on the list any more."""
    if is_over(db.session.get_one(Event, left.event_id)):
        raise MeetingOver
    if left.state not in ON_THE_LIST:
        raise PersonGone(left)


def take_request_back(asked: SubstitutionRequest, *, by: Doer) -> None:
    """Let the committee not answer it: the person stays. Twice is once. Raises AnsweredMeanwhile."""
    one_at_a_time(asked.event_id)
    db.session.refresh(asked, ["state"])
    if asked.state is State.WITHDRAWN:
        return
    close_request(asked, State.WITHDRAWN, by=by)
    forget_contacts(SubstitutionRequest.id == asked.id)
    _tell("registration.take_back_substitution", asked, by=by, name=asked.display_name)


def _tidy(left: Participant, entry: PersonEntry) -> PersonEntry:
    """What was typed as the list would take it, or what is wrong with it."""
    event = db.session.get_one(Event, left.event_id)
    entry = replace(entry, role=left.role)
    tidy = check_entry(entry, office_name=left.office.name, today=event.starts_on).accepted()
    holder = nip_holder(left.event_id, tidy.nip)
    merged = merge_of(holder) if holder is not None else None
    if left.id in (holder and holder.id, merged and merged.participant_id):
        raise SubstitutesItself
    if holder is not None and holder.delegation_id != left.delegation_id:
        raise NumberElsewhere
    return tidy


def _keep(
    left: Participant, tidy: PersonEntry, *, reason: str, letter: Letter | None, key: str, by: Doer
) -> SubstitutionRequest:
    new_id = insert_once(
        SubstitutionRequest,
        **vars(tidy),
        event_id=left.event_id,
        delegation_id=left.delegation_id,
        left_id=left.id,
        key=key,
        reason=reason,
        letter_id=letter.id if letter else None,
        state=State.SUBMITTED,
        asked_at=event_now(db.session.get_one(Event, left.event_id)),
        asked_by=by.reference,
        asked_by_name=by.name,
    )
    if new_id is None:
        open_now = last_request(left)
        raise AskedAlready(open_now) if open_now else NominationNotThere
    forget_contacts(SubstitutionRequest.left_id == left.id, SubstitutionRequest.id != new_id)
    return db.session.get_one(SubstitutionRequest, new_id)


def _with_key(left: Participant, key: str) -> SubstitutionRequest | None:
    """Return what this form has asked before; the form of another person names nothing here."""
    own = select(SubstitutionRequest).filter_by(left_id=left.id, key=key)
    return db.session.scalars(own.execution_options(populate_existing=True)).one_or_none()


def _tell(action: str, asked: SubstitutionRequest, *, by: Doer, **details: object) -> None:
    subject = f"participant:{asked.left_id}"
    record(action, by=by, on=subject, event_id=asked.event_id, **details)
