"""The commands of attendance: check the seals of closed days."""

from dataclasses import asdict

import click
from flask import Flask
from flask.cli import AppGroup

from app.attendance.verify import verify_closed_days
from app.command_line import Area, json_option, print_json

attendance: AppGroup = Area("attendance", help="Closed days of attendance.")


def register(app: Flask) -> None:
    """Add the commands of this room."""
    app.cli.add_command(attendance)


@attendance.command("verify")
@json_option
def verify(*, as_json: bool) -> None:
    """Check the seals of all closed days; exit code 1 when one does not hold."""
    found = verify_closed_days()
    if as_json:
        print_json(asdict(found))
    else:
        days = (
            f"{found.days} closed days, {found.supplements} supplements, {found.waiting} late scans waiting"
        )
        click.echo(days)
        for sentence in found.broken:
            click.echo(f"  {sentence}")
        click.echo("All seals hold." if found.ok else "Not all seals hold.")
    if not found.ok:
        raise SystemExit(1)
