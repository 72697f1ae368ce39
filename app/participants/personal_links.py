"""Personal links: the address under which somebody opens the own pages. Never printed on a badge."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.links import is_open, link_address, make_link, make_links, open_links_of, revoke_links
from app.accounts.models import Link, LinkKind
from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event
from app.participants.models import Participant
from app.participants.passes import code_of, valid_pass
from app.participants.queries import participants_of


@dataclass(frozen=True)
class PassListing:
    """One line of the list of passes: whose, the code, and the personal link."""

    participant: int
    name: str
    code: str
    link: str


def known_personal_link(participant: Participant) -> str | None:
    """Return the personal address of somebody, when there is one that still opens."""
    for link in open_links_of(participant.reference):
        if link.kind is LinkKind.PERSONAL:
            return link_address(link)
    return None


def personal_link(participant: Participant, *, by: Doer) -> str:
    """Return the personal address of somebody; it is made when there is none that still opens."""
    known = known_personal_link(participant)
    if known is not None:
        return known
    event_id = participant.event_id
    link = make_link(LinkKind.PERSONAL, subject=participant.reference, by=by, event_id=event_id)
    record("participants.make_link", by=by, on=participant.reference, event_id=event_id)
    return link_address(link)


def replace_personal_link(participant: Participant, *, reason: str, by: Doer) -> str:
    """Revoke whatever personal address somebody has, at once, and make a new one."""
    revoke_links(LinkKind.PERSONAL, subject=participant.reference, by=by)
    record(
        "participants.replace_link",
        by=by,
        on=participant.reference,
        event_id=participant.event_id,
        reason=reason,
    )
    return personal_link(participant, by=by)


def list_passes(event: Event, *, by: Doer) -> list[PassListing]:
    """List every valid pass of an event with code and personal link, for sending them out.

    Links that are missing are made, all in a few statements. Who has withdrawn is left out. The list opens
    doors, so the audit trail says who took it.
    """
    people = [person for person in participants_of(event) if person.withdrawal is None]
    addresses = personal_links(event, people, by=by)
    listing = [
        PassListing(person.id, person.display_name, code_of(issued), addresses[person.reference])
        for person in people
        if (issued := valid_pass(person))
    ]
    record("participants.list_passes", by=by, on=f"event:{event.id}", event_id=event.id, passes=len(listing))
    return listing


def personal_links(event: Event, people: Sequence[Participant], *, by: Doer) -> dict[str, str]:
    """Return the personal address of each of these people, by their reference; missing ones are made."""
    known = _open_links(event)
    missing = [person.reference for person in people if person.reference not in known]
    if missing:
        make_links(LinkKind.PERSONAL, subjects=missing, by=by, event_id=event.id)
        known = _open_links(event)
    return {person.reference: link_address(known[person.reference]) for person in people}


def _open_links(event: Event) -> dict[str, Link]:
    question = select(Link).where(Link.kind == LinkKind.PERSONAL, Link.event_id == event.id).order_by(Link.id)
    return {link.subject: link for link in db.session.scalars(question) if is_open(link)}
