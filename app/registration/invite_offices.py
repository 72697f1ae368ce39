"""Print the invitation letters: one PDF for each office, numbered once, with the office's own link.

It may be killed anywhere and begun again: an edition has one key, and what is printed is left alone.
"""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from app.accounts.models import Link
from app.audit.record import Doer, record
from app.db import db, end_read, insert_once
from app.documents.facts import PaperFacts
from app.documents.issue import issue_document, keep_printed
from app.documents.models import Document, DocumentKind
from app.documents.supersede import supersede_document
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.refusals import N_, Refused
from app.offices.models import Office
from app.participants.models import Delegation
from app.registration.invitation_letter import InvitationStationery, invitation_stationery
from app.registration.invitations import Invitation
from app.registration.invited_offices import delegation_for, newest_invitation
from app.registration.links import known_office_link, office_link
from app.services import services


class NobodyToInvite(Refused):
    """The choice holds no office."""

    def __init__(self) -> None:
        super().__init__(N_("No office is chosen. Tick the offices to invite, then try again."))


def invite_offices(event: Event, offices: Sequence[Office], *, key: str, by: Doer, anew: bool = False) -> Job:
    """Have the letters of these offices printed, in one piece of background work per `key`.

    Who has a letter with a link that opens keeps it, unless it is to be issued `anew`. Raises NobodyToInvite.
    """
    if not offices:
        raise NobodyToInvite
    targets = [_target(delegation_for(event, office), anew=anew) for office in offices]
    record(
        "registration.invite",
        by=by,
        on=f"event:{event.id}",
        event_id=event.id,
        offices=len(targets),
        anew=anew,
    )
    return print_invitations.later(
        key=f"invitations:{event.id}:{key}",
        by=by,
        event_id=event.id,
        event=event.id,
        targets=targets,
    )


def _target(delegation: Delegation, *, anew: bool) -> list[int]:
    """Say which edition of whose letter is wanted; whoever repeats the work repeats this very edition."""
    newest = newest_invitation(delegation)
    if newest is None:
        return [delegation.id, 1]
    link = known_office_link(delegation)
    opens = link is not None and link.id == newest.link_id
    keeps = opens and not (anew and newest.document.is_printed)
    return [delegation.id, newest.edition if keeps else newest.edition + 1]


@background("registration.invite", words=N_("Printing the invitation letters"))
def print_invitations(work: Work, *, event: int, targets: Sequence[Sequence[int]]) -> dict[str, object]:
    """Issue and print letter after letter; the outcome leads back to the list."""
    meeting = db.session.get_one(Event, event)
    stationery = invitation_stationery(meeting)
    for done, (delegation_id, edition) in enumerate(targets):
        with work.transaction():
            delegation = _delegation(delegation_id)
            invitation = _issued(stationery, delegation, edition=edition, by=work.by)
            work.progress(done, len(targets))
        if not invitation.document.is_printed:
            paper = stationery.paper(delegation, invitation.document, invitation.link)
            end_read()
            content = services().press.print_invitation(paper)
            with work.transaction():
                keep_printed(invitation.document, content, at=services().clock.now())
    with work.transaction():
        work.progress(len(targets), len(targets))
    return {"letters": len(targets), "address": f"/events/{meeting.slug}/invitations"}


def _issued(
    stationery: InvitationStationery, delegation: Delegation, *, edition: int, by: Doer
) -> Invitation:
    """Return this edition of an office's letter; at first it gets a number, and replaces the one before."""
    newest = newest_invitation(delegation)
    if newest is not None and newest.edition >= edition:
        return newest
    link = office_link(delegation, by=by)
    document = _document(stationery, delegation, edition=edition, by=by)
    insert_once(
        Invitation,
        event_id=delegation.event_id,
        delegation_id=delegation.id,
        edition=edition,
        document_id=document.id,
        link_id=link.id,
    )
    if newest is not None:
        supersede_document(newest.document, successor=document, by=by)
    return newest_invitation(delegation) or _lost(delegation, link)


def _document(
    stationery: InvitationStationery, delegation: Delegation, *, edition: int, by: Doer
) -> Document:
    event, text = stationery.event, stationery.text
    facts = PaperFacts(
        event=event.title,
        place=event.city,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        issuer=stationery.letterhead.lines[-1],
        signer=f"{stationery.signer.prefix} {stationery.signer.post}".strip(),
        rehearsal=event.rehearsal is not None,
    )
    return issue_document(
        event.id,
        kind=DocumentKind.INVITATION,
        key=f"invitation:{delegation.id}:{edition}",
        number_pattern=text.number_pattern,
        title=text.subject,
        dated=text.dated,
        facts=facts.plain(),
        by=by,
        holder_office=delegation.office.name,
    )


def _delegation(delegation_id: int) -> Delegation:
    return db.session.get_one(Delegation, delegation_id, options=[joinedload(Delegation.office)])


def _lost(delegation: Delegation, link: Link) -> Invitation:
    message = f"no invitation of {delegation.reference} was written for link {link.id}"
    raise RuntimeError(message)
