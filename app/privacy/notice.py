"""The notice of an event: why which data is kept, on what ground, for how long, and whom to ask.

UU 27/2022, articles 5 and 21: it is public. The standard words are here in both languages; what an event
says otherwise is kept with the event.
"""

from dataclasses import dataclass

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.i18n import gettext, language, write
from app.lib.refusals import N_
from app.privacy.models import Notice

PURPOSE = N_(
    "The data is used to hold this official meeting: to invite, to admit and to count those who take part, "
    "to print badges, lists, minutes and certificates, and to account for the meeting."
)
BASIS = N_(
    "Taking part in this meeting is an official duty. The data is processed to carry out a task in the "
    "public interest (UU 27/2022, article 20 paragraph 2 letter e). Only extras rest on consent, which "
    "you give freely and may withdraw at any time: photographs, special needs, slides. The committee may "
    "write to your telephone number about this meeting, also by WhatsApp, until you refuse that on your "
    "page (“Do not contact me by WhatsApp”) or ask for the number to be removed."
)
RIGHTS = (
    N_("to know what is kept about you, and to get a copy (articles 5, 7 and 13);"),
    N_("to have mistakes corrected (article 6);"),
    N_("to have data erased that the law does not keep (articles 8 and 43);"),
    N_("to withdraw consent, and to have processing restricted (articles 9 and 11);"),
    N_("to complain to the authority for the protection of personal data (articles 12 and 58)."),
)
STAYS = N_(
    "Attendance lists, certificates and minutes are records of the state: they are kept as the archive "
    "schedule says and are not erased on request (UU 27/2022, article 15; PP 71/2019)."
)
NEVER = N_(
    "Never collected: identity card number (NIK), religion, home address, place of the phone, face templates."
)


@dataclass(frozen=True)
class Kind:
    """A kind of data: what it is, what for, who sees it, and how long it is kept, all as msgids."""

    what: str
    purpose: str
    who: str
    kept: str


KINDS = (
    Kind(
        N_("Name, titles, rank, post, office"),
        N_("Invitation, badge, attendance list, minutes, certificate"),
        N_("The committee and your office; name and post of speakers are public"),
        N_("as the archive schedule says"),
    ),
    Kind(
        N_("NIP"),
        N_("Attendance list and accounts; telling people of one name apart"),
        N_("The committee"),
        N_("with the attendance list"),
    ),
    Kind(
        N_("Telephone, e-mail, sex"),
        N_("Messages about the meeting, rooms"),
        N_("The committee"),
        N_("%(contact_days)s days after the meeting"),
    ),
    Kind(
        N_("Arrival and departure"),
        N_("Drivers who meet you"),
        N_("The committee and your office"),
        N_("%(travel_days)s days after the meeting"),
    ),
    Kind(
        N_("Special needs (only with consent)"),
        N_("Food and assistance"),
        N_("Few of the committee; catering sees numbers without names"),
        N_("%(needs_days)s days after the meeting, or until you withdraw"),
    ),
    Kind(
        N_("Scans at the gate: time, gate, session"),
        N_("Attendance"),
        N_("The committee"),
        N_("with the attendance list"),
    ),
    Kind(
        N_("The assignment letter of your office: names, ranks, NIPs as it writes them"),
        N_("Proof of who was sent; accounts of the journey"),
        N_("The committee and your office; every opening is written down"),
        N_("as the archive schedule says"),
    ),
    Kind(
        N_("Who was proposed or registered and never came"),
        N_("Filling seats and places"),
        N_("The committee and your office"),
        N_("NIP, telephone and e-mail go %(contact_days)s days after the meeting"),
    ),
    Kind(
        N_("Letters that were sent to you"),
        N_("Proof that you were told"),
        N_("The committee"),
        N_("the address and the text go %(contact_days)s days after the meeting"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class NoticeWritten:
    """What the committee writes; empty texts mean the standard words. Days count from the last day."""

    controller: str
    officer: str
    contact: str
    purpose_id: str
    purpose_en: str
    needs_days: int
    travel_days: int
    contact_days: int


@dataclass(frozen=True)
class Told:
    """The notice as a page shows it, in the language of the page."""

    controller: str
    officer: str
    contact: str
    purpose: str
    kinds: tuple[Kind, ...]


def notice_of(event: Event) -> Notice:
    """Return what is kept for an event; until somebody writes it, the standard one, which is in no table."""
    found = db.session.scalars(
        select(Notice).where(Notice.event_id == event.id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None:
        return found
    blank = dict.fromkeys(("controller", "officer", "contact", "purpose_id", "purpose_en"), "")
    return Notice(event_id=event.id, **blank, needs_days=0, travel_days=30, contact_days=90)


def told_notice(event: Event) -> Told:
    """Return the notice of an event in words."""
    notice = notice_of(event)
    own = notice.purpose_id if language() == "id" else notice.purpose_en
    days = {name: getattr(notice, name) for name in ("needs_days", "travel_days", "contact_days")}
    kinds = (
        Kind(gettext(one.what), gettext(one.purpose), gettext(one.who), write(one.kept, days))
        for one in KINDS
    )
    return Told(
        controller=notice.controller or _issuer(event),
        officer=notice.officer,
        contact=notice.contact,
        purpose=own or gettext(PURPOSE),
        kinds=tuple(kinds),
    )


def write_notice(event: Event, written: NoticeWritten, *, by: Doer) -> None:
    """Keep what the committee wrote; it counts at once, for the page and for what is erased when.

    The first time it is compared with the standard notice, which counted until then.
    """
    one_at_a_time(event.id)
    before = notice_of(event)
    changed = [name for name, value in vars(written).items() if getattr(before, name) != value]
    is_first = insert_once(Notice, event_id=event.id, **vars(written)) is not None
    for name in changed:
        setattr(notice_of(event), name, getattr(written, name))
    db.session.flush()
    details = {"changed": changed} | ({"first": True} if is_first else {})
    record("privacy.write_notice", by=by, on=f"event:{event.id}", event_id=event.id, **details)


def _issuer(event: Event) -> str:
    head = event.letterhead
    return ", ".join(head.lines) if head else event.short_title
