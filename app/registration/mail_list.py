"""The list of mails with passes: counted by the database, and read a page at a time.

`pass_mails` says of one person what this asks of everybody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, select

from app.db import db
from app.events.models import Event
from app.lib.contacts import PLAIN_EMAIL
from app.messages.models import Delivery, DeliveryState, Message
from app.participants.models import Participant, Pass
from app.participants.pages import Page, Tally, page_among
from app.participants.queries import everything, in_protocol_order, offices_taking_part, question
from app.participants.wanted import ListState, Wanted
from app.registration.pass_mail import PASS_MAIL, STATES, MailState


def count_mails(event: Event, *, actor: Any, search: str) -> Tally[MailState]:
    """Count those with a valid pass whom the search finds, by how the mail with it stands."""
    asked = _beside_letter(_with_pass(event, actor, search)).with_only_columns(
        Participant.office_id.label("office_id"), _state().label("state")
    )
    each = asked.subquery()
    counted = select(each.c.office_id, each.c.state, func.count()).group_by(each.c.office_id, each.c.state)
    rows = db.session.execute(counted)
    return Tally([(office_id, MailState(found), people) for office_id, found, people in rows])


def page_of_mails(
    event: Event, *, actor: Any, search: str, state: MailState | None, number: int, counts: Tally[MailState]
) -> Page:
    """Return one page of those whose mail stands so, in protocol order; `counts` are of the same search."""
    return page_among(
        _narrowed(event, actor, search, state),
        counts.by_office(state),
        number=number,
        offices=offices_taking_part(event, actor=actor),
        options=everything(),
    )


def all_whose_mail_is(event: Event, *, actor: Any, search: str, state: MailState | None) -> Sequence[int]:
    """List the ids of all whose mail stands so, in protocol order."""
    found = in_protocol_order(_narrowed(event, actor, search, state))
    return db.session.scalars(found.with_only_columns(Participant.id)).all()


def _narrowed(event: Event, actor: Any, search: str, state: MailState | None) -> Select[Participant]:
    if state is None:
        return _with_pass(event, actor, search)
    return _beside_letter(_with_pass(event, actor, search)).where(_state() == state.value)


def _with_pass(event: Event, actor: Any, search: str) -> Select[Participant]:
    return question(event, actor, Wanted(search=search, state=ListState.REGISTERED))


def _beside_letter(asked: Select[Participant]) -> Select[Participant]:
    """Put beside each person the newest letter about the valid pass that was not discarded."""
    theirs, its = cast(Pass.participant_id, String), cast(Pass.id, String)
    about_it = literal(f"{PASS_MAIL}:") + theirs + literal(":") + its + literal(":")
    newest = (
        select(func.max(Delivery.id))
        .select_from(Pass)
        .join(Message, (Message.about == literal("participant:") + theirs) & Message.key.startswith(about_it))
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
