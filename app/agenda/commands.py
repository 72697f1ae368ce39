"""The command line of the agenda: bring it in."""

from pathlib import Path

import click
from flask import Flask

from app.agenda.import_agenda import import_agenda, read_agenda
from app.audit.record import COMMAND_LINE
from app.command_line import Area, event_option, json_option, print_json
from app.db import transaction
from app.events.queries import event_by_slug

agenda = Area("agenda", help="Sessions of an event.")


def register(app: Flask) -> None:
    """Add `bin/rakornis agenda …`."""
    app.cli.add_command(agenda)


@agenda.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@event_option
@json_option
def import_file(file: Path, slug: str, *, as_json: bool) -> None:
    """Add or change the sessions of a CSV FILE; repeating it changes nothing."""
    rows = read_agenda(file.read_bytes())
    with transaction():
        outcome = import_agenda(event_by_slug(slug), rows, by=COMMAND_LINE)
    if as_json:
        print_json(outcome)
    else:
        click.echo(f"{outcome.rows}: +{outcome.created} ~{outcome.updated} ={outcome.unchanged}")
