"""Which offices are invited to an event, and how: by letter, by mail, by WhatsApp, with which link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.links import is_open
from app.accounts.models import Link, LinkKind
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.documents.zip_files import Entry
from app.events.models import Event
from app.lib.folding import folded
from app.lib.refusals import N_, NotThere, Refused
from app.messages.models import Delivery, Sharing
from app.messages.queries import newest_letters, sharings_of
from app.offices.models import Office, OfficeKind
from app.offices.queries import offices_in_protocol_order
from app.participants.models import Delegation
from app.registration.invitations import Invitation
from app.registration.models import DelegationStep, State

OFFICE_MAIL = "registration.invitation"


class OfficeNotInvited(NotThere):
    """The event does not invite this office."""


class LetterNotPrinted(NotThere):
    """The office has no printed letter."""


class NoLetterPrinted(Refused):
    """A ZIP of letters would be empty."""

    def __init__(self) -> None:
        super().__init__(N_("No letter of these offices is printed yet. Print the letters, then take them."))


@dataclass(frozen=True, kw_only=True)
class InvitedOffice:
    """One office: its delegation, the link that opens, the newest letter and mail, WhatsApp, since when.

    Everything may be missing; an office without a delegation was never touched.
    """

    office: Office
    delegation: Delegation | None = None
    link: Link | None = None
    invitation: Invitation | None = None
    delivery: Delivery | None = None
    sharings: Sequence[Sharing] = ()
    invited_at: datetime | None = None

    @property
    def is_printed(self) -> bool:
        """Whether there is a letter to be handed over."""
        return self.invitation is not None and self.invitation.document.is_printed

    @property
    def is_stale(self) -> bool:
        """Whether the printed letter bears a link that opens no more."""
        return self.invitation is not None and not (self.link and self.link.id == self.invitation.link_id)

    @property
    def is_reached(self) -> bool:
        """Whether anything went to the office, on any way."""
        return self.is_printed or self.delivery is not None or bool(self.sharings)


def invited_offices(event: Event, *, kind: OfficeKind | None = None) -> list[InvitedOffice]:
    """List all offices that exist at the time of the event, in protocol order, with how each is invited."""
    offices = offices_in_protocol_order(kind, during=(event.starts_on, event.ends_on))
    known = {one.office_id: one for one in _delegations(event)}
    links, letters = _links(event), _letters(event)
    mails, shared, invited = (
        newest_letters(event.id, kind=OFFICE_MAIL),
        sharings_of(event.id),
        _invited_since(event),
    )
    return [
        InvitedOffice(
            office=office,
            delegation=delegation,
            link=links.get(delegation.reference),
            invitation=letters.get(delegation.id),
            delivery=mails.get(delegation.reference),
            sharings=shared.get(delegation.reference, ()),
            invited_at=invited.get(delegation.id),
        )
        if (delegation := known.get(office.id))
        else InvitedOffice(office=office)
        for office in offices
    ]


def invited_office(event: Event, office_id: int) -> InvitedOffice:
    """Return one office of this event, or raise OfficeNotInvited."""
    found = next((one for one in invited_offices(event) if one.office.id == office_id), None)
    if found is None:
        raise OfficeNotInvited(
            N_("This office does not exist at the time of the event. Open the list of invitations again.")
        )
    return found


def delegation_for(event: Event, office: Office) -> Delegation:
    """Return the delegation of an office; the first time it is made, without seats and people."""
    insert_once(Delegation, event_id=event.id, office_id=office.id)
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.event_id == event.id, Delegation.office_id == office.id)
        .options(joinedload(Delegation.office))
    ).one()


def newest_invitation(delegation: Delegation) -> Invitation | None:
    """Return the newest edition of an office's letter, as it is in the database now."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.delegation_id == delegation.id)
        .options(joinedload(Invitation.document), joinedload(Invitation.link))
        .order_by(Invitation.edition.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def letters_to_take(invited: Sequence[InvitedOffice]) -> list[Entry]:
    """List the letters that go into a ZIP, numbered in protocol order; those with a dead link stay out.

    Raises NoLetterPrinted.
    """
    ready = [one for one in invited if one.is_printed and not one.is_stale]
    if not ready:
        raise NoLetterPrinted
    return [
        (
            f"{number:02}-{folded(one.office.short_name).replace(' ', '-')}.pdf",
            one.invitation.document.storage_key or "",
            one.invitation.document.issued_at,
        )
        for number, one in enumerate(ready, 1)
        if one.invitation
    ]


def note_taken(event: Event, *, letters: int, on: str, by: Doer) -> None:
    """Leave a trace of who took letters: they carry the links of the offices."""
    record("registration.take_invitations", by=by, on=on, event_id=event.id, letters=letters)


def _delegations(event: Event) -> Sequence[Delegation]:
    return db.session.scalars(select(Delegation).where(Delegation.event_id == event.id)).all()


def _links(event: Event) -> dict[str, Link]:
    links = db.session.scalars(
        select(Link).where(Link.kind == LinkKind.OFFICE, Link.event_id == event.id).order_by(Link.id)
    )
    return {link.subject: link for link in links if is_open(link)}


def _letters(event: Event) -> dict[int, Invitation]:
    letters = db.session.scalars(
        select(Invitation)
        .where(Invitation.event_id == event.id)
        .options(joinedload(Invitation.document))
        .order_by(Invitation.edition)
        .execution_options(populate_existing=True)
    )
    return {letter.delegation_id: letter for letter in letters}


def _invited_since(event: Event) -> dict[int, datetime]:
    steps = db.session.execute(
        select(DelegationStep.delegation_id, DelegationStep.at)
        .where(DelegationStep.event_id == event.id, DelegationStep.state == State.INVITED)
        .order_by(DelegationStep.id.desc())
    )
    return dict(steps.all())
