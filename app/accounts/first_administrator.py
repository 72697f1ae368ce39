"""The first administrator: a one-time link, and the account it opens. It ends once there is one."""

from app.access import Role
from app.accounts.links import make_link, revoke_links, use_link
from app.accounts.models import Link, LinkKind, User
from app.accounts.open_account import open_account
from app.accounts.passwords import NewPassword
from app.accounts.queries import administrators
from app.accounts.roles import RoleWish, give_role
from app.accounts.sign_in import VISITOR
from app.audit.record import Doer, record
from app.lib.refusals import N_, Conflict

SUBJECT = "installation"


class AdministratorThere(Conflict):
    """Somebody administers already; the way in is their invitation."""


def invite_first_administrator(*, by: Doer) -> Link:
    """Make the link with which the first administrator opens an account; an earlier one ends.

    Raises AdministratorThere as soon as an administrator has a password.
    """
    _refuse_when_there_is_one()
    revoke_links(LinkKind.FIRST_ADMINISTRATOR, subject=SUBJECT, by=by)
    record("accounts.invite_first_administrator", by=by)
    return make_link(LinkKind.FIRST_ADMINISTRATOR, subject=SUBJECT, by=by)


def become_first_administrator(link: Link, *, email: str, name: str, password: NewPassword) -> User:
    """Open the first administrator's account and use the link up.

    Raises LinkOver, AdministratorThere, EmailTaken or EmailUnreadable.
    """
    use_link(link)
    _refuse_when_there_is_one()
    user = open_account(email=email, name=name, by=VISITOR, password=password)
    give_role(user, RoleWish(role=Role.ADMINISTRATOR), by=user)
    return user


def _refuse_when_there_is_one() -> None:
    if administrators():
        raise AdministratorThere(
            N_("There is an administrator already. Sign in, or ask them for an invitation.")
        )
