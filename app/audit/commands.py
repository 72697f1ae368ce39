"""`bin/rakornis audit …`: seal, and check that nothing sealed was changed."""

import click
from flask import Flask

from app.audit.seal import seal_entries, verify_seals
from app.command_line import Area, json_option, print_json
from app.db import transaction

audit = Area("audit", help="The audit trail.")


def register(app: Flask) -> None:
    """Put the commands in."""
    app.cli.add_command(audit)


@audit.command()
@json_option
def verify(*, as_json: bool) -> None:
    """Check every seal. Exit code 1 when one is broken."""
    found = verify_seals()
    if as_json:
        print_json(found)
    else:
        click.echo(
            f"{found.seals} seals over {found.sealed} entries; {found.unsealed} entries not sealed yet."
        )
        for sentence in found.broken:
            click.secho(sentence, fg="red")
    if not found.ok:
        raise SystemExit(1)


@audit.command()
def seal() -> None:
    """Seal what is not sealed yet."""
    with transaction():
        made = seal_entries()
    click.echo(f"{made.entries} entries sealed." if made else "Nothing to seal.")
