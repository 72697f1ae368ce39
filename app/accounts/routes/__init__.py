"""Doors of the accounts: signing in, links that set a password, one's own account."""

from datetime import timedelta

from flask import Blueprint, Flask
from flask_babel import gettext as _
from flask_login import LoginManager

from app.accounts.queries import account_of_session
from app.accounts.routes import by_link, own, signing_in
from app.accounts.words import ROLE_WORDS

SESSION_LASTS = timedelta(days=7)  # a meeting with a day before and after
PARTS = (signing_in, by_link, own)


def register(app: Flask) -> None:
    """Put the pages in, and say how a session finds its account."""
    manager = LoginManager(app)
    manager.session_protection = None  # addresses change in a hall; the serial ends sessions instead
    manager.user_loader(account_of_session)
    app.config["PERMANENT_SESSION_LIFETIME"] = SESSION_LASTS
    accounts = Blueprint("accounts", __name__)
    for part in PARTS:
        part.open_doors(accounts)
    app.register_blueprint(accounts)
    app.jinja_env.filters["role"] = lambda role: _(ROLE_WORDS[role])
