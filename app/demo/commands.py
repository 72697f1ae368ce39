"""The command line of the demonstration: load it, and say how to sign in to it."""

from dataclasses import asdict

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_babel import gettext as _

from app.command_line import Area, json_option, print_json
from app.db import db, transaction
from app.demo.accounts import WayIn, give_fresh_passwords, ways_in
from app.demo.load import load_bare, load_full
from app.jobs.worker import run_due_jobs
from app.migrating import migrate


def register(app: Flask) -> None:
    """Add `bin/rakornis demo`."""
    app.cli.add_command(demo)


@click.group(cls=Area, invoke_without_command=True)
@click.option(
    "--bare", is_flag=True, help="Only offices, posts, agenda, rooms and accounts; nobody takes part yet."
)
@json_option
@click.pass_context
@with_appcontext
def demo(context: click.Context, *, bare: bool, as_json: bool) -> None:
    """Load the demonstration into an empty data directory, or show how to sign in to it."""
    if context.invoked_subcommand:
        return
    migrate()
    with transaction():
        loaded = load_bare() if bare else load_full()
    run_due_jobs()
    if as_json:
        print_json({**asdict(loaded), "accounts": ways_in()})
    else:
        words = _("Loaded: %(event)s, %(offices)s offices, %(participants)s participants.", **asdict(loaded))
        click.echo(words)
        _tell(ways_in())


@demo.command()
@json_option
def accounts(*, as_json: bool) -> None:
    """List how to sign in for each role; an empty list when there is no demonstration."""
    known = ways_in()
    db.session.remove()
    if as_json:
        print_json(known)
    else:
        _tell(known)


@demo.command("fresh-passwords")
@json_option
def fresh_passwords(*, as_json: bool) -> None:
    """Give the accounts of the demonstration one new random password, and print it."""
    with transaction():
        fresh = give_fresh_passwords()
    if as_json:
        print_json(fresh)
    else:
        _tell(fresh)


def _tell(known: list[WayIn]) -> None:
    if not known:
        click.echo(_("There is no demonstration in this data directory."))
        return
    click.echo(_("Sign in as:"))
    for way in known:
        click.echo(f"  {_(way.role):<22} {way.email:<32} {way.password or _('(changed)')}")
