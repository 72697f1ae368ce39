"""Questions about accounts: who somebody is, who holds a role, how to let somebody in."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.access import Role
from app.accounts.models import RoleHeld, User
from app.db import db
from app.lib.refusals import N_, NotThere


class AccountNotThere(NotThere):
    """No account has this number or e-mail."""


def account_of_session(identity: str) -> User | None:
    """Return the account that a session belongs to; None when it was closed or its sessions were ended.

    `identity` is what `User.get_id` wrote: the account's id and the serial of its sessions.
    """
    account_id, _, serial = identity.partition(".")
    if not (account_id.isdecimal() and serial.isdecimal()):
        return None
    user = db.session.get(User, int(account_id))
    return user if user and user.is_active and user.sign_in_serial == int(serial) else None


def account_by_email(email: str) -> User | None:
    """Return the account of an e-mail address, however it is capitalised."""
    return db.session.execute(select(User).where(User.email == plain_email(email))).scalar_one_or_none()


def plain_email(email: str) -> str:
    """Write an e-mail address as accounts store it: lower case, no blanks around it."""
    return email.strip().lower()


def account_with_email(email: str) -> User:
    """Return the account of an e-mail address, or raise AccountNotThere."""
    user = account_by_email(email)
    if user is None:
        raise AccountNotThere(N_("There is no account with the e-mail %(email)s."), email=email)
    return user


def account_with_id(account_id: int) -> User:
    """Return one account with its roles, or raise AccountNotThere."""
    user = db.session.get(User, account_id)
    if user is None:
        raise AccountNotThere(N_("This account does not exist. Open the list of accounts again."))
    return user


def account_of(reference: str) -> User:
    """Return the account that an opaque reference such as "user:3" names."""
    kind, _, number = reference.partition(":")
    if kind != "user" or not number.isdecimal():
        raise AccountNotThere(N_("This account does not exist. Open the list of accounts again."))
    return account_with_id(int(number))


def accounts_found(text: str = "", *, role: Role | None = None) -> Sequence[User]:
    """List the accounts whose name or e-mail contains a text, perhaps only those with a role, by name."""
    question = select(User).order_by(func.lower(User.name), User.id)
    if text:
        question = question.where(
            or_(User.name.icontains(text, autoescape=True), User.email.icontains(text, autoescape=True))
        )
    if role:
        question = question.where(holds_role(role))
    return db.session.scalars(question).all()


def roles_in_use() -> list[Role]:
    """List the roles that anybody holds, in the order of the policy."""
    held = set(db.session.scalars(select(RoleHeld.role).distinct()))
    return [role for role in Role if role in held]


def accounts_in(event_id: int) -> Sequence[RoleHeld]:
    """List who holds a role in this very event, with the accounts, by role and name."""
    return db.session.scalars(
        select(RoleHeld)
        .join(RoleHeld.user)
        .options(contains_eager(RoleHeld.user))
        .where(RoleHeld.event_id == event_id)
        .order_by(RoleHeld.role, func.lower(User.name))
    ).all()


def administrators() -> Sequence[User]:
    """List the accounts that can administer: open, with a password, holding the role."""
    able = User.password_hash.is_not(None) & User.closed_at.is_(None)
    return db.session.scalars(select(User).where(holds_role(Role.ADMINISTRATOR), able)).all()


def holds_role(role: Role) -> ColumnElement[bool]:
    """Return the SQL condition under which an account holds a role anywhere."""
    return exists().where(RoleHeld.user_id == User.id, RoleHeld.role == role)
