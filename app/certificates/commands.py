"""`bin/rakornis certificates …`: issue them and write the files."""

from pathlib import Path
from typing import Any

import click
from flask import Flask

from app.audit.record import COMMAND_LINE
from app.certificates.bundle import file_name
from app.certificates.issue import issue_certificates
from app.certificates.queries import printed_certificates
from app.certificates.words import failure_sentence
from app.command_line import Area, event_option, json_option, print_json
from app.db import transaction
from app.documents.queries import printed_bytes
from app.events.models import Event
from app.events.queries import event_by_slug
from app.jobs.worker import run_job

certificates = Area("certificates", help="Certificates of those who earned one.")


def register(app: Flask) -> None:
    """Put the commands in."""
    app.cli.add_command(certificates)


@certificates.command("issue")
@event_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write one PDF each into this directory."
)
@json_option
def issue(*, slug: str, out: Path | None, as_json: bool) -> None:
    """Issue every certificate that is due; what was issued before is skipped."""
    event = event_by_slug(slug)
    with transaction():
        job = issue_certificates(event, by=COMMAND_LINE)
    outcome = run_job(job.key).outcome or {}
    if out is not None:
        write_files(event, out)
    answer = {name: outcome[name] for name in ("issued", "skipped", "failed")}
    failures = [{**failure, "reason": failure_sentence(failure)} for failure in outcome["failures"]]
    if as_json:
        print_json({**answer, "failures": failures})
    else:
        _say(answer, failures)


def write_files(event: Event, directory: Path) -> None:
    """Write every certificate in force, issued now or before: `<number>_<name>.pdf`."""
    directory.mkdir(parents=True, exist_ok=True)
    for certificate in printed_certificates(event):
        (directory / file_name(certificate)).write_bytes(printed_bytes(certificate.document))


def _say(answer: dict[str, int], failures: list[dict[str, Any]]) -> None:
    click.echo("issued {issued}, skipped {skipped}, failed {failed}".format(**answer))
    for failure in failures:
        click.echo(f"  {failure['name']}: {failure['reason']}")
