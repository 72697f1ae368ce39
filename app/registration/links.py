"""The links by which offices fill their seats and individuals register: made, shown again, ended, opened."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts.links import (
    LinkOver,
    known_link,
    link_address,
    make_link,
    open_link,
    open_links_of,
    revoke_links,
)
from app.accounts.models import Link, LinkKind
from app.audit.record import Doer, record
from app.db import db
from app.events.clock import is_over
from app.events.models import Event
from app.i18n import date_and_time, full_date
from app.lib.refusals import N_, NotThere, Refused
from app.participants.models import Delegation
from app.registration.invitations import InvitationText
from app.registration.models import Quota, State
from app.registration.queries import delegation_with_id
from app.registration.steps import last_step, step_delegation


@dataclass(frozen=True)
class LinkHolder:
    """Whoever has a link: the office or the visitor, not a known person."""

    reference: str
    name: str


class OfficeLinkOver(LinkOver):
    """The link of an office no longer opens."""


class RegistrationNotOpen(Refused):
    """A registration link that no longer opens; the sentence says since when, and whom to call."""

    status = 410


def office_link(delegation: Delegation, *, by: Doer) -> Link:
    """Return the link of an office that opens; it is made when there is none, and the office is invited.

    It opens until the day after the event.
    """
    known = known_office_link(delegation)
    if known is not None:
        return known
    event = db.session.get_one(Event, delegation.event_id)
    link = make_link(
        LinkKind.OFFICE,
        subject=delegation.reference,
        by=by,
        event_id=event.id,
        expires_at=_end_of(event),
    )
    if last_step(delegation) is None:
        step_delegation(delegation, State.INVITED, by=by)
    record("registration.make_link", by=by, on=delegation.reference, event_id=event.id)
    return link


def known_office_link(delegation: Delegation) -> Link | None:
    """Return the link of an office that opens, if there is one."""
    return _open(LinkKind.OFFICE, delegation.reference)


def registration_link(quota: Quota, *, by: Doer) -> Link:
    """Return the link of a quota that opens; it is made when there is none. The quota says when it closes."""
    known = known_registration_link(quota)
    if known is not None:
        return known
    record("registration.make_link", by=by, on=quota.reference, event_id=quota.event_id)
    return make_link(LinkKind.REGISTRATION, subject=quota.reference, by=by, event_id=quota.event_id)


def known_registration_link(quota: Quota) -> Link | None:
    """Return the link of a quota that opens, if there is one."""
    return _open(LinkKind.REGISTRATION, quota.reference)


def end_office_link(delegation: Delegation, *, by: Doer) -> None:
    """Let the link of an office open nothing from now on."""
    revoke_links(LinkKind.OFFICE, subject=delegation.reference, by=by)


def end_registration_link(quota: Quota, *, by: Doer) -> None:
    """Let the link of a quota open nothing from now on."""
    revoke_links(LinkKind.REGISTRATION, subject=quota.reference, by=by)


def delegation_by_link(token: str) -> tuple[Delegation, LinkHolder]:
    """Return the delegation whose link this is, and who acts by it.

    Raises LinkRefused, and OfficeLinkOver saying since when the link is over and whom to call.
    """
    try:
        link = open_link(LinkKind.OFFICE, token)
    except LinkOver as over:
        raise _office_over(known_link(LinkKind.OFFICE, token)) from over
    delegation = delegation_with_id(_number(link))
    return delegation, LinkHolder(link_reference(link), delegation.office.short_name)


def quota_by_link(token: str) -> tuple[Quota, LinkHolder]:
    """Return the quota whose link this is, and who acts by it; the closing time is another question.

    Raises LinkRefused, and RegistrationNotOpen when the committee has ended the link.
    """
    try:
        link = open_link(LinkKind.REGISTRATION, token)
    except LinkOver as over:
        ended = known_link(LinkKind.REGISTRATION, token)
        quota = db.session.get(Quota, _number(ended)) if ended else None
        if ended is None or quota is None:
            raise
        raise _not_open(quota, since=ended.revoked_at or ended.expires_at) from over
    quota = db.session.get(Quota, _number(link))
    if quota is None:
        raise NotThere(N_("This registration no longer exists. Ask who sent you the link."))
    return quota, LinkHolder(link_reference(link), "")


def link_reference(link: Link) -> str:
    """How the audit trail names whoever acts by a link."""
    return f"link:{link.id}"


def contact_of(event_id: int) -> str:
    """Whom to call about an event: as the invitation says, or a quota; "" when none is written down."""
    invited = select(InvitationText.contact).where(InvitationText.event_id == event_id)
    question = select(Quota.contact).where(Quota.event_id == event_id, Quota.contact != "").order_by(Quota.id)
    return db.session.scalar(invited) or db.session.scalar(question.limit(1)) or ""


def address_of(link: Link | None) -> str | None:
    """The whole address of a link, for showing and copying."""
    return link_address(link) if link else None


def closed_sentence(event: Event, *, since: datetime | None, contact: str) -> RegistrationNotOpen:
    """Say that a registration is closed, or the meeting over: since when, and whom to call."""
    if is_over(event):
        return _over_sentence(event, contact)
    values: dict[str, object] = {
        "since": date_and_time(since, event.zone) if since else "",
        "contact": contact,
    }
    if since and contact:
        return RegistrationNotOpen(
            N_("The registration closed on %(since)s. If you still want to come, call %(contact)s."), **values
        )
    if since:
        return RegistrationNotOpen(
            N_("The registration closed on %(since)s. If you still want to come, ask the committee."),
            **values,
        )
    return RegistrationNotOpen(
        N_("The registration is closed. If you still want to come, ask the committee.")
    )


def _over_sentence(event: Event, contact: str) -> RegistrationNotOpen:
    values: dict[str, object] = {"ended": full_date(event.ends_on), "contact": contact}
    if contact:
        return RegistrationNotOpen(
            N_("The meeting is over; its last day was %(ended)s. For questions call %(contact)s."), **values
        )
    return RegistrationNotOpen(
        N_("The meeting is over; its last day was %(ended)s. Ask the committee if you have questions."),
        **values,
    )


def _not_open(quota: Quota, *, since: datetime | None) -> RegistrationNotOpen:
    event = db.session.get_one(Event, quota.event_id)
    return closed_sentence(event, since=since, contact=quota.contact or contact_of(event.id))


def _office_over(link: Link | None) -> OfficeLinkOver:
    ended = (link.revoked_at or link.expires_at) if link else None
    if link is None or link.event_id is None or ended is None:
        return OfficeLinkOver(N_("This link no longer opens. Ask the committee for the newest one."))
    event = db.session.get_one(Event, link.event_id)
    contact = contact_of(event.id)
    values: dict[str, object] = {"since": date_and_time(ended, event.zone), "contact": contact}
    if contact:
        return OfficeLinkOver(
            N_("This link has been closed since %(since)s. For a new one call %(contact)s."), **values
        )
    return OfficeLinkOver(
        N_("This link has been closed since %(since)s. Ask the committee for a new one."), **values
    )


def _open(kind: LinkKind, subject: str) -> Link | None:
    return next((link for link in open_links_of(subject) if link.kind is kind), None)


def _end_of(event: Event) -> datetime:
    """The end by the real clock, which judges links: a rehearsal's days lie elsewhere."""
    end = datetime.combine(event.ends_on + timedelta(days=2), time(), ZoneInfo(event.zone))
    return end - event.rehearsal.lead if event.rehearsal else end


def _number(link: Link) -> int:
    return int(link.subject.partition(":")[2])
