"""Guards of routes: every route declares who may use it, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, g
from flask_login import current_user

from app.access.reach import can, plays_a_part
from app.access.roles import Permission

P = ParamSpec("P")
R = TypeVar("R")

DECLARED = "rakornis_access"
PUBLIC = "public"


class SignInNeeded(Exception):
    """A page that needs an account was asked for without one."""


class NoPartInEvent(Exception):
    """The account plays no part in the event of the address: it is told what it would be told of no event."""


class UndeclaredRoute(RuntimeError):
    """A route says nothing about who may use it: the application does not start."""


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
    """Stop here unless the account may: to the sign-in page, as if there were no event, or with 403."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    event = g.get("event")
    if event and not plays_a_part(current_user, event.id):
        raise NoPartInEvent
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
