"""`bin/rakornis doctor`, and the commands about accounts that name an event or an office."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.access import Role
from app.accounts.invite import invite_user
from app.accounts.links import link_address
from app.accounts.queries import account_with_email
from app.accounts.roles import ROLES_OF_ACCOUNTS, RoleWish, give_role
from app.admin.doctor import examine
from app.admin.sweep_storage import sweep_storage
from app.audit.record import COMMAND_LINE
from app.command_line import Area, json_option, print_json
from app.db import transaction
from app.events.queries import event_by_slug
from app.lib.refusals import N_
from app.offices.queries import OfficeNotThere, find_office

role_option = click.option(
    "--role", required=True, type=click.Choice([role.value for role in ROLES_OF_ACCOUNTS]), help="The role."
)
event_choice = click.option("--event", "slug", metavar="SLUG", help="The event; not for administrators.")
office_choice = click.option("--office", metavar="NAME", help="The office: name, short name or code.")


def register(app: Flask) -> None:
    """Put the commands in; those about accounts join the group of that room."""
    app.cli.add_command(doctor)
    app.cli.add_command(storage)
    accounts = app.cli.commands["accounts"]
    if isinstance(accounts, Area):
        accounts.add_command(invite)
        accounts.add_command(give)


@click.command()
@json_option
@with_appcontext
def doctor(*, as_json: bool) -> None:
    """Examine the installation. Exit code 1 when something needs a hand."""
    found = examine(current_app.config["RAKORNIS"].data)
    if as_json:
        checks = [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in found.checks]
        print_json({"ok": found.ok, "checks": checks})
    else:
        for check in found.checks:
            click.secho(
                f"{'ok ' if check.ok else 'NO '} {check.name:<16} {check.detail}",
                fg=None if check.ok else "red",
            )
    if not found.ok:
        raise SystemExit(1)


storage = Area("storage", help="The files that are kept.")


@storage.command("sweep")
@json_option
def sweep(*, as_json: bool) -> None:
    """Remove files older than a day that nothing names; the worker does it once a day."""
    gone = sweep_storage(by=COMMAND_LINE)
    print_json({"removed": gone}) if as_json else click.echo(f"removed {len(gone)}")


@click.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@role_option
@event_choice
@office_choice
@json_option
@with_appcontext
def invite(email: str, *, name: str, role: str, slug: str | None, office: str | None, as_json: bool) -> None:
    """Open an account, send its invitation, and print the link."""
    with transaction():
        wish = _wish(role, slug, office)
        invitation = invite_user(email=email, name=name, roles=[wish], by=COMMAND_LINE)
        address = link_address(invitation.link)
    print_json({"email": invitation.user.email, "link": address}) if as_json else click.echo(address)


@click.command("give-role")
@click.argument("email")
@role_option
@event_choice
@office_choice
@with_appcontext
def give(email: str, *, role: str, slug: str | None, office: str | None) -> None:
    """Give a role to an account."""
    with transaction():
        give_role(account_with_email(email), _wish(role, slug, office), by=COMMAND_LINE)
    click.echo(f"{email}: {role}")


def _wish(role: str, slug: str | None, office: str | None) -> RoleWish:
    event_id = event_by_slug(slug).id if slug else None
    return RoleWish(role=Role(role), event_id=event_id, office_id=_office_id(office) if office else None)


def _office_id(text: str) -> int:
    found = find_office(text)
    if found is None:
        raise OfficeNotThere(
            N_("No office is called %(office)s. Use its name, short name or code."), office=text
        )
    return found.id
