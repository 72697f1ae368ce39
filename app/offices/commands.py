"""The command line of the offices: bring in a list."""

from pathlib import Path

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, json_option, print_json
from app.db import transaction
from app.offices.import_offices import import_offices, read_offices

offices = Area("offices", help="Offices and their names.")


def register(app: Flask) -> None:
    """Add `bin/rakornis offices …`."""
    app.cli.add_command(offices)


@offices.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_file(file: Path, *, as_json: bool) -> None:
    """Add or change offices from a CSV FILE; repeating it changes nothing."""
    rows = read_offices(file.read_bytes())
    with transaction():
        outcome = import_offices(rows, by=COMMAND_LINE)
    if as_json:
        print_json(outcome)
    else:
        click.echo(f"{outcome.rows}: +{outcome.created} ~{outcome.updated} ={outcome.unchanged}")
