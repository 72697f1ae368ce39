"""Who registers alone, or waits, and is on the list already: one row, one place and one pass is enough."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, func, select

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import is_over
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, force_locale, gettext, write
from app.lib.personal_names import folded_name
from app.lib.refusals import N_
from app.offices.models import Office
from app.offices.queries import office_directory
from app.participants.models import Participant
from app.participants.occasions import after_somebody_came
from app.participants.person_entry import PersonEntry
from app.participants.roles import ROLE_NAMES
from app.participants.same_person import person_of
from app.participants.sending_bodies import SendingBodies
from app.participants.wanted import ON_THE_LIST
from app.registration.models import Nomination, State
from app.registration.proposed_person import ProposedPerson
from app.registration.steps import step_nomination
from app.registration.tell import tell_confirmed

MANY = 500
AS_IT_IS = {"populate_existing": True}  # the lock was taken meanwhile: what was read before may be old


def on_the_list(
    event_id: int, person: PersonEntry | ProposedPerson, *, organisation: str
) -> Participant | None:
    """Return who of the list this is: by the NIP, or by the name with the e-mail address or the office.

    Two NIPs tell two people apart; two of that name in one office are not told apart by guessing. A merged
    row means whom it counts as.
    """
    for mark in _marks(person, organisation):
        alike = select(Participant).join(Participant.office).where(Participant.event_id == event_id, mark)
        now = db.session.scalars(alike.order_by(Participant.id), execution_options=AS_IT_IS)
        rows = [one for one in now if _may_be(one, person)]
        found = {one.id: one for one in map(who_comes, rows) if one}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def who_comes(row: Participant) -> Participant | None:
    """Return whom this row counts as, when that person is on the list."""
    person = person_of(row)
    return person if person.state in ON_THE_LIST else None


def settle_if_known(nomination: Nomination, *, by: Doer) -> Participant | None:
    """Let a registration end with the row that its person has on the list; None when there is no such row.

    The link to that row goes out only to the address that the list has too. Call it with the event locked.
    """
    person = on_the_list(nomination.event_id, nomination, organisation=nomination.organisation)
    if person is None:
        return None
    event = db.session.get_one(Event, nomination.event_id)
    with force_locale(DEFAULT_LANGUAGE):  # the reason is kept: in one language, whoever was at work
        reason = write(ON_IT, {"role": gettext(ROLE_NAMES[person.role])})
    nomination.participant_id = person.id
    step_nomination(nomination, State.CONFIRMED, by=by, reason=reason)
    record(
        "registration.recognise",
        by=by,
        on=person.reference,
        event_id=event.id,
        name=nomination.display_name,
        registration=nomination.reference,
    )
    if same_address(nomination, person) and not is_over(event):
        tell_confirmed(nomination, event, by=by)
    return person


def same_address(nomination: Nomination, person: Participant) -> bool:
    """Whether the list has the e-mail address that was typed: then who typed it may have the link."""
    typed = (nomination.email or "").lower()
    return bool(typed) and typed == (person.email or "").lower()


def beside(nomination: Nomination) -> Nomination | None:
    """Return another registration for the same role by which the same person waits now."""
    others = select(Nomination).where(
        Nomination.event_id == nomination.event_id,
        Nomination.role == nomination.role,
        Nomination.id != nomination.id,
        Nomination.state == State.WAITING,
        func.lower(Nomination.email) == (nomination.email or "").lower(),
    )
    name = folded_name(nomination.name)
    waiting = db.session.scalars(others.order_by(Nomination.id))
    return next((one for one in waiting if folded_name(one.name) == name), None)


def _marks(person: PersonEntry | ProposedPerson, organisation: str) -> Iterator[ColumnElement[bool]]:
    """What a row has in common with a person, the surest first."""
    if person.nip:
        yield Participant.nip == person.nip
    if person.email:
        yield func.lower(Participant.email) == person.email.lower()
    if organisation:
        yield Office.code == SendingBodies(office_directory()).of(organisation).code


def _may_be(row: Participant, person: PersonEntry | ProposedPerson) -> bool:
    if row.nip and person.nip:
        return row.nip == person.nip
    return folded_name(row.name) == folded_name(person.name)


@after_somebody_came
def _settle_who_came(event: Event, ids: Sequence[int], by: Doer) -> None:
    """Take whoever has come onto the list by another way out of the queue."""
    waits = (Nomination.event_id == event.id, Nomination.state == State.WAITING)
    queue = db.session.execute(select(Nomination.id, Nomination.name).where(*waits)).all()
    if not queue:
        return
    names = {folded_name(name) for name in _names_of(event, ids)}
    called = [one for one, name in queue if folded_name(name) in names]
    these = select(Nomination).where(Nomination.id.in_(called)).order_by(Nomination.id)
    for nomination in db.session.scalars(these, execution_options=AS_IT_IS).all():
        settle_if_known(nomination, by=by)


def _names_of(event: Event, ids: Sequence[int]) -> Sequence[str]:
    """The names of those who came; of very many it costs less to ask for all."""
    everybody = select(Participant.name).where(Participant.event_id == event.id)
    these = everybody.where(Participant.id.in_(ids)) if len(ids) <= MANY else everybody
    return db.session.scalars(these).all()


ON_IT = N_("On the list by another way already, as %(role)s: no second pass was made.")
