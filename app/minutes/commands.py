"""`bin/rakornis minutes …`: list, publish and export minutes."""

from pathlib import Path

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, event_option, json_option, print_json
from app.db import db, transaction
from app.documents.models import Document
from app.documents.queries import printed_bytes
from app.events.models import Event
from app.events.queries import event_by_slug
from app.jobs.worker import run_job
from app.minutes.models import Minutes
from app.minutes.print_minutes import printing_key
from app.minutes.publish import publish_minutes
from app.minutes.queries import minutes_of, minutes_with_id, published


minutes_area = Area("minutes", help="Minutes of the sessions.")


def register(app: Flask) -> None:
    """Put the commands in."""
    app.cli.add_command(minutes_area)


@minutes_area.command("list")
@event_option
@json_option
def list_minutes(*, slug: str, as_json: bool) -> None:
    """List the minutes of an event."""
    rows = [_row(minutes) for minutes in minutes_of(event_by_slug(slug))]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("{id:>5}  {number:<24} {title}".format(**{**row, "number": row["number"] or "-"}))


def _row(minutes: Minutes) -> dict[str, object]:
    publication = minutes.publication
    return {
        "id": minutes.id,
        "title": minutes.title,
        "published": publication is not None,
        "number": publication.document.number if publication else None,
    }


@minutes_area.command()
@click.argument("minutes_id", metavar="ID", type=int)
@json_option
def publish(*, minutes_id: int, as_json: bool) -> None:
    """Publish minutes and print them."""
    minutes = minutes_with_id(minutes_id)
    event = db.session.get_one(Event, minutes.event_id)
    with transaction():
        publication = publish_minutes(event, minutes, by=COMMAND_LINE)
    run_job(printing_key(publication))
    row = _published(minutes_id)
    if as_json:
        print_json(row)
    else:
        click.echo("{number}  {sha256}".format(**row))


def _published(minutes_id: int) -> dict[str, object]:
    publication = published(minutes_with_id(minutes_id))
    document = publication.document
    return {
        "id": minutes_id,
        "document": document.id,
        "number": document.number,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "published_at": publication.published_at,
    }


@minutes_area.command()
@click.argument("minutes_id", metavar="ID", type=int)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the PDF."
)
@json_option
def export(*, minutes_id: int, out: Path, as_json: bool) -> None:
    """Write the published PDF, byte for byte."""
    document = _printed_document(minutes_id)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(printed_bytes(document))
    if as_json:
        print_json({**_published(minutes_id), "out": str(out)})
    else:
        click.echo(str(out))


def _printed_document(minutes_id: int) -> Document:
    publication = published(minutes_with_id(minutes_id))
    if not publication.document.is_printed:
        run_job(printing_key(publication))
        publication = published(minutes_with_id(minutes_id))
    return publication.document
