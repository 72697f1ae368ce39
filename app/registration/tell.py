"""Tell those who registered by mail how it stands. In Indonesian, the language of the meeting."""

from sqlalchemy import select

from app.accounts.links import link_address
from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, date_and_time, dates, force_locale, write
from app.lib.refusals import N_, Refused
from app.messages.compose import compose, release
from app.messages.fill_in import SECRET_ADDRESS, Secrets, fills_in
from app.messages.models import Message
from app.participants.models import Participant
from app.participants.personal_links import known_personal_link, personal_link
from app.registration.links import known_registration_link
from app.registration.models import Nomination, Quota
from app.registration.pass_mail import LetterOutdated
from app.services import services

CONFIRMED, WAITING, RETURNED = "registration.confirmed", "registration.waiting", "registration.returned"
CONFIRMED_SUBJECT = N_("You have a place: %(event)s")
CONFIRMED_TEXT = N_(
    "Dear %(name)s,\n\nyour place at %(event)s (%(city)s, %(dates)s) is confirmed. Your pass, the agenda and "
    "your papers are here:\n\n%(address)s\n\nThe link is yours alone: do not pass it on. "
    "If you cannot come, tell the committee, so that somebody who waits gets the place."
)
WAITING_SUBJECT = N_("You are on the waiting list: %(event)s")
WAITING_TEXT = N_(
    "Dear %(name)s,\n\nthank you for registering for %(event)s (%(city)s, %(dates)s). All places are taken; "
    "since %(since)s you are on the waiting list as number %(place)s. When a place becomes free, the first "
    "in the list gets it and is told by mail at once. You need not do anything."
)
KNOWN, ON_THE_LIST = "registration.known", "registration.on_the_list"
KNOWN_SUBJECT = N_("You are registered already: %(event)s")
KNOWN_TEXT = N_(
    "Dear %(name)s,\n\nthe registration for %(event)s (%(city)s, %(dates)s) was sent once more with your "
    "name and address. You are registered already, and nothing has changed. How it stands is told here:\n\n"
    "%(address)s\n\nThe link is yours alone: do not pass it on. At most one such letter is sent a day."
)
RETURNED_SUBJECT = N_("Your registration: %(event)s")
RETURNED_TEXT = N_(
    "Dear %(name)s,\n\nthe committee of %(event)s (%(city)s, %(dates)s) could not accept your registration "
    "as it is: %(reason)s\n\nAnswer the committee, or register again."
)


class LinkGone(Refused):
    """The personal link that a letter would carry no longer opens."""

    def __init__(self) -> None:
        super().__init__(N_("The personal link has ended. Make a new one on the person's page."))


def tell_confirmed(nomination: Nomination, event: Event, *, by: Doer) -> None:
    """Send somebody who has a place now the address of the own page; the link is made if need be."""
    personal_link(_participant(nomination), by=by)
    values: dict[str, object] = {"address": SECRET_ADDRESS}
    _send(nomination, event, kind=CONFIRMED, words=(CONFIRMED_SUBJECT, CONFIRMED_TEXT), values=values, by=by)


def tell_waiting(nomination: Nomination, event: Event, *, place: int, by: Doer) -> None:
    """Send somebody the place in the queue."""
    with force_locale(DEFAULT_LANGUAGE):
        since = date_and_time(nomination.queued_at, event.zone) if nomination.queued_at else ""
    values: dict[str, object] = {"place": place, "since": since}
    _send(nomination, event, kind=WAITING, words=(WAITING_SUBJECT, WAITING_TEXT), values=values, by=by)


def tell_known(nomination: Nomination, event: Event, *, by: Doer) -> None:
    """Send somebody who waits, and registers again, the page that tells so; once a day at most."""
    values: dict[str, object] = {"address": SECRET_ADDRESS}
    words = (KNOWN_SUBJECT, KNOWN_TEXT)
    _send(nomination, event, kind=KNOWN, words=words, values=values, by=by, number=_today())


def tell_on_the_list(person: Participant, event: Event, *, by: Doer) -> None:
    """Send somebody of the list, who registers once more, the own page; once a day at most.

    It goes to the address of the list, whatever was typed: whoever typed it may be a stranger.
    """
    personal_link(person, by=by)
    values: dict[str, object] = {"address": SECRET_ADDRESS}
    words, about = (KNOWN_SUBJECT, KNOWN_TEXT), person.reference
    key = f"{ON_THE_LIST}:{person.id}:{_today()}"
    _write(person, event, key=key, about=about, words=words, values=values, by=by)


def tell_returned(nomination: Nomination, event: Event, *, reason: str, by: Doer) -> None:
    """Send somebody the reason why the registration was not accepted."""
    values: dict[str, object] = {"reason": reason}
    _send(nomination, event, kind=RETURNED, words=(RETURNED_SUBJECT, RETURNED_TEXT), values=values, by=by)


def _send(
    nomination: Nomination,
    event: Event,
    *,
    kind: str,
    words: tuple[str, str],
    values: dict[str, object],
    by: Doer,
    number: object = None,
) -> None:
    key = f"{kind}:{nomination.id}:{nomination.revision if number is None else number}"
    about = (_participant(nomination) if nomination.participant_id else nomination).reference
    _write(nomination, event, key=key, about=about, words=words, values=values, by=by)


def _write(
    person: Nomination | Participant,
    event: Event,
    *,
    key: str,
    about: str,
    words: tuple[str, str],
    values: dict[str, object],
    by: Doer,
) -> None:
    if not person.email:
        return
    subject, text = words
    with force_locale(DEFAULT_LANGUAGE):
        common: dict[str, object] = {
            "name": person.display_name,
            "event": event.title,
            "city": event.city,
            "dates": dates((event.starts_on, event.ends_on)),
        }
        message = compose(
            key=key,
            to=person.email,
            recipient_name=person.display_name,
            subject=write(subject, {"event": event.short_title}),
            text=write(text, common | values),
            by=by,
            about=about,
            event_id=event.id,
        )
    release(message)


@fills_in(CONFIRMED, words=N_("Place confirmed"))
def _secrets(message: Message) -> Secrets:
    nomination = db.session.get_one(Nomination, int(message.key.split(":")[1]))
    return _page_of(_participant(nomination), message)


@fills_in(KNOWN, words=N_("Registered already"))
def _own_page(message: Message) -> Secrets:
    nomination = db.session.get_one(Nomination, int(message.key.split(":")[1]))
    if nomination.participant_id:
        return _secrets(message)
    quota = db.session.scalars(
        select(Quota).filter_by(event_id=nomination.event_id, role=nomination.role)
    ).one()
    link = known_registration_link(quota)
    if link is None:
        raise LinkGone
    return Secrets(f"{link_address(link)}/{nomination.key}")


@fills_in(ON_THE_LIST, words=N_("Registered already"))
def _page_of_the_list(message: Message) -> Secrets:
    return _page_of(db.session.get_one(Participant, int(message.key.split(":")[1])), message)


@fills_in(RETURNED, words=N_("Registration returned"))
@fills_in(WAITING, words=N_("Waiting list"))
def _nothing_secret(_message: Message) -> Secrets:
    return Secrets("")


def _page_of(person: Participant, message: Message) -> Secrets:
    """The own page, for the address of the list alone: it may have been corrected since."""
    address = known_personal_link(person)
    if address is None:
        raise LinkGone
    if message.deliveries[0].address.lower() != (person.email or "").lower():
        raise LetterOutdated
    return Secrets(address)


def _today() -> str:
    return services().clock.now().date().isoformat()


def _participant(nomination: Nomination) -> Participant:
    return db.session.get_one(Participant, nomination.participant_id)
