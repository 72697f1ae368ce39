"""Give a role to an account, and take it back."""

from dataclasses import dataclass

from sqlalchemy import select

from app.access import OFFICE_ROLES, Role
from app.accounts.models import RoleHeld, User
from app.accounts.open_account import refuse_without_another_administrator
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.refusals import N_, NotThere, Refused
from app.services import services

# Participants have a personal link and the public has nothing: neither needs an account.
ROLES_OF_ACCOUNTS = tuple(role for role in Role if role not in {Role.PARTICIPANT, Role.PUBLIC})


class RoleImpossible(Refused):
    """A role without what it needs: its event, or its office."""


class RoleNotHeld(NotThere):
    """The account does not hold this role any more."""


@dataclass(frozen=True, kw_only=True)
class RoleWish:
    """A role to be held: in one event, and for one office when it is an office's role."""

    role: Role
    event_id: int | None = None
    office_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse a combination that the policy could not read."""
        if self.role not in ROLES_OF_ACCOUNTS:
            raise RoleImpossible(
                N_("Participants need no account. They open the personal link of their pass.")
            )
        if self.role is not Role.ADMINISTRATOR and self.event_id is None:
            raise RoleImpossible(N_("Choose the event in which this role is held."))
        if self.role in OFFICE_ROLES and self.office_id is None:
            raise RoleImpossible(N_("Choose the office for which this role is held."))

    def values(self) -> dict[str, object]:
        """Return what is stored: administrators are so everywhere, and only office roles have an office."""
        return {
            "role": self.role,
            "event_id": None if self.role is Role.ADMINISTRATOR else self.event_id,
            "office_id": self.office_id if self.role in OFFICE_ROLES else None,
        }


def give_role(user: User, wish: RoleWish, *, by: Doer) -> None:
    """Let an account hold a role; giving it twice changes nothing.

    The look beforehand is for SQLite, whose unique constraint takes two empty offices for different;
    there the writing transaction is alone. PostgreSQL's constraint decides by itself.
    """
    values = wish.values()
    held = select(RoleHeld.id).where(
        RoleHeld.user_id == user.id,
        *(getattr(RoleHeld, name).is_not_distinct_from(value) for name, value in values.items()),
    )
    if db.session.scalar(held) is None:
        new_id = insert_once(
            RoleHeld, user_id=user.id, given_at=services().clock.now(), given_by=by.reference, **values
        )
        if new_id is not None:
            _record("accounts.give_role", user, wish, by=by)
    db.session.refresh(user, ["roles_held"])


def take_role(user: User, role_id: int, *, by: Doer) -> None:
    """Take a role back. Raises RoleNotHeld, or LastAdministrator."""
    held = next((held for held in user.roles_held if held.id == role_id), None)
    if held is None:
        raise RoleNotHeld(N_("This role is not held any more. Open the account again."))
    if held.role is Role.ADMINISTRATOR:
        refuse_without_another_administrator(user)
    user.roles_held.remove(held)
    wish = RoleWish(role=held.role, event_id=held.event_id, office_id=held.office_id)
    _record("accounts.take_role", user, wish, by=by)


def _record(action: str, user: User, wish: RoleWish, *, by: Doer) -> None:
    details = {"role": wish.role.value, "office_id": wish.office_id}
    record(action, by=by, on=user.reference, event_id=wish.event_id, **details)
