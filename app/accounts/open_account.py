"""Open an account, and close it again."""

from sqlalchemy import select

from app.access import Role
from app.accounts.links import revoke_links
from app.accounts.models import LinkKind, User
from app.accounts.passwords import NewPassword
from app.accounts.queries import administrators, holds_role, plain_email
from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.contacts import read_email
from app.lib.refusals import N_, Conflict, Refused
from app.services import services


class EmailTaken(Conflict):
    """Another account has this e-mail already."""


class EmailUnreadable(Refused):
    """What was typed is no e-mail address."""


class LastAdministrator(Conflict):
    """Nobody would be left who can administer."""


def open_account(*, email: str, name: str, by: Doer, password: NewPassword | None = None) -> User:
    """Open an account; without a password it cannot sign in until its invitation is used.

    Raises EmailUnreadable or EmailTaken.
    """
    email = plain_email(email)
    if read_email(email).value != email:
        raise EmailUnreadable(
            N_("%(email)s is not an e-mail address. Write it like name@office.example."), email=email
        )
    now = services().clock.now()
    new_id = insert_once(
        User,
        email=email,
        name=name.strip(),
        password_hash=password.hash if password else None,
        created_at=now,
    )
    if new_id is None:
        raise EmailTaken(
            N_("There is already an account with %(email)s. Open it in the list and give it the role there."),
            email=email,
        )
    record("accounts.open", by=by, on=f"user:{new_id}", email=email)
    return db.session.get_one(User, new_id)


def close_account(user: User, *, by: Doer) -> None:
    """Close an account: it signs out everywhere and its links die; what it did stays in the audit trail.

    Raises LastAdministrator.
    """
    refuse_without_another_administrator(user)
    user.closed_at = services().clock.now()
    user.sign_in_serial += 1
    for kind in (LinkKind.INVITATION, LinkKind.PASSWORD):
        revoke_links(kind, subject=user.reference, by=by)
    record("accounts.close", by=by, on=user.reference)


def reopen_account(user: User, *, by: Doer) -> None:
    """Open a closed account again, with the roles and the password it had."""
    user.closed_at = None
    record("accounts.reopen", by=by, on=user.reference)


def refuse_without_another_administrator(user: User) -> None:
    """Raise LastAdministrator when this is the only account that can administer.

    The administrators' rows are locked first and counted by a second statement, which sees what
    another transaction did while this one waited: so two cannot remove each other.
    """
    if all(held.role is not Role.ADMINISTRATOR for held in user.roles_held):
        return
    db.session.execute(
        select(User.id).where(holds_role(Role.ADMINISTRATOR)).order_by(User.id).with_for_update()
    ).all()
    if {one.id for one in administrators()} <= {user.id}:
        raise LastAdministrator(
            N_("%(name)s is the last administrator. Make somebody else an administrator first."),
            name=user.name,
        )
