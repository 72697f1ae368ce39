"""Doors of the administration: accounts and roles, the record of what was done, the house itself."""

from flask import Blueprint, Flask, url_for
from flask_login import current_user

from app.access import Permission, can
from app.admin.routes import accounts, house, traces

PARTS = (accounts, traces, house)


def register(app: Flask) -> None:
    """Open the pages, and let the account menu lead to them."""
    admin = Blueprint("admin", __name__)
    for part in PARTS:
        part.open_doors(admin)
    app.register_blueprint(admin)
    app.context_processor(administration_context)


def administration_context() -> dict[str, object]:
    """Give templates the way into the administration; None for those who may not."""
    allowed = can(current_user, Permission.ACCOUNTS_INVITE)
    return {"administration_url": url_for("admin.accounts") if allowed else None}
