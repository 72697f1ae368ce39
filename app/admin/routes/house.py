"""Doors: the policy, and the health of the installation."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.access import Permission, requires
from app.accounts.words import REACH_WORDS, ROLE_WORDS
from app.admin.doctor import Check, examine
from app.admin.policy import ROLES, policy
from app.i18n import number, write


def open_doors(admin: Blueprint) -> None:
    """Put the pages under their addresses."""
    admin.add_url_rule("/admin/policy", "policy", show_policy)
    admin.add_url_rule("/admin/health", "health", health)


@requires(Permission.ADMIN_POLICY)
def show_policy() -> ResponseReturnValue:
    """Show who may do what, and how far it reaches."""
    return render_template(
        "admin/policy.html", areas=policy(), roles=ROLES, role_words=ROLE_WORDS, reach_words=REACH_WORDS
    )


@requires(Permission.ADMIN_HEALTH)
def health() -> ResponseReturnValue:
    """Show what the doctor finds."""
    examination = examine(current_app.config["RAKORNIS"].data, served=True)
    return render_template("admin/health.html", examination=examination, in_words=in_words)


def in_words(check: Check) -> str:
    """Return a finding in the language of the reader, its figures too."""
    values = {
        name: number(value) if isinstance(value, float) else value for name, value in check.values.items()
    }
    return write(check.msgid, values)
