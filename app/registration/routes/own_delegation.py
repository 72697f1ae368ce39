"""Two doors to the same pages of an office: its link, which needs no account, and an operator's account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, can, demand, public, requires
from app.audit.record import Doer
from app.db import db
from app.events.models import Event
from app.participants.models import Delegation
from app.registration.links import delegation_by_link
from app.registration.queries import delegation_of_office

BY_LINK = "/delegation/<token>"
BY_ACCOUNT = "/events/<event>/offices/<int:office_id>/delegation"


@dataclass(frozen=True)
class OwnDelegation:
    """A delegation as its office opens it: who is at work, by which door (`token` None: an account)."""

    event: Event
    delegation: Delegation
    by: Doer
    token: str | None = None

    def url(self, page: str, **values: Any) -> str:
        """Return the address of a page of this office behind the same door."""
        if self.token is not None:
            return url_for(f"registration.office_{page}", token=self.token, **values)
        office_id = self.delegation.office_id
        return url_for(f"registration.own_{page}", event=self.event.slug, office_id=office_id, **values)


View = Callable[..., ResponseReturnValue]


def open_both(
    registration: Blueprint, rule: str, name: str, view: View, methods: tuple[str, ...] = ("GET",)
) -> None:
    """Put one page of the office behind both doors."""
    registration.add_url_rule(f"{BY_LINK}{rule}", f"office_{name}", _by_link(view), methods=methods)
    registration.add_url_rule(f"{BY_ACCOUNT}{rule}", f"own_{name}", _by_account(view), methods=methods)


def _by_link(view: View) -> View:
    @public
    def opened(token: str, **values: Any) -> ResponseReturnValue:
        delegation, holder = delegation_by_link(token)
        g.event = event = db.session.get_one(Event, delegation.event_id)
        g.private = True
        known = can(current_user, Permission.REGISTRATION_NOMINATE, on=delegation)
        return view(OwnDelegation(event, delegation, current_user if known else holder, token), **values)

    return opened


def _by_account(view: View) -> View:
    @requires(Permission.REGISTRATION_NOMINATE)
    def opened(event: Event, office_id: int, **values: Any) -> ResponseReturnValue:
        delegation = delegation_of_office(event, office_id)
        demand(Permission.REGISTRATION_NOMINATE, on=delegation)
        return view(OwnDelegation(event, delegation, current_user), **values)

    return opened
