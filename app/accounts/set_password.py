"""Set the password of an account: by a link, on one's own page, or from the command line."""

from sqlalchemy import delete

from app.accounts.links import revoke_links, use_link
from app.accounts.models import Link, LinkKind, SignInAttempt, User
from app.accounts.passwords import NewPassword, password_fits
from app.accounts.queries import account_of
from app.audit.record import Doer, record
from app.db import db
from app.lib.refusals import N_, NotThere, Refused


class AccountClosed(NotThere):
    """The account was closed after its link had been sent."""


class PasswordWrong(Refused):
    """The present password, asked for before a change, does not fit."""


def owner_of(link: Link) -> User:
    """Return the account that a link lets in, or raise AccountClosed."""
    user = account_of(link.subject)
    if not user.is_active:
        raise AccountClosed(N_("This account was closed. Ask an administrator to open it again."))
    return user


def set_password_by_link(link: Link, *, password: NewPassword) -> User:
    """Set the password of the link's account and use the link up. Raises LinkOver or AccountClosed."""
    user = owner_of(link)
    use_link(link)
    set_password(user, password=password, by=user)
    return user


def set_password(user: User, *, password: NewPassword, by: Doer) -> None:
    """Set a password; every session ends, and every link that would set another one."""
    user.password_hash = password.hash
    user.sign_in_serial += 1
    for kind in (LinkKind.INVITATION, LinkKind.PASSWORD):
        revoke_links(kind, subject=user.reference, by=by)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email == user.email))
    record("accounts.set_password", by=by, on=user.reference)


def refuse_wrong_password(user: User, text: str) -> None:
    """Raise PasswordWrong unless this is the account's present password."""
    if not password_fits(user.password_hash, text):
        raise PasswordWrong(N_("This is not your present password. Check capital letters."))


def rename(user: User, *, name: str) -> None:
    """Change one's own name."""
    record("accounts.rename", by=user, on=user.reference, was=user.name, now=name)
    user.name = name


def end_other_sessions(user: User) -> None:
    """End every session of an account; the door signs the present one in again."""
    user.sign_in_serial += 1
    record("accounts.end_other_sessions", by=user, on=user.reference)
