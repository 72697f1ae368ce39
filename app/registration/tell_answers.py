"""Tell by mail what the committee or the desk has answered: an office, and whoever asked about a name."""

from app.accounts.links import link_address
from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.events.on_paper import place_and_range
from app.lib.refusals import N_
from app.messages.compose import compose, release
from app.messages.fill_in import SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Message
from app.messages.written import written
from app.participants.models import Delegation
from app.participants.personal_links import known_personal_link, personal_link
from app.registration.kept_requests import SubstitutionRequest
from app.registration.links import known_office_link, office_link
from app.registration.models import DelegationStep, NameCorrection, State
from app.registration.office_mail import office_address
from app.registration.pass_mail import LetterOutdated

DELEGATION_ANSWER, NAME_ANSWER = "registration.delegation_answer", "registration.name_answer"
SUBSTITUTION_ANSWER = "registration.substitution_answer"
CONFIRMED_SUBJECT = "Delegasi dikonfirmasi / Delegation confirmed"
RETURNED_SUBJECT = "Delegasi dikembalikan / Delegation returned"
SUBSTITUTED_SUBJECT = "Penggantian disetujui / Substitution accepted"
NOT_SUBSTITUTED_SUBJECT = "Penggantian dikembalikan / Substitution returned"
NAME_SUBJECT = "Jawaban tentang penulisan nama / Answer about your name"


def tell_office(delegation: Delegation, step: DelegationStep, *, by: Doer) -> None:
    """Send the office what the committee answered, with the address of its page; once for each answer.

    An office without an address reads it on its page only.
    """
    event, confirmed = db.session.get_one(Event, delegation.event_id), step.state is State.CONFIRMED
    text = written(
        "delegation_answer",
        event=event,
        place=place_and_range(event),
        office=delegation.office.name,
        confirmed=confirmed,
        reason=step.reason,
        address=SECRET_ADDRESS,
    ).text
    subject = CONFIRMED_SUBJECT if confirmed else RETURNED_SUBJECT
    _send(delegation, event, key=f"{DELEGATION_ANSWER}:{step.id}", subject=subject, text=text, by=by)


def tell_substitution(asked: SubstitutionRequest, *, by: Doer) -> None:
    """Send the office what came of its request, in the same way."""
    event, granted = db.session.get_one(Event, asked.event_id), asked.state is State.SUBSTITUTED
    text = written(
        "substitution_answer",
        event=event,
        asked=asked,
        granted=granted,
        stays=asked.left.withdrawal is None,
        address=SECRET_ADDRESS,
    ).text
    subject = SUBSTITUTED_SUBJECT if granted else NOT_SUBSTITUTED_SUBJECT
    _send(asked.delegation, event, key=f"{SUBSTITUTION_ANSWER}:{asked.id}", subject=subject, text=text, by=by)


def _send(delegation: Delegation, event: Event, *, key: str, subject: str, text: str, by: Doer) -> None:
    address = office_address(delegation.office)
    if not address:
        return
    office_link(delegation, by=by)
    message = compose(
        key=key,
        to=address,
        recipient_name=delegation.office.short_name,
        subject=f"{subject}: {event.short_title}",
        text=text,
        by=by,
        about=delegation.reference,
        event_id=event.id,
    )
    release(message)


def tell_person(correction: NameCorrection, *, by: Doer) -> None:
    """Send who asked for another spelling the answer, when an address is known; once for each request."""
    person = correction.participant
    if not person.email:
        return
    event = db.session.get_one(Event, correction.event_id)
    personal_link(person, by=by)
    text = written(
        "name_answer", event=event, person=person, correction=correction, address=SECRET_ADDRESS
    ).text
    message = compose(
        key=f"{NAME_ANSWER}:{correction.id}",
        to=person.email,
        recipient_name=person.display_name,
        subject=f"{NAME_SUBJECT}: {event.short_title}",
        text=text,
        by=by,
        about=person.reference,
        event_id=event.id,
    )
    release(message)


@fills_in(SUBSTITUTION_ANSWER, words=N_("Answer about a substitution"))
@fills_in(DELEGATION_ANSWER, words=N_("Answer to an office"))
def _page_of_office(message: Message) -> Secrets:
    delegation = db.session.get_one(Delegation, int((message.about or "").partition(":")[2]))
    link = known_office_link(delegation)
    if link is None:
        raise LetterOutdated
    return Secrets(link_address(link))


@fills_in(NAME_ANSWER, words=N_("Answer about a name"))
def _page_of_person(message: Message) -> Secrets:
    correction = db.session.get_one(NameCorrection, int(message.key.rpartition(":")[2]))
    address = known_personal_link(correction.participant)
    if address is None:
        raise LetterOutdated
    return Secrets(address)
