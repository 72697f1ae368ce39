"""Register oneself by the link of a quota: a place at once, or one in the queue."""

import re
from dataclasses import dataclass, fields

from sqlalchemy import Select, func, select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now, is_over
from app.events.models import Event
from app.lib.folding import squeezed, visible
from app.lib.personal_names import folded_name
from app.lib.refusals import N_, NotThere, Refused
from app.participants.person_entry import PersonEntry, check_entry
from app.registration.models import Nomination, Quota, State
from app.registration.recognise import on_the_list, who_comes
from app.registration.steps import step_nomination
from app.registration.tell import tell_known, tell_on_the_list, tell_waiting
from app.registration.waiting_list import admit, locked_quota, place_in_queue, queue_of, taken_places

KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
LONGEST_ORGANISATION = 200
GONE = 410
ENTRY_FIELDS = tuple(field.name for field in fields(PersonEntry))


class RegistrationClosed(Refused):
    """The time to register is over: `closed` when, `contact` whom to call."""

    status = GONE


class RegistrationIncomplete(Refused):
    """Something is missing that this registration needs."""


class RegistrationNotThere(NotThere):
    """Nobody has registered under this address."""

    def __init__(self) -> None:
        super().__init__(N_("Nobody has registered here. Open the link of your invitation again."))


@dataclass(frozen=True)
class OwnRegistration:
    """How somebody's registration stands; `place` is that in the queue."""

    nomination: Nomination
    place: int | None


def register_oneself(
    quota: Quota, entry: PersonEntry, *, organisation: str, key: str, by: Doer
) -> OwnRegistration | None:
    """Take somebody in: a participant with a pass while there is room, otherwise the last of the queue.

    The same `key` registers once. Whoever another form has registered, or who is on the list by another
    way, is not registered again: the answer is None, and a letter goes to the address that is known, for
    whoever sends a name and an address may be a stranger. The quota's row is locked, so that any number who
    send at the same moment are counted one by one.

    Raises RegistrationClosed, RegistrationIncomplete and EntryRefused.
    """
    event = db.session.get_one(Event, quota.event_id)
    entry, organisation = _checked(event, entry, organisation)
    locked = locked_quota(quota.event_id, quota.role) or quota
    mine = _with_key(locked, key)
    if mine is not None:
        return own_registration(mine)
    if is_over(event):
        raise RegistrationClosed(N_("The registration is closed."))
    if _is_known(locked, event, entry, organisation=organisation, by=by):
        return None
    refuse_closed(locked, event)
    nomination = _queued(locked, event, entry, organisation=organisation, key=key, by=by)
    if queue_of(locked)[0].id == nomination.id and taken_places(locked) < locked.places:
        admit(nomination, by=by)
    else:
        tell_waiting(nomination, event, place=place_in_queue(nomination), by=by)
    return own_registration(nomination)


def refuse_closed(quota: Quota, event: Event) -> None:
    """Raise RegistrationClosed when the closing time, or the meeting, is over by the event's clock."""
    if is_closed(quota, event):
        raise RegistrationClosed(N_("The registration is closed."))


def is_closed(quota: Quota, event: Event) -> bool:
    """Say whether the closing time, or the meeting, is over by the event's clock."""
    is_late = quota.closes_at is not None and event_now(event) >= quota.closes_at
    return is_late or is_over(event)


def own_registration(nomination: Nomination) -> OwnRegistration:
    """Return how a registration stands."""
    place = place_in_queue(nomination) if nomination.state is State.WAITING else None
    return OwnRegistration(nomination, place)


def registration_by_key(quota: Quota, key: str) -> OwnRegistration:
    """Return the registration that a form with this key made, or raise RegistrationNotThere."""
    found = _with_key(quota, key)
    if found is None:
        raise RegistrationNotThere
    return own_registration(found)


def _checked(event: Event, entry: PersonEntry, organisation: str) -> tuple[PersonEntry, str]:
    organisation = squeezed(visible(organisation))
    if not organisation or len(organisation) > LONGEST_ORGANISATION:
        raise RegistrationIncomplete(N_("Write the organisation you come from, at most 200 characters."))
    tidy = check_entry(entry, office_name=organisation, today=event.starts_on).accepted()
    if not tidy.email:
        raise RegistrationIncomplete(N_("Write your e-mail address: your pass is sent there."))
    return tidy, organisation


def _with_key(quota: Quota, key: str) -> Nomination | None:
    if not KEY.fullmatch(key):
        raise RegistrationNotThere  # a form of ours always has one
    return db.session.scalars(_of_quota(quota).where(Nomination.key == key)).one_or_none()


def _of_quota(quota: Quota) -> Select[Nomination]:
    return select(Nomination).filter_by(event_id=quota.event_id, role=quota.role, delegation_id=None)


def _is_known(quota: Quota, event: Event, entry: PersonEntry, *, organisation: str, by: Doer) -> bool:
    """Write to whoever has registered before or is on the list, at the known address; say whether so."""
    known = _registered_before(quota, entry)
    row = known.participant if known else on_the_list(event.id, entry, organisation=organisation)
    person = who_comes(row) if row else None
    if person is not None:
        tell_on_the_list(person, event, by=by)
    elif known is not None:
        tell_known(known, event, by=by)
    return bool(person or known)


def _registered_before(quota: Quota, entry: PersonEntry) -> Nomination | None:
    still = Nomination.state.in_((State.WAITING, State.CONFIRMED))
    same_address = db.session.scalars(
        _of_quota(quota).where(func.lower(Nomination.email) == (entry.email or "").lower(), still)
    )
    name = folded_name(entry.name)
    return next((one for one in same_address if folded_name(one.name) == name and _still_comes(one)), None)


def _still_comes(nomination: Nomination) -> bool:
    return nomination.participant is None or who_comes(nomination.participant) is not None


def _queued(
    quota: Quota, event: Event, entry: PersonEntry, *, organisation: str, key: str, by: Doer
) -> Nomination:
    now = event_now(event)
    values = {name: getattr(entry, name) for name in ENTRY_FIELDS} | {"role": quota.role}
    new_id = insert_once(
        Nomination,
        **values,
        event_id=event.id,
        organisation=organisation,
        key=key,
        state=State.WAITING,
        revision=0,
        changed_at=now,
        changed_by=by.name,
        queued_at=now,
    )
    if new_id is None:
        raise RegistrationNotThere  # somebody else's key
    nomination = db.session.get_one(Nomination, new_id)
    step_nomination(nomination, State.WAITING, by=by)
    record("registration.register_oneself", by=by, on=nomination.reference, event_id=event.id)
    return nomination
