"""`bin/rakornis jobs …`: the worker, and what it has to do."""

import signal
from threading import Event as Signal

import click
from flask import Flask

from app.command_line import Area, json_option, print_json
from app.jobs.queries import newest_jobs
from app.jobs.worker import run_due_jobs, work_until

jobs = Area("jobs", help="Background work.")


def register(app: Flask) -> None:
    """Put the commands in."""
    app.cli.add_command(jobs)


@jobs.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(*, once: bool) -> None:
    """Do background work until stopped."""
    if once:
        click.echo(run_due_jobs())
        return
    stop = Signal()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    work_until(stop)


@jobs.command("list")
@json_option
def list_jobs(*, as_json: bool) -> None:
    """List the newest pieces of work."""
    rows = [
        {
            "id": job.id,
            "kind": job.kind,
            "state": job.state.value,
            "done": job.progress_done,
            "total": job.progress_total,
        }
        for job in newest_jobs()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("{id:>6}  {kind:<28} {state:<8} {done}/{total}".format(**row))
