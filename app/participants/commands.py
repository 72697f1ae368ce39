"""The command line of the participants: import a sheet, list the passes, print the badges."""

from pathlib import Path
from typing import Any

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.command_line import REFUSED_EXIT_CODE, Area, event_option, json_option, print_json
from app.db import transaction
from app.events.models import Event
from app.events.queries import event_by_slug
from app.i18n import LANGUAGES, force_locale, write
from app.participants.badges import badge_sheet, note_badges, people_with_badges
from app.participants.examine_roster import compare
from app.participants.explain_roster import taught_headings
from app.participants.personal_links import list_passes
from app.participants.printed_badges import fingerprints_of, note_printed
from app.participants.read_roster import read_roster
from app.participants.reading import Reading
from app.participants.register_roster import Registration, outcome, register_roster
from app.participants.roster import Problem, Roster, RosterRow
from app.services import services

participants = Area("participants", help="Participants: sheets, passes, badges.")


def register(app: Flask) -> None:
    """Add `bin/rakornis participants …`."""
    app.cli.add_command(participants)


@participants.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@event_option
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Of the messages.")
@json_option
@click.pass_context
def import_sheet(
    context: click.Context, *, file: Path, slug: str, dry_run: bool, language: str, as_json: bool
) -> None:
    """Register the people of a sheet: all of them, or nobody when something must be mended first."""
    event = event_by_slug(slug)
    done = examine(event, file) if dry_run else import_file(event, file)
    with force_locale(language):
        told = document(done)
    if as_json:
        print_json(told)
    else:
        _tell(told, dry_run=dry_run)
    if done.blocked and not dry_run:
        context.exit(REFUSED_EXIT_CODE)


def examine(event: Event, file: Path) -> Registration:
    """Say what importing a file would come to."""
    return outcome(compare(event, _read(event, file.read_bytes(), filename=file.name)))


def import_file(event: Event, file: Path) -> Registration:
    """Import a file."""
    content = file.read_bytes()
    roster = _read(event, content, filename=file.name)
    with transaction():
        return register_roster(event, roster, by=COMMAND_LINE, filename=file.name, content=content)


def _read(event: Event, content: bytes, *, filename: str) -> Roster:
    """Read a sheet as its words and what people taught say."""
    reading = Reading(taught_headings())
    return read_roster(content, filename=filename, today=event.starts_on, reading=reading)


def document(done: Registration) -> dict[str, Any]:
    """The one JSON document of an import; its keys are a contract."""
    return {
        "rows": len(done.people),
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "problems": [_told_problem(problem) for problem in done.problems],
        "people": [_told_person(person) for person in done.people],
    }


def _told_problem(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "kind": problem.kind,
        "severity": problem.severity.value,
        "message": write(problem.msgid, dict(problem.values)),
    }


def _told_person(person: RosterRow) -> dict[str, Any]:
    return {
        "row": person.row,
        "front_titles": person.front_titles,
        "name": person.name,
        "back_titles": person.back_titles,
        "nip": person.nip,
        "position": person.position,
        "unit": person.unit,
        "role": person.role,
        "email": person.email,
        "phone": person.phone,
    }


def _tell(told: dict[str, Any], *, dry_run: bool) -> None:
    for problem in told["problems"]:
        colour = "red" if problem["severity"] == "error" else "yellow"
        click.secho(f"{problem['row']:>6}  {problem['column']:<12}  {problem['message']}", fg=colour)
    heading = "Would be" if dry_run else "Done"
    counts = ", ".join(f"{told[name]} {name}" for name in ("created", "updated", "unchanged"))
    click.echo(f"{heading}: {counts}, of {told['rows']} people.")


@participants.command("passes")
@event_option
@json_option
def passes(*, slug: str, as_json: bool) -> None:
    """List every valid pass with its code and personal link. The audit trail says that it was taken."""
    with transaction():
        listing = list_passes(event_by_slug(slug), by=COMMAND_LINE)
    if as_json:
        print_json(listing)
        return
    for one in listing:
        click.echo(f"{one.code}  {one.link}  {one.name}")


@participants.command("badges")
@event_option
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True)
@json_option
def badges(*, slug: str, out: Path, as_json: bool) -> None:
    """Print the badges of everybody with a valid pass into one PDF."""
    event = event_by_slug(slug)
    people = people_with_badges(event)
    sheet = badge_sheet(event, people)
    out.write_bytes(services().press.print_badges(sheet))
    with transaction():
        note_badges(event, by=COMMAND_LINE)
        note_printed(event, fingerprints_of(people))
    if as_json:
        print_json({"badges": len(sheet.badges), "file": str(out)})
    else:
        click.echo(f"{len(sheet.badges)}: {out}")
