"""What the committee should see before it confirms somebody: what is known already, and what looks odd."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.events.models import Event
from app.lib.folding import folded
from app.lib.personal_names import folded_name
from app.lib.refusals import N_, FieldProblem
from app.participants.models import Delegation, Participant
from app.participants.person_entry import PersonEntry, check_entry, filled_from
from app.participants.register_person import nip_holder
from app.participants.wanted import ON_THE_LIST
from app.registration.beside import same_names_beside, same_number_beside
from app.registration.models import Nomination
from app.registration.nominate import entry_of_proposed
from app.registration.proposed_person import ProposedPerson

COMPARED = {
    "front_titles": N_("Front titles"),
    "name": N_("Name"),
    "back_titles": N_("Back titles"),
    "nip": N_("NIP"),
    "rank": N_("Rank"),
    "position_name": N_("Position"),
    "email": N_("Email"),
    "phone": N_("Telephone"),
}


@dataclass(frozen=True)
class Difference:
    """One field that the list has otherwise: its word, what is there, what is written now."""

    word: str
    there: str
    written: str


@dataclass(frozen=True)
class Compared:
    """One who is proposed beside what the event knows.

    `known` is the person it means: by NIP of the same office (`is_certain`), or by name alone, then the
    committee decides. `errors` keep it from being confirmed, `warnings` ask for a look.
    """

    proposed: ProposedPerson
    known: Participant | None = None
    is_certain: bool = False
    differences: tuple[Difference, ...] = ()
    errors: tuple[FieldProblem, ...] = ()
    warnings: tuple[FieldProblem, ...] = field(default=())


def compare(proposed: ProposedPerson, delegation: Delegation) -> Compared:
    """Look somebody who is proposed up among the people of the event."""
    event = db.session.get_one(Event, delegation.event_id)
    office = delegation.office
    checked = check_entry(entry_of_proposed(proposed), office_name=office.name, today=event.starts_on)
    entry = checked.entry
    holder = nip_holder(event.id, entry.nip)
    here = holder if holder and holder.delegation_id == delegation.id and not holder.withdrawal else None
    known = here or _of_this_name(entry, delegation)
    errors, warnings = checked.errors, checked.warnings
    if isinstance(proposed, Nomination):
        twice = same_number_beside(proposed)
        errors = (*errors, twice) if twice else errors
        warnings = (*warnings, *same_names_beside(proposed))
    return Compared(
        proposed,
        known=known,
        is_certain=here is not None,
        differences=_differences(known, entry) if known else (),
        errors=errors,
        warnings=(*warnings, *_elsewhere(entry, delegation, holder=holder)),
    )


def _of_this_name(entry: PersonEntry, delegation: Delegation) -> Participant | None:
    """Somebody of the same name in the same office, whose NIP does not say that it is another person."""
    alike = _people(
        Participant.delegation_id == delegation.id,
        Participant.nip.is_(None) if entry.nip else Participant.id > 0,
    )
    name = folded_name(entry.name)
    return next((person for person in alike if folded_name(person.name) == name), None)


def _elsewhere(
    entry: PersonEntry, delegation: Delegation, *, holder: Participant | None
) -> list[FieldProblem]:
    found = []
    if holder is not None and (holder.delegation_id != delegation.id or holder.withdrawal):
        told = N_("The NIP belongs to %(name)s of %(office)s already.")
        found.append(FieldProblem("nip", told, _named(holder)))
    others = _people(
        Participant.event_id == delegation.event_id,
        Participant.delegation_id != delegation.id,
        Participant.folded_name == folded(entry.name),
    )
    told = N_("Somebody of the same name, %(name)s, comes for %(office)s.")
    found += [
        FieldProblem("name", told, _named(other))
        for other in others
        if holder is None or other.id != holder.id
    ]
    return found


def _people(*conditions: object) -> Sequence[Participant]:
    question = (
        select(Participant)
        .where(Participant.state.in_(ON_THE_LIST), *conditions)  # type: ignore[arg-type]
        .options(joinedload(Participant.office))
        .order_by(Participant.id)
    )
    return db.session.scalars(question).all()


def _differences(known: Participant, entry: PersonEntry) -> tuple[Difference, ...]:
    written = filled_from(entry, known)  # an empty field erases nothing
    pairs = (
        (word, getattr(known, name) or "", getattr(written, name) or "") for name, word in COMPARED.items()
    )
    return tuple(Difference(word, there, now) for word, there, now in pairs if there != now)


def _named(person: Participant) -> dict[str, object]:
    return {"name": person.display_name, "office": person.office.short_name}
