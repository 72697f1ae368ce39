"""`bin/run`: prepare the data, say how to get in, then keep web server and worker running.

One Python process does all of it, so that a second start serves within three seconds.
"""

import contextlib
import errno
import io
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.checkin.queries import last_moments
from app.children import PartEnded, children_of, stop_on_signals
from app.db import db, transaction
from app.events.rehearse import start_rehearsals
from app.i18n import sentence
from app.lib.refusals import N_, Refused
from app.services import services
from config import Config

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to
REAL_START = "real-start"  # a file in the data directory: this one never gets the demonstration


class CannotServe(Refused):
    """The server does not start; the sentence says what to do."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the command line asked for."""

    host: str
    port: int
    empty: bool
    rehearsal_on_lan: bool


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves the whole network.")
@click.option("--data", type=click.Path(file_okay=False), help="Database, files and secrets  [default: var/]")
@click.option(
    "--empty", is_flag=True, help="A real start: no demonstration, a link for the first administrator."
)
@click.option(
    "--rehearsal-on-lan", is_flag=True, help="Serve the demonstration to others, with fresh passwords."
)
def main(*, host: str, port: int, data: str | None, empty: bool, rehearsal_on_lan: bool) -> None:
    """Serve Rakornis. The first run loads the demonstration; later ones keep the data."""
    if data:
        os.environ["RAKORNIS_DATA"] = str(Path(data).absolute())
    stop_on_signals()
    wish = Wish(host=host, port=port, empty=empty, rehearsal_on_lan=rehearsal_on_lan)
    obstacle = why_the_port_cannot_be_had(wish)
    if obstacle is None:
        remember_address(wish)
    app = create_app(Config.from_environment())
    try:
        if obstacle is not None:
            raise obstacle
        with app.app_context():
            way_in = prepare_data(app, wish)
            start_clocks(app.config["RAKORNIS"].rehearsal)
        serve(app, wish, way_in)
    except Refused as refusal:
        with app.app_context():
            click.secho(sentence(refusal), fg="red", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        with app.app_context():
            click.echo("\n" + _("Stopped."))


def why_the_port_cannot_be_had(wish: Wish) -> CannotServe | None:
    """Try the port; return the refusal when it is taken, reserved, or of another machine."""
    with socket.socket(socket.AF_INET6 if ":" in wish.host else socket.AF_INET) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((wish.host, wish.port))
        except OSError as failure:
            return _refusal_for(failure, wish)
    return None


def _refusal_for(failure: OSError, wish: Wish) -> CannotServe:
    if failure.errno == errno.EADDRINUSE:
        words = N_("Port %(port)s is taken by another program. Choose another one: bin/run --port %(next)s")
        return CannotServe(words, port=wish.port, next=wish.port + 1)
    if failure.errno == errno.EACCES:
        words = N_("Only root may serve on port %(port)s. Choose one above 1023: bin/run --port 8000")
        return CannotServe(words, port=wish.port)
    words = N_("The address %(host)s is not one of this machine. Use --host 127.0.0.1 or --host 0.0.0.0.")
    return CannotServe(words, host=wish.host)


def remember_address(wish: Wish) -> None:
    """Write down where this data is served: links and QR codes made by other commands carry it."""
    data = Path(os.environ.get("RAKORNIS_DATA") or "var")
    data.mkdir(parents=True, exist_ok=True)
    host = _address_on_the_network() if wish.host in EVERYWHERE else wish.host
    shown = f"[{host}]" if ":" in host else host
    (data / "address").write_text(f"http://{shown}:{wish.port}\n")


def _address_on_the_network() -> str:
    """Return this machine's address as others see it. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address reserved for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def prepare_data(app: Flask, wish: Wish) -> str:
    """Migrate, fill an empty database as asked, and return the words that say how to sign in."""
    upgrade(directory=str(ROOT / "migrations"))
    data = app.config["RAKORNIS"].data
    marker = data / REAL_START
    nobody_yet = db.session.scalar(select(User.id).limit(1)) is None
    db.session.remove()
    if nobody_yet and (wish.empty or marker.exists()):
        marker.touch()
        return run_command(app, "accounts", "first-administrator")
    if nobody_yet:
        click.echo(_("The demonstration is being loaded; this happens once."))
        run_command(app, "demo")
    if wish.empty and not marker.exists():
        words = N_("%(data)s holds a demonstration. Choose another directory: bin/run --empty --data DIR")
        raise CannotServe(words, data=data)
    return demonstration_accounts(app, wish)


def start_clocks(setting: str | None) -> None:
    """Set the clock of every rehearsal as RAKORNIS_REHEARSAL says, or take it up where it was left.

    Raises a refusal when the setting names an event that is not a rehearsal.
    """
    with transaction():
        start_rehearsals(setting, now=services().clock.now(), latest=last_moments())
    db.session.remove()


def demonstration_accounts(app: Flask, wish: Wish) -> str:
    """Return how to sign in to the demonstration, "" when there is none.

    Raises CannotServe when its well-known passwords would be served to a network.
    """
    if not json.loads(run_command(app, "demo", "accounts", "--json")):
        return ""
    if wish.rehearsal_on_lan:
        return run_command(app, "demo", "fresh-passwords")
    if wish.host not in LOOPBACK:
        words = N_(
            "Everybody knows the passwords of the demonstration, so it is served on 127.0.0.1 only. "
            "To show it to others, give it fresh ones: bin/run --host %(host)s --rehearsal-on-lan"
        )
        raise CannotServe(words, host=wish.host)
    return run_command(app, "demo", "accounts")


def run_command(app: Flask, *words: str) -> str:
    """Run one command of bin/rakornis in this process and return what it prints.

    A refusal is printed by the command itself and ends the program, as it would there.
    """
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        info = ScriptInfo(create_app=lambda: app)
        app.cli.main(list(words), prog_name="bin/rakornis", standalone_mode=False, obj=info)
    db.session.remove()
    return printed.getvalue().strip()


def serve(app: Flask, wish: Wish, way_in: str) -> None:
    """Run web server and worker until somebody stops us; raise CannotServe when one ends by itself."""
    with app.app_context():
        welcome = words_of_welcome(app.config["RAKORNIS"], way_in)
        db.session.remove()
        db.engine.dispose()
    with children_of(app, ROOT, host=wish.host, port=wish.port) as children:
        try:
            children.wait_for_the_web()
            click.echo(welcome)
            children.wait()
        except PartEnded as ended:
            words = N_("The %(part)s ended by itself; what it said last is above. Start again with bin/run.")
            raise CannotServe(words, part=ended.part) from ended


def words_of_welcome(config: Config, way_in: str) -> str:
    """Say where Rakornis is, where its data are, and how to sign in."""
    served = _("Rakornis is served at %(address)s", address=config.base_url)
    data = _("Its data are in %(data)s. Ctrl-C stops it.", data=config.data)
    return f"\n{served}\n{data}\n\n{way_in}".rstrip() + "\n"


if __name__ == "__main__":
    main(prog_name="bin/run")
