"""Personal links: the address under which somebody opens the own pages. Never printed on a badge."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.links import is_open, link_address, make_link, make_links, open_links_of, revoke_links
from app.accounts.models import Link, LinkKind
from app.audit.record import Deed, Doer, record, record_all
from app.db import AT_ONCE, db
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.participants.models import Participant
from app.participants.passes import code_of, valid_pass
from app.participants.queries import participants_of
from app.participants.same_person import person_of, rows_of


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
    """Return the personal address of somebody; it is made when there is none that still opens.

    For a merged row it is the one of the person it counts as.
    """
    participant = person_of(participant)
    known = known_personal_link(participant)
    if known is not None:
        return known
    event_id = participant.event_id
    link = make_link(LinkKind.PERSONAL, subject=participant.reference, by=by, event_id=event_id)
    record("participants.make_link", by=by, on=participant.reference, event_id=event_id)
    return link_address(link)


def replace_personal_link(participant: Participant, *, reason: str, by: Doer) -> str:
    """Revoke whatever personal address somebody has, by merged rows too, at once, and make a new one."""
    participant, *merged = rows_of(participant)
    for row in (participant, *merged):
        revoke_links(LinkKind.PERSONAL, subject=row.reference, by=by)
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
    references = [person.reference for person in people]
    _make_missing(event, references, by=by)
    known = _open_links(event, references)
    return {reference: link_address(known[reference]) for reference in references}


def make_missing_links(event: Event, ids: Sequence[int], *, by: Doer) -> int:
    """Make the personal links that these people lack; return how many that were."""
    return _make_missing(event, [f"participant:{one}" for one in ids], by=by)


def _make_missing(event: Event, references: Sequence[str], *, by: Doer) -> int:
    """Two who make links for the same person wait for each other: one person has one link."""
    one_at_a_time(event.id)
    known = _open_links(event, references)
    missing = [reference for reference in dict.fromkeys(references) if reference not in known]
    make_links(LinkKind.PERSONAL, subjects=missing, by=by, event_id=event.id)
    record_all(Deed("participants.make_link", by, reference, event.id, {}) for reference in missing)
    return len(missing)


def _open_links(event: Event, references: Sequence[str]) -> dict[str, Link]:
    """Ask for these people alone: an event may hold fifty thousand links."""
    known: dict[str, Link] = {}
    for start in range(0, len(references), AT_ONCE):
        few = references[start : start + AT_ONCE]
        question = select(Link).where(Link.kind == LinkKind.PERSONAL, Link.event_id == event.id)
        found = db.session.scalars(question.where(Link.subject.in_(few)).order_by(Link.id))
        known |= {link.subject: link for link in found if is_open(link)}
    return known
