"""The session of a browser: begun anew for whoever signs in."""

from flask import session
from flask_login import current_user, login_user

from app.accounts.models import User


def me() -> User:
    """Return the account that is signed in, itself and not its proxy."""
    user: User = current_user._get_current_object()  # noqa: SLF001 - Flask-Login offers no other way
    return user


def begin_session(user: User) -> None:
    """Begin a new session: nothing of what a stranger may have put into the old one stays."""
    session.clear()
    login_user(user)
