"""Invite somebody, and let somebody set a new password: both by a link that works once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.accounts import letters
from app.accounts.links import make_link, revoke_links
from app.accounts.models import Link, LinkKind, User
from app.accounts.open_account import open_account
from app.accounts.queries import account_by_email
from app.accounts.roles import RoleWish, give_role
from app.accounts.sign_in import VISITOR
from app.audit.record import Doer, record
from app.db import db
from app.services import services

INVITATION_LASTS = timedelta(days=7)
PASSWORD_LINK_LASTS = timedelta(days=1)
# Asking again and again must not fill somebody's mailbox.
QUIET_AFTER_ASKING = timedelta(minutes=5)


@dataclass(frozen=True)
class Invitation:
    """An account that waits for its password, and the link that sets it."""

    user: User
    link: Link


def invite_user(*, email: str, name: str, roles: Iterable[RoleWish], by: Doer) -> Invitation:
    """Open an account with its roles and send its invitation.

    Raises EmailTaken or EmailUnreadable.
    """
    user = open_account(email=email, name=name, by=by)
    for wish in roles:
        give_role(user, wish, by=by)
    return Invitation(user, send_password_link(user, by=by))


def send_password_link(user: User, *, by: Doer) -> Link:
    """Send the link that sets a password: an invitation when there is none yet. Earlier links end."""
    invited = user.password_hash is None
    kind = LinkKind.INVITATION if invited else LinkKind.PASSWORD
    revoke_links(kind, subject=user.reference, by=by)
    lasts = INVITATION_LASTS if invited else PASSWORD_LINK_LASTS
    link = make_link(kind, subject=user.reference, by=by, expires_at=services().clock.now() + lasts)
    subject = letters.INVITATION_SUBJECT if invited else letters.PASSWORD_SUBJECT
    letters.send_link(
        link, user, subject=subject, text=letters.INVITATION if invited else letters.PASSWORD, by=by
    )
    record("accounts.invite" if invited else "accounts.send_password_link", by=by, on=user.reference)
    return link


def ask_for_password_link(email: str, *, address: str) -> None:
    """Send the account of this e-mail a link, if there is one. Whoever asks never learns whether."""
    user = account_by_email(email)
    record("accounts.ask_for_password_link", by=VISITOR, on=user.reference if user else None, address=address)
    if user and user.is_active and not _asked_lately(user):
        send_password_link(user, by=VISITOR)


def _asked_lately(user: User) -> bool:
    since = services().clock.now() - QUIET_AFTER_ASKING
    return (
        db.session.scalar(select(Link.id).where(Link.subject == user.reference, Link.created_at > since))
        is not None
    )
