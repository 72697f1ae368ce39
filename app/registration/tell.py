"""Tell those who registered by mail how it stands. In Indonesian, the language of the meeting."""

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
from app.registration.models import Nomination

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
) -> None:
    if not nomination.email:
        return
    subject, text = words
    with force_locale(DEFAULT_LANGUAGE):
        common: dict[str, object] = {
            "name": nomination.display_name,
            "event": event.title,
            "city": event.city,
            "dates": dates((event.starts_on, event.ends_on)),
        }
        message = compose(
            key=f"{kind}:{nomination.id}:{nomination.revision}",
            to=nomination.email,
            recipient_name=nomination.display_name,
            subject=write(subject, {"event": event.short_title}),
            text=write(text, common | values),
            by=by,
            about=(_participant(nomination) if nomination.participant_id else nomination).reference,
            event_id=event.id,
        )
    release(message)


@fills_in(CONFIRMED, words=N_("Place confirmed"))
def _secrets(message: Message) -> Secrets:
    nomination = db.session.get_one(Nomination, int(message.key.split(":")[1]))
    address = known_personal_link(_participant(nomination))
    if address is None:
        raise LinkGone
    return Secrets(address)


@fills_in(RETURNED, words=N_("Registration returned"))
@fills_in(WAITING, words=N_("Waiting list"))
def _nothing_secret(_message: Message) -> Secrets:
    return Secrets("")


def _participant(nomination: Nomination) -> Participant:
    return db.session.get_one(Participant, nomination.participant_id)
