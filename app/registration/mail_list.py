"""The list of mails with passes: counted by the database, and read a page at a time.

`pass_mails` says of one person what this asks of everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    select,
    union,
)

from app.db import db
from app.events.models import Event
from app.lib.contacts import PLAIN_EMAIL
from app.messages.models import Delivery, DeliveryState, Message, Sharing
from app.participants.models import Participant, Pass
from app.participants.pages import Page, Tally, page_among
from app.participants.queries import everything, in_protocol_order, offices_taking_part, question
from app.participants.wanted import ListState, Wanted
from app.registration.pass_mail import PASS_MAIL, STATES, MailState

PERSON = "participant:"  # how the reference of somebody begins


@dataclass(frozen=True, kw_only=True)
class WantedMails:
    """Which people with a valid pass a list shows; `untold`: only whom nothing has reached by any way."""

    search: str = ""
    state: MailState | None = None
    untold: bool = False


def is_untold(event: Event) -> ColumnElement[bool]:
    """The condition of somebody to whom no mail with a pass went out, and for whom nobody opened WhatsApp."""
    mailed = (
        select(Message.about)
        .join(Message.deliveries)
        .where(Message.event_id == event.id, Message.kind == PASS_MAIL, Message.about.is_not(None))
        .where(Delivery.state == DeliveryState.SENT, Delivery.bounced_at.is_(None))
    )
    # One set that is made once, not a look for each person.
    told: CompoundSelect[Any] = union(mailed, select(Sharing.about).where(Sharing.event_id == event.id))
    return (literal(PERSON) + cast(Participant.id, String)).not_in(told)


def count_mails(event: Event, *, actor: Any, wanted: WantedMails) -> Tally[MailState]:
    """Count those a list would show, by how the mail stands; the state asked for itself does not count."""
    newest = _newest_letters(event)
    beside = _with_pass(event, actor, wanted).outerjoin(newest, newest.c.participant_id == Participant.id)
    asked = beside.outerjoin(Delivery, Delivery.id == newest.c.delivery_id).with_only_columns(
        Participant.office_id.label("office_id"), _state().label("state")
    )
    each = asked.subquery()
    counted = select(each.c.office_id, each.c.state, func.count()).group_by(each.c.office_id, each.c.state)
    rows = db.session.execute(counted)
    return Tally([(office_id, MailState(found), people) for office_id, found, people in rows])


def page_of_mails(
    event: Event, *, actor: Any, wanted: WantedMails, number: int, counts: Tally[MailState]
) -> Page:
    """Return one page of a list, in protocol order; `counts` are of the same search."""
    return page_among(
        _narrowed(event, actor, wanted),
        counts.by_office(wanted.state),
        number=number,
        offices=offices_taking_part(event, actor=actor),
        options=everything(),
    )


def all_wanted(event: Event, *, actor: Any, wanted: WantedMails) -> Sequence[int]:
    """List the ids of all whom a list shows, in protocol order."""
    found = in_protocol_order(_narrowed(event, actor, wanted))
    return db.session.scalars(found.with_only_columns(Participant.id)).all()


def _narrowed(event: Event, actor: Any, wanted: WantedMails) -> Select[Participant]:
    if wanted.state is None:
        return _with_pass(event, actor, wanted)
    return _beside_letter(_with_pass(event, actor, wanted)).where(_state() == wanted.state.value)


def _with_pass(event: Event, actor: Any, wanted: WantedMails) -> Select[Participant]:
    asked = question(event, actor, Wanted(search=wanted.search, state=ListState.REGISTERED))
    return asked.where(is_untold(event)) if wanted.untold else asked


def _newest_letters(event: Event) -> Subquery:
    """What `_beside_letter` looks up for each person, for all of them in one pass over the letters."""
    whose = cast(func.substr(Message.about, len(PERSON) + 1), Integer)
    newest = (
        select(Pass.participant_id, func.max(Delivery.id).label("delivery_id"))
        .select_from(Message)
        .join(Message.deliveries)
        .join(Pass, (Pass.participant_id == whose) & Pass.voided_at.is_(None))
        .where(Message.event_id == event.id, Message.kind == PASS_MAIL, Message.key.startswith(_about_pass()))
        .where(Delivery.state != DeliveryState.DISCARDED)
    )
    return newest.group_by(Pass.participant_id).subquery()


def _about_pass() -> ColumnElement[str]:
    """How the key of a letter about a pass begins."""
    theirs, its = cast(Pass.participant_id, String), cast(Pass.id, String)
    return literal(f"{PASS_MAIL}:") + theirs + literal(":") + its + literal(":")


def _beside_letter(asked: Select[Participant]) -> Select[Participant]:
    """Put beside each person the newest letter about the valid pass that was not discarded."""
    about = literal(PERSON) + cast(Pass.participant_id, String)
    newest = (
        select(func.max(Delivery.id))
        .select_from(Pass)
        .join(Message, (Message.about == about) & Message.key.startswith(_about_pass()))
        .join(Message.deliveries)
        .where(Pass.participant_id == Participant.id, Pass.voided_at.is_(None))
        .where(Message.kind == PASS_MAIL, Delivery.state != DeliveryState.DISCARDED)
        .correlate(Participant)
        .scalar_subquery()
    )
    return asked.outerjoin(Delivery, Delivery.id == newest)


def _state() -> ColumnElement[str]:
    letter = case(*((Delivery.state == theirs, literal(state.value)) for theirs, state in STATES.items()))
    return case(
        (Delivery.address == Participant.email, letter),
        (Participant.email.regexp_match(PLAIN_EMAIL), literal(MailState.MISSING.value)),
        else_=literal(MailState.NO_ADDRESS.value),
    )
