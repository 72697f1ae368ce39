"""Apply the policy: may this actor do this to that, and which rows of a list may they see."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, false, or_, true

from app.access.policy import GRANTS
from app.access.roles import Permission, Reach, Role


class Held(Protocol):
    """A role somebody holds: in one event (or in all, `event_id` None), perhaps for one office."""

    @property
    def role(self) -> Role: ...
    @property
    def event_id(self) -> int | None: ...
    @property
    def office_id(self) -> int | None: ...


def holdings(actor: Any, permission: Permission, event_id: int | None) -> list[tuple[Reach, Held]]:
    """List how the actor comes by a permission in an event: the reach, and the role held.

    With `event_id` None every event counts: "has it anywhere".
    """
    if not getattr(actor, "is_authenticated", False):
        return []
    return [
        (GRANTS[held.role][permission], held)
        for held in actor.roles_held
        if permission in GRANTS[held.role]
        and (held.event_id is None or event_id is None or held.event_id == event_id)
    ]


def plays_a_part(actor: Any, event_id: int) -> bool:
    """Say whether the actor holds any role in an event. To others it might as well not exist."""
    return actor.is_authenticated and any(_counts_in(held, event_id) for held in actor.roles_held)


def can(actor: Any, permission: Permission, *, on: object = None, event_id: int | None = None) -> bool:
    """Say whether the actor may do this, on this object when one is given.

    `on` answers by its own attributes: `event_id`, `office_id`, `supervising_office_id`, `user_id`.
    """
    if on is None:
        return bool(holdings(actor, permission, event_id))
    event = getattr(on, "event_id", event_id)
    return any(
        reach is Reach.ALL or (_counts_in(held, event) and _reaches(reach, held, actor, on))
        for reach, held in holdings(actor, permission, event)
    )


def _counts_in(held: Held, event_id: int | None) -> bool:
    """Say whether a role counts in an event."""
    return held.event_id is None or held.event_id == event_id


def _reaches(reach: Reach, held: Held, actor: Any, on: object) -> bool:
    if reach is Reach.EVENT:
        return True
    if reach is Reach.DIRECTORATE:
        return held.office_id is not None and getattr(on, "supervising_office_id", None) == held.office_id
    if reach is Reach.OFFICE:
        return held.office_id is not None and getattr(on, "office_id", None) == held.office_id
    return bool(getattr(on, "user_id", None) == actor.id)


def within_reach(
    actor: Any, permission: Permission, model: Any, *, event_id: int | None = None
) -> ColumnElement[bool]:
    """Return the SQL condition under which `can` says yes for a row of this model.

    With `event_id` all rows that are asked for must be of that event: none is asked about it once more.
    """
    conditions = [
        _condition(reach, held, actor, model, in_event=_in_event(held, model, event_id))
        for reach, held in holdings(actor, permission, None)
    ]
    return or_(*conditions) if conditions else false()


def _in_event(held: Held, model: Any, event_id: int | None) -> ColumnElement[bool]:
    if event_id is not None:
        return true() if _counts_in(held, event_id) else false()
    return true() if held.event_id is None else model.event_id == held.event_id


def _condition(
    reach: Reach, held: Held, actor: Any, model: Any, *, in_event: ColumnElement[bool]
) -> ColumnElement[bool]:
    if reach is Reach.ALL:
        return true()
    column, value = {
        Reach.EVENT: (None, None),
        Reach.DIRECTORATE: ("supervising_office_id", held.office_id),
        Reach.OFFICE: ("office_id", held.office_id),
        Reach.SELF: ("user_id", actor.id),
    }[reach]
    if column is None:
        return in_event
    if value is None or not hasattr(model, column):
        return false()
    mine: ColumnElement[bool] = getattr(model, column) == value
    return in_event & mine
