"""The command line of the events: list them, and set the clock of a rehearsal."""

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, event_option, json_option, print_json
from app.db import transaction
from app.events.clock import event_now
from app.events.queries import all_events, event_by_slug
from app.events.rehearse import moment_in
from app.events.rehearse import rehearse as set_clock
from app.services import services

events = Area("events", help="Events, and the clock of a rehearsal.")


def register(app: Flask) -> None:
    """Add `bin/rakornis events …`."""
    app.cli.add_command(events)


@events.command("list")
@json_option
def list_events(*, as_json: bool) -> None:
    """List the events with their clocks."""
    rows = [
        {
            "slug": event.slug,
            "title": event.title,
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "zone": event.zone,
            "rehearsal": event.rehearsal is not None,
            "now": event_now(event),
        }
        for event in all_events()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['slug']}  {row['starts_on']} – {row['ends_on']}  {row['title']}")


@events.command()
@event_option
@click.option(
    "--at", "moment", required=True, metavar="ISO", help="For example 2024-09-06T13:40, in the event's zone."
)
@json_option
def rehearse(slug: str, moment: str, *, as_json: bool) -> None:
    """Set the clock of a rehearsal; refused for a real meeting."""
    with transaction():
        event = event_by_slug(slug)
        set_clock(event, at=moment_in(moment, event.zone), now=services().clock.now(), by=COMMAND_LINE)
    now = event_now(event)
    if as_json:
        print_json({"event": event.slug, "now": now})
    else:
        click.echo(f"{event.slug}: {now.isoformat()}")
