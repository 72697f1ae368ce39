"""Questions about the outbox: what waits, what went, what failed, and what somebody was written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.access import Permission, within_reach
from app.db import db
from app.lib.refusals import N_, NotThere
from app.messages.models import Delivery, DeliveryState, Message, Sharing

PAGE_SIZE = 50


class MessageNotThere(NotThere):
    """The event has no such message."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which messages a list shows. `event_id` None means all events, and letters of no event."""

    event_id: int | None = None
    state: DeliveryState | None = None
    kind: str | None = None
    search: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the outbox; `number` counts from 1, `total` is the length of the whole list."""

    deliveries: Sequence[Delivery]
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.deliveries) - 1


def deliveries_for(actor: Any, wanted: Wanted, *, limit: int = 200) -> Sequence[Delivery]:
    """List the newest deliveries whose message the actor may see, with the messages."""
    return db.session.scalars(_newest_first(_question(actor, wanted)).limit(limit)).all()


def page_of(actor: Any, wanted: Wanted, *, number: int) -> Page:
    """Return one page of the outbox, the newest first; beyond the end comes the last page."""
    question = _question(actor, wanted)
    total = db.session.scalar(question.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    rows = _newest_first(question).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return Page(db.session.scalars(rows).all(), number, total)


def count_by_state(actor: Any, wanted: Wanted) -> dict[DeliveryState, int]:
    """Count what a list would show, by state; the state asked for itself does not count."""
    question = _question(actor, replace(wanted, state=None)).with_only_columns(Delivery.state, func.count())
    rows = db.session.execute(question.group_by(Delivery.state))
    return dict.fromkeys(DeliveryState, 0) | dict(rows.all())


def count_by_kind(actor: Any, event_id: int) -> dict[str, int]:
    """Count the letters of an event by their kind."""
    question = _question(actor, Wanted(event_id=event_id))
    rows = db.session.execute(question.with_only_columns(Message.kind, func.count()).group_by(Message.kind))
    return dict(rows.all())


def messages_in(actor: Any, wanted: Wanted, state: DeliveryState) -> list[int]:
    """List the ids of all messages that stand so and that a list would show."""
    question = _question(actor, replace(wanted, state=state)).with_only_columns(Message.id)
    return list(db.session.scalars(question))


def messages_among(actor: Any, event_id: int, ids: Sequence[int]) -> list[int]:
    """Return those of these ids that are messages of this event, within reach."""
    question = _question(actor, Wanted(event_id=event_id)).where(Message.id.in_(list(ids)))
    return list(db.session.scalars(question.with_only_columns(Message.id)))


def message_of(event_id: int, message_id: int, *, actor: Any) -> Message:
    """Return one message of this event with its deliveries, or raise MessageNotThere."""
    message = db.session.scalars(
        select(Message)
        .where(Message.id == message_id, Message.event_id == event_id)
        .where(within_reach(actor, Permission.MESSAGES_VIEW, Message))
        .options(selectinload(Message.deliveries))
    ).one_or_none()
    if message is None:
        raise MessageNotThere(N_("There is no such message in this event. Open the list of messages again."))
    return message


def letters_about(reference: str, *, kind: str | None = None) -> Sequence[Delivery]:
    """List what was written to somebody or to an office, the newest first."""
    question = select(Delivery).join(Delivery.message).options(contains_eager(Delivery.message))
    question = question.where(Message.about == reference).order_by(Delivery.id.desc())
    return db.session.scalars(question.where(Message.kind == kind) if kind else question).all()


def newest_letters(event_id: int, *, kind: str, about: Sequence[str] | None = None) -> dict[str, Delivery]:
    """Return the newest letter of a kind to each person or office of an event, by their reference.

    With `about` only to these. What was discarded does not count: it was never written to anybody.
    """
    question = select(Delivery).join(Delivery.message).options(contains_eager(Delivery.message))
    question = question.where(Message.event_id == event_id, Message.kind == kind, Message.about.is_not(None))
    question = question.where(Delivery.state != DeliveryState.DISCARDED, *_about(Message.about, about))
    rows = db.session.scalars(question.order_by(Delivery.id))
    return {delivery.message.about or "": delivery for delivery in rows}


def last_sent(event_id: int, *, about: Sequence[str]) -> dict[str, Delivery]:
    """Return the newest letter of any kind that went out, or is to go, to each of these people."""
    question = select(Delivery).join(Delivery.message).options(contains_eager(Delivery.message))
    gone = (DeliveryState.RELEASED, DeliveryState.SENT, DeliveryState.FAILED)
    question = question.where(
        Message.event_id == event_id, Message.about.in_(about), Delivery.state.in_(gone)
    )
    rows = db.session.scalars(question.order_by(Delivery.id))
    return {delivery.message.about or "": delivery for delivery in rows}


def count_letters(event_id: int, *, kind: str, about: Sequence[str] | None = None) -> dict[str, int]:
    """Count how many letters of a kind were ever composed to each person or office, by their reference."""
    question = select(Message.about, func.count()).where(Message.event_id == event_id, Message.kind == kind)
    question = question.where(*_about(Message.about, about)).group_by(Message.about)
    return {reference or "": number for reference, number in db.session.execute(question)}


def sharings_of(event_id: int, about: Sequence[str] | None = None) -> dict[str, list[Sharing]]:
    """Return who opened WhatsApp for whom, the oldest first, by the reference of person or office.

    With `about` only for these.
    """
    question = select(Sharing).where(Sharing.event_id == event_id, *_about(Sharing.about, about))
    shared: dict[str, list[Sharing]] = {}
    for one in db.session.scalars(question.order_by(Sharing.id)):
        shared.setdefault(one.about, []).append(one)
    return shared


def sharings_about(reference: str) -> Sequence[Sharing]:
    """List who opened WhatsApp for one person or office, the newest first."""
    question = select(Sharing).where(Sharing.about == reference).order_by(Sharing.id.desc())
    return db.session.scalars(question).all()


def _about(column: Any, references: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if references is None else [column.in_(references)]


def _question(actor: Any, wanted: Wanted) -> Select[Delivery]:
    question = select(Delivery).join(Delivery.message)
    return question.where(within_reach(actor, Permission.MESSAGES_VIEW, Message), *_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.event_id is not None:
        conditions.append(Message.event_id == wanted.event_id)
    if wanted.state is not None:
        conditions.append(Delivery.state == wanted.state)
    if wanted.kind is not None:
        conditions.append(Message.kind == wanted.kind)
    if wanted.search.strip():
        places = (Delivery.address, Delivery.recipient_name, Message.subject)
        search = wanted.search.strip()
        conditions.append(or_(*(place.icontains(search, autoescape=True) for place in places)))
    return conditions


def _newest_first(question: Select[Delivery]) -> Select[Delivery]:
    return question.options(contains_eager(Delivery.message)).order_by(Delivery.id.desc())
