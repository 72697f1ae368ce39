"""Questions about actions: who has to do what until when, as far as the asker may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from app.access import Permission, within_reach
from app.actions.models import ActionItem, Assignment
from app.db import db
from app.events.models import Event
from app.lib.refusals import N_, NotThere
from app.offices.models import Office


class ActionNotThere(NotThere):
    """An action that does not exist, not in this event, or not for the one who asks."""


@dataclass(frozen=True)
class Wanted:
    """Which actions are asked for: those of one office, those whose due date lies before a day."""

    office_id: int | None = None
    due_before: date | None = None


@dataclass(frozen=True)
class ListedAction:
    """An action and those of its assignments that the asker may see, in protocol order."""

    action: ActionItem
    assignments: Sequence[Assignment]


def actions_of(event: Event, *, actor: Any, wanted: Wanted) -> list[ListedAction]:
    """List the actions of an event within the actor's reach: the earliest due date first, then by code."""
    listed: dict[int, list[Assignment]] = {}
    for assignment in db.session.scalars(_wanted(_seen(event, actor), wanted)):
        listed.setdefault(assignment.action_id, []).append(assignment)
    return [ListedAction(shares[0].action, shares) for shares in listed.values()]


def action_of(event: Event, action_id: int, *, actor: Any) -> ListedAction:
    """Return an action with the assignments the actor may see; one without any is not there."""
    shares = db.session.scalars(_seen(event, actor).where(ActionItem.id == action_id)).all()
    if not shares:
        raise ActionNotThere(N_("There is no such action in this event, or it is not for your office."))
    return ListedAction(shares[0].action, shares)


def count_actions(event: Event, *, actor: Any, wanted: Wanted) -> int:
    """Count the actions that `actions_of` would list."""
    seen = _wanted(_seen(event, actor), wanted).order_by(None)
    counted = seen.with_only_columns(func.count(ActionItem.id.distinct()), maintain_column_froms=True)
    return db.session.scalar(counted) or 0


def offices_with_actions(event: Event, *, actor: Any) -> Sequence[Office]:
    """List the offices that have something to do and that the actor may see, in protocol order."""
    return db.session.scalars(
        select(Office)
        .where(
            Office.id.in_(
                select(Assignment.office_id).where(
                    Assignment.event_id == event.id,
                    within_reach(actor, Permission.ACTIONS_VIEW, Assignment),
                )
            )
        )
        .order_by(Office.protocol_order, Office.id)
    ).all()


def _seen(event: Event, actor: Any) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.action)
        .join(Assignment.office)
        .options(
            contains_eager(Assignment.action).joinedload(ActionItem.document),
            contains_eager(Assignment.office),
        )
        .where(Assignment.event_id == event.id, within_reach(actor, Permission.ACTIONS_VIEW, Assignment))
        .order_by(ActionItem.due_on, ActionItem.code, Office.protocol_order, Office.id)
    )


def _wanted(query: Select[Assignment], wanted: Wanted) -> Select[Assignment]:
    if wanted.office_id is not None:
        query = query.where(Assignment.office_id == wanted.office_id)
    if wanted.due_before is not None:
        query = query.where(ActionItem.due_on < wanted.due_before)
    return query
