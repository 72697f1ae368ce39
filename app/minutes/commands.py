"""`bin/rakornis minutes …`: list, publish and export minutes."""

from pathlib import Path

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import Area, event_option, json_option, print_json
from app.db import db, transaction
from app.documents.queries import printed_bytes
from app.events.models import Event
from app.events.queries import event_by_slug
from app.jobs.worker import run_job
from app.lib.refusals import N_, Unavailable
from app.minutes.models import Minutes, Publication
from app.minutes.print_minutes import ask_for_printing
from app.minutes.publish import publish_minutes
from app.minutes.queries import minutes_of, minutes_with_id, published

minutes_area = Area("minutes", help="Minutes of the sessions.")


class NotWritable(Unavailable):
    """The PDF could not be written where it was wanted."""


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
        click.echo(f"{row['id']:>5}  {row['number'] or '-':<32} {row['title']}")


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
        publish_minutes(event, minutes.id, by=COMMAND_LINE)
    row = _outcome(_printed(minutes_id))
    if as_json:
        print_json(row)
    else:
        click.echo(f"{row['number']}  {row['sha256']}")


@minutes_area.command()
@click.argument("minutes_id", metavar="ID", type=int)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the PDF."
)
@json_option
def export(*, minutes_id: int, out: Path, as_json: bool) -> None:
    """Write the published PDF, byte for byte; print it first if that is still to be done."""
    publication = _printed(minutes_id)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(printed_bytes(publication.document))
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise NotWritable(
            N_("%(file)s could not be written: %(reason)s. Name another place."), file=out, reason=reason
        ) from trouble
    if as_json:
        print_json({**_outcome(publication), "out": str(out)})
    else:
        click.echo(str(out))


def _printed(minutes_id: int) -> Publication:
    """See the printing through, also when it failed before, and return the publication with its file."""
    publication = published(minutes_with_id(minutes_id))
    if publication.document.is_printed:
        return publication
    event_id = publication.document.event_id
    with transaction():
        job = ask_for_printing(publication, event_id=event_id, by=COMMAND_LINE)
    run_job(job.key)
    return published(minutes_with_id(minutes_id))


def _outcome(publication: Publication) -> dict[str, object]:
    document = publication.document
    return {
        "id": publication.minutes_id,
        "number": document.number,
        "document": document.id,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "published_at": publication.published_at,
    }
