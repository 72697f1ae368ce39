"""The command line of the outbox: note the letters that came back."""

from pathlib import Path

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, json_option, print_json
from app.db import transaction
from app.messages.bounce import note_report

messages = Area("messages", help="The outbox: letters that came back.")


def register(app: Flask) -> None:
    """Add `bin/rakornis messages …`."""
    app.cli.add_command(messages)


@messages.command("bounce")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@json_option
def bounce(*, file: Path, as_json: bool) -> None:
    """Read a mail server's report about a letter that came back (RFC 3464), and note it on the person."""
    with transaction():
        noted = note_report(file.read_bytes(), by=COMMAND_LINE)
    if as_json:
        print_json(
            [{"address": one.address, "about": one.message.about, "reason": one.failure} for one in noted]
        )
        return
    for one in noted:
        click.echo(f"{one.address}: {one.failure}")
