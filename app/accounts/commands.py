"""`bin/rakornis accounts …`: the first administrator, the list, and passwords."""

import secrets

import click
from flask import Flask
from flask_babel import gettext as _

from app.accounts.first_administrator import invite_first_administrator
from app.accounts.links import link_address
from app.accounts.passwords import new_password
from app.accounts.queries import account_with_email, accounts_found
from app.accounts.set_password import set_password
from app.audit.record import COMMAND_LINE
from app.command_line import Area, json_option, print_json
from app.db import transaction

GENERATED_BYTES = 12

accounts = Area("accounts", help="Accounts and their roles.")


def register(app: Flask) -> None:
    """Put the commands in."""
    app.cli.add_command(accounts)


@accounts.command("first-administrator")
@json_option
def first_administrator(*, as_json: bool) -> None:
    """Print the one-time link that opens the first administrator's account; an earlier one ends."""
    with transaction():
        link = invite_first_administrator(by=COMMAND_LINE)
    if as_json:
        print_json({"link": link_address(link)})
        return
    click.echo(_("Open this address to become the first administrator. It works once:"))
    click.echo(link_address(link))


@accounts.command("list")
@json_option
def list_accounts(*, as_json: bool) -> None:
    """List the accounts by name."""
    rows = [
        {
            "email": user.email,
            "name": user.name,
            "open": user.is_active,
            "has_password": user.password_hash is not None,
            "roles": [
                {"role": held.role, "event_id": held.event_id, "office_id": held.office_id}
                for held in user.roles_held
            ],
        }
        for user in accounts_found()
    ]
    if as_json:
        print_json(rows)
        return
    for user in accounts_found():
        roles = ", ".join(sorted({held.role.value for held in user.roles_held}))
        click.echo(f"{user.email:<40} {user.name:<40} {roles}")


@accounts.command("set-password")
@click.argument("email")
@click.option("--generate", is_flag=True, help="Make one up and print it.")
@json_option
def set_password_command(email: str, *, generate: bool, as_json: bool) -> None:
    """Set the password of an account, asked for unless --generate; all its sessions end."""
    user = account_with_email(email)
    if generate:
        text = secrets.token_urlsafe(GENERATED_BYTES)
    else:
        text = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    password = new_password(text, email=user.email, name=user.name)
    with transaction():
        set_password(user, password=password, by=COMMAND_LINE)
    if as_json:
        print_json({"email": user.email, "password": text if generate else None})
    else:
        click.echo(text if generate else "The password is set.")
