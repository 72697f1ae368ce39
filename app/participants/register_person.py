"""Register one person: by hand at the desk, or somebody an office nominated and the committee confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.clock import event_now
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.employee_numbers import sex_of
from app.lib.folding import folded
from app.lib.personal_names import folded_name
from app.lib.refusals import N_, Conflict, FieldProblem, FieldsRefused
from app.offices.models import Office
from app.offices.queries import position_directory
from app.participants.free_places import refuse_beyond_places
from app.participants.known_people import identity_of
from app.participants.models import Delegation, Participant, Seat
from app.participants.occasions import somebody_came
from app.participants.passes import NewPass, issue_passes
from app.participants.person_entry import PersonEntry, check_entry
from app.participants.same_person import merge_of
from app.participants.search_text import search_text
from app.participants.seats import take_seat
from app.participants.wanted import ON_THE_LIST


class NipTaken(FieldsRefused, Conflict):
    """Somebody of the event has this NIP already: `holder`."""

    def __init__(self, holder: Participant) -> None:
        gone = N_(
            "The NIP belongs to %(name)s of %(office)s, who has withdrawn. "
            "Restore that person on their own page, or compare the NIP with the decree."
        )
        here = N_(
            "The NIP belongs to %(name)s of %(office)s, who is on the list already. "
            "Compare it with the decree, or change that person instead."
        )
        told = gone if holder.withdrawal else here
        values = {"name": holder.display_name, "office": holder.office.short_name}
        merged = merge_of(holder)
        if merged is not None:
            told = N_(
                "The NIP belongs to %(name)s of %(office)s, who was merged and counts as %(person)s. Change "
                "that person, or take the two apart under the possible doubles and merge them the other way."
            )
            values["person"] = merged.participant.display_name
        super().__init__([FieldProblem("nip", told, values)])
        self.holder = holder


class RegisteredMeanwhile(Conflict):
    """The list has changed in the very moment."""

    def __init__(self) -> None:
        super().__init__(N_("Somebody else changed the list at the same moment. Send the form once more."))


class SameNameThere(FieldsRefused, Conflict):
    """The office has somebody of this name: perhaps the very same person. `people` are they."""

    def __init__(self, people: Sequence[Participant]) -> None:
        told = N_(
            "%(office)s already has %(name)s on the list. "
            "Say that this is another person, or change the one who is there."
        )
        values = {"name": people[0].display_name, "office": people[0].office.short_name}
        super().__init__([FieldProblem("is_another", told, values)])
        self.people = people


def register_person(
    event: Event,
    entry: PersonEntry,
    *,
    office: Office,
    by: Doer,
    seat: Seat | None = None,
    namesake_allowed: bool = True,
    beyond: bool | None = None,
) -> Participant:
    """Put one person on the list, for an office and perhaps on a seat of its delegation, with a pass.

    The delegation is made when it is missing. Whoever has the same name in the same office is no obstacle:
    ask `namesakes`, or pass `namesake_allowed=False`. Who has no post written gets that of the seat.
    Two who do it at once wait for each other, and the constraints decide. Places of the role: None leaves
    them to whoever calls, False keeps to them, True goes beyond and says so in the trail.

    Raises EntryRefused, NipTaken, SameNameThere, what `take_seat` raises and what counts places.
    """
    one_at_a_time(event.id)
    if beyond is not None:
        refuse_beyond_places(event, entry.role, by=by, beyond=beyond)
    if seat and seat.position and not entry.position_name.strip():
        entry = replace(entry, position_name=seat.position.name)
    entry = check_entry(entry, office_name=office.name, today=event.starts_on).accepted()
    values = columns_of(entry, office=office) | {
        "event_id": event.id,
        "delegation_id": delegation_of(event, office),
        "registered_at": event_now(event),
    }
    person = _insert(values, office=office)
    alike = namesakes(person)
    if alike and not namesake_allowed:
        raise SameNameThere(alike)
    if seat:
        take_seat(person, seat, by=by)
    issue_passes(event, [NewPass(person.id)])
    _tell(person, office, by=by)
    somebody_came(event, [person.id], by=by)
    return person


def _tell(person: Participant, office: Office, *, by: Doer) -> None:
    record(
        "participants.add",
        by=by,
        on=person.reference,
        event_id=person.event_id,
        name=person.display_name,
        office=office.short_name,
    )


def namesakes(person: Participant) -> Sequence[Participant]:
    """Who else on the list of the same office has the same name, however Muhammad is spelled."""
    question = (
        select(Participant)
        .where(
            Participant.event_id == person.event_id,
            Participant.office_id == person.office_id,
            Participant.id != person.id,
            Participant.state.in_(ON_THE_LIST),
        )
        .order_by(Participant.id)
    )
    name = folded_name(person.name)
    return [other for other in db.session.scalars(question) if folded_name(other.name) == name]


def columns_of(entry: PersonEntry, *, office: Office) -> dict[str, Any]:
    """The columns that a checked entry sets, also those that follow from it."""
    position = position_directory().find(entry.position_name) if entry.position_name else None
    name = folded(entry.name)
    return vars(entry) | {
        "folded_name": name,
        "search_text": search_text(name, entry.position_name),
        "office_id": office.id,
        "position_id": position.id if position else None,
        "sex": sex_of(entry.nip) or None if entry.nip else None,
    }


def delegation_of(event: Event, office: Office) -> int:
    """The id of an office's delegation, which is made when it is missing."""
    new_id = insert_once(Delegation, event_id=event.id, office_id=office.id)
    known = select(Delegation.id).where(Delegation.event_id == event.id, Delegation.office_id == office.id)
    return new_id or db.session.scalars(known).one()


def identities(entry_nip: str | None, name: str, office: Office) -> Iterator[str]:
    """The NIP, or else name and office; then the same with a number, for others of that name there."""
    first = identity_of(entry_nip, name, office.code)
    yield first
    if entry_nip is None:
        for number in count(2):
            yield f"{first}|{number}"


def nip_holder(event_id: int, nip: str | None, *, but: int | None = None) -> Participant | None:
    """Who of the event has this NIP, or was registered by it; `but` is somebody who does not count."""
    if nip is None:
        return None
    question = select(Participant).where(
        Participant.event_id == event_id,
        (Participant.nip == nip) | (Participant.identity == nip),
        Participant.id != (but or 0),
    )
    return db.session.scalars(question.limit(1)).one_or_none()


def _insert(values: dict[str, Any], *, office: Office) -> Participant:
    """Insert under the first identity that is free: only the NIP of somebody else keeps out."""
    for identity in identities(values["nip"], values["name"], office):
        new_id = insert_once(Participant, **values, identity=identity)
        if new_id is not None:
            return db.session.get_one(Participant, new_id)
        holder = nip_holder(values["event_id"], values["nip"])
        if holder is not None:
            raise NipTaken(holder)
    raise RegisteredMeanwhile
