"""Who may do what: the whole policy in one table, and the guards that apply it.

A role is held in an event. A permission reaches as far as its role says: over everything, the
event, what a directorate supervises, one office, or one's own things. The page that shows the
policy is rendered from GRANTS, so there is no second copy of it.
"""

import enum
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from flask import Flask, abort, g
from flask_login import current_user
from sqlalchemy import ColumnElement, false, or_, true

P = ParamSpec("P")
R = TypeVar("R")

DECLARED = "rakornis_access"
PUBLIC = "public"


class Role(enum.Enum):
    """A part somebody plays in one event; one person may play several."""

    ADMINISTRATOR = "administrator"
    COMMITTEE = "committee"
    REGISTRATION_DESK = "registration_desk"
    GATE = "gate"
    SUPERVISOR = "supervisor"
    SECRETARY = "secretary"
    SPEAKER = "speaker"
    STAGE_OPERATOR = "stage_operator"
    VERIFIER = "verifier"
    OFFICE_HEAD = "office_head"
    OFFICE_OPERATOR = "office_operator"
    PARTICIPANT = "participant"
    LEADERSHIP = "leadership"
    PUBLIC = "public"


OFFICE_ROLES = frozenset({Role.OFFICE_HEAD, Role.OFFICE_OPERATOR, Role.VERIFIER})


class Reach(enum.IntEnum):
    """How far a permission goes; a larger number contains the smaller ones."""

    SELF = 1
    OFFICE = 2
    DIRECTORATE = 3
    EVENT = 4
    ALL = 5


class Permission(enum.Enum):
    """`<area>.<verb>`: the same words as package, module and audit action."""

    ACCOUNTS_INVITE = "accounts.invite"
    ACCOUNTS_ASSIGN_ROLE = "accounts.assign_role"
    ACTIONS_VIEW = "actions.view"
    ADMIN_HEALTH = "admin.health"
    ADMIN_POLICY = "admin.policy"
    AGENDA_EDIT = "agenda.edit"
    AGENDA_VIEW = "agenda.view"
    AUDIT_VIEW = "audit.view"
    CERTIFICATES_ISSUE = "certificates.issue"
    CERTIFICATES_REVOKE = "certificates.revoke"
    CERTIFICATES_VIEW = "certificates.view"
    CHECKIN_PRINT_LIST = "checkin.print_list"
    CHECKIN_REGISTER_DEVICE = "checkin.register_device"
    CHECKIN_REDEEM = "checkin.redeem"
    CHECKIN_SET_ATTENDANCE = "checkin.set_attendance"
    CHECKIN_VIEW = "checkin.view"
    DOCUMENTS_REVOKE = "documents.revoke"
    DOCUMENTS_VIEW = "documents.view"
    EVENTS_CREATE = "events.create"
    EVENTS_SET_UP = "events.set_up"
    EVENTS_VIEW = "events.view"
    JOBS_VIEW = "jobs.view"
    MESSAGES_VIEW = "messages.view"
    MINUTES_CAPTURE = "minutes.capture"
    MINUTES_PUBLISH = "minutes.publish"
    MINUTES_REVIEW = "minutes.review"
    MINUTES_VIEW = "minutes.view"
    OFFICES_EDIT = "offices.edit"
    OFFICES_VIEW = "offices.view"
    PARTICIPANTS_ISSUE_PASSES = "participants.issue_passes"
    PARTICIPANTS_REGISTER = "participants.register"
    PARTICIPANTS_VIEW = "participants.view"


VIEW_MEETING = {
    Permission.EVENTS_VIEW: Reach.EVENT,
    Permission.AGENDA_VIEW: Reach.EVENT,
}
READ_PAPERS = {
    Permission.MINUTES_VIEW: Reach.EVENT,
    Permission.ACTIONS_VIEW: Reach.EVENT,
    Permission.DOCUMENTS_VIEW: Reach.EVENT,
}
RUN_GATE = {
    Permission.CHECKIN_REDEEM: Reach.EVENT,
    Permission.CHECKIN_VIEW: Reach.EVENT,
}

GRANTS: dict[Role, dict[Permission, Reach]] = {
    Role.ADMINISTRATOR: dict.fromkeys(Permission, Reach.ALL),
    Role.COMMITTEE: {
        **VIEW_MEETING,
        **READ_PAPERS,
        **RUN_GATE,
        Permission.AGENDA_EDIT: Reach.EVENT,
        Permission.CERTIFICATES_ISSUE: Reach.EVENT,
        Permission.CERTIFICATES_REVOKE: Reach.EVENT,
        Permission.CERTIFICATES_VIEW: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.CHECKIN_REGISTER_DEVICE: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
        Permission.DOCUMENTS_REVOKE: Reach.EVENT,
        Permission.EVENTS_SET_UP: Reach.EVENT,
        Permission.MESSAGES_VIEW: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
        Permission.OFFICES_VIEW: Reach.EVENT,
        Permission.PARTICIPANTS_ISSUE_PASSES: Reach.EVENT,
        Permission.PARTICIPANTS_REGISTER: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.REGISTRATION_DESK: {
        **VIEW_MEETING,
        **RUN_GATE,
        Permission.PARTICIPANTS_REGISTER: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
    },
    Role.GATE: {**VIEW_MEETING, **RUN_GATE},
    Role.SUPERVISOR: {
        **VIEW_MEETING,
        **RUN_GATE,
        Permission.CHECKIN_REGISTER_DEVICE: Reach.EVENT,
        Permission.CHECKIN_SET_ATTENDANCE: Reach.EVENT,
        Permission.CHECKIN_PRINT_LIST: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.SECRETARY: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.CHECKIN_VIEW: Reach.EVENT,
        Permission.MINUTES_CAPTURE: Reach.EVENT,
        Permission.MINUTES_PUBLISH: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
    },
    Role.SPEAKER: VIEW_MEETING,
    Role.STAGE_OPERATOR: VIEW_MEETING,
    Role.VERIFIER: {**VIEW_MEETING, **READ_PAPERS, Permission.ACTIONS_VIEW: Reach.DIRECTORATE},
    Role.OFFICE_HEAD: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.ACTIONS_VIEW: Reach.OFFICE,
        Permission.PARTICIPANTS_VIEW: Reach.OFFICE,
    },
    Role.OFFICE_OPERATOR: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.ACTIONS_VIEW: Reach.OFFICE,
        Permission.PARTICIPANTS_VIEW: Reach.OFFICE,
    },
    Role.PARTICIPANT: VIEW_MEETING,
    Role.LEADERSHIP: {
        **VIEW_MEETING,
        **READ_PAPERS,
        Permission.CERTIFICATES_VIEW: Reach.EVENT,
        Permission.CHECKIN_VIEW: Reach.EVENT,
        Permission.MINUTES_REVIEW: Reach.EVENT,
        Permission.PARTICIPANTS_VIEW: Reach.EVENT,
    },
    Role.PUBLIC: {},
}


class Held(Protocol):
    """A role somebody holds: in one event (or in all, `event_id` None), perhaps for one office."""

    @property
    def role(self) -> Role: ...
    @property
    def event_id(self) -> int | None: ...
    @property
    def office_id(self) -> int | None: ...


class Actor(Protocol):
    """Whoever asks: an account, or nobody."""

    @property
    def is_authenticated(self) -> bool: ...
    @property
    def roles_held(self) -> Iterable[Held]: ...


class SignInNeeded(Exception):
    """A page that needs an account was asked for without one."""


class UndeclaredRoute(RuntimeError):
    """A route says nothing about who may use it: the application does not start."""


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


def can(actor: Any, permission: Permission, *, on: object = None, event_id: int | None = None) -> bool:
    """Say whether the actor may do this, on this object when one is given.

    `on` answers by its own attributes: `event_id`, `office_id`, `supervising_office_id`, `user_id`.
    """
    if on is None:
        return bool(holdings(actor, permission, event_id))
    event = getattr(on, "event_id", event_id)
    return any(
        reach is Reach.ALL or (held_in(held, event) and _reaches(reach, held, actor, on))
        for reach, held in holdings(actor, permission, event)
    )


def held_in(held: Held, event_id: int | None) -> bool:
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


def within_reach(actor: Any, permission: Permission, model: Any) -> ColumnElement[bool]:
    """Return the SQL condition under which `can` says yes for a row of this model."""
    conditions = [_condition(reach, held, actor, model) for reach, held in holdings(actor, permission, None)]
    return or_(*conditions) if conditions else false()


def _condition(reach: Reach, held: Held, actor: Any, model: Any) -> ColumnElement[bool]:
    if reach is Reach.ALL:
        return true()
    in_event: ColumnElement[bool] = true() if held.event_id is None else model.event_id == held.event_id
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


def declare(view: Callable[P, R], access: str) -> Callable[P, R]:
    """Write on a view how it is guarded. `requires` and `public` use it; so do token guards."""
    setattr(view, DECLARED, access)
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark one of the few routes that everybody may open."""
    return declare(view, PUBLIC)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Guard a route: the signed-in account must hold this permission in the event of the address."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            demand(permission)
            return view(*args, **kwargs)

        return declare(guarded, permission.value)

    return guard


def demand(permission: Permission, *, on: object = None) -> None:
    """Stop here unless the signed-in account may: to the sign-in page, or with 403."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    event = g.get("event")
    if not can(current_user, permission, on=on, event_id=event.id if event else None):
        abort(403)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Guard a route that any account may open, such as one's own settings."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            raise SignInNeeded
        return view(*args, **kwargs)

    return declare(guarded, "signed_in")


def refuse_undeclared_routes(app: Flask) -> None:
    """Do not start with a route that says nothing about who may use it."""
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], DECLARED)
    ]
    if undeclared:
        message = f"these routes declare no access: {', '.join(sorted(undeclared))}"
        raise UndeclaredRoute(message)
