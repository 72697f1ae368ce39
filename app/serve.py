"""`bin/run`: prepare the data, say how to get in, then keep web server and worker running.

One Python process does all of it, so that a second start serves within three seconds.
"""

import contextlib
import gc
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo
from flask_babel import gettext as _
from sqlalchemy import select

from app import create_app
from app.accounts.models import User
from app.checkin.queries import last_moments
from app.children import PartEnded, children_of, stop_on_signals
from app.db import db, transaction
from app.demo.accounts import holds_demonstration
from app.events.rehearse import start_rehearsals
from app.i18n import sentence
from app.lib.refusals import N_, Refused
from app.migrating import migrate
from app.network.hint import hint_address, hint_port
from app.network.own_authority import authority_of, certificate_by_own_authority, fingerprint
from app.network.served_certificate import ServedCertificate, judged_certificate, lan_name, today
from app.network.situation import Situation
from app.services import services
from app.wish import (
    LOOPBACK,
    CannotServe,
    Wish,
    address_on_the_network,
    check_network_wish,
    remember_address,
    served_address,
    why_the_port_cannot_be_had,
)
from config import Config

ROOT = Path(__file__).resolve().parent.parent
FILE = click.Path(path_type=Path, dir_okay=False)
WayIn = Callable[[], str]  # says how to sign in
REAL_START = "real-start"  # a file in the data directory: this one never gets the demonstration


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", help="0.0.0.0 serves the whole network.  [default: 127.0.0.1; 0.0.0.0 with --lan]")
@click.option("--data", type=click.Path(file_okay=False), help="Database, files and secrets  [default: var/]")
@click.option(
    "--empty", is_flag=True, help="A real start: no demonstration, a link for the first administrator."
)
@click.option(
    "--rehearsal-on-lan", is_flag=True, help="Serve the demonstration to others, with fresh passwords."
)
@click.option(
    "--lan", metavar="NAME", help="Serve by HTTPS under this name or address, to the whole network."
)
@click.option("--cert", "certificate", type=FILE, help="The certificate for NAME, with its chain, in PEM.")
@click.option("--key", type=FILE, help="Its private key, in PEM.")
@click.option("--own-ca", "own_authority", is_flag=True, help="Or an own authority that the phones trust.")
def main(*, host: str | None, data: str | None, **asked: Any) -> None:
    """Serve Rakornis. The first run loads the demonstration; later ones keep the data."""
    if data:
        os.environ["RAKORNIS_DATA"] = str(Path(data).absolute())
    stop_on_signals()
    wish = Wish(host=host or ("0.0.0.0" if asked["lan"] else "127.0.0.1"), **asked)  # noqa: S104 - as asked
    refusal = why_it_cannot_be_served(wish)
    app = create_app(settings(None if refusal else wish))
    try:
        if refusal is not None:
            raise refusal
        with app.app_context():
            shown = certificate_to_show(wish)
            way_in = prepare_data(app, wish)
            start_clocks(app.config["RAKORNIS"].rehearsal)
        serve(app, wish, way_in, shown)
    except Refused as refused:
        with app.app_context():
            click.secho(sentence(refused), fg="red", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        with app.app_context():
            click.echo("\n" + _("Stopped."))


def why_it_cannot_be_served(wish: Wish) -> Refused | None:
    """Return the refusal of options that do not fit, or of a port that cannot be had."""
    try:
        check_network_wish(wish)
        if wish.lan:
            lan_name(wish.lan)
    except Refused as refusal:
        return refusal
    ports = (wish.port, hint_port(wish.port)) if wish.lan else (wish.port,)
    obstacles = (why_the_port_cannot_be_had(replace(wish, port=port)) for port in ports)
    return next((obstacle for obstacle in obstacles if obstacle), None)


def settings(wish: Wish | None) -> Config:
    """Read the settings, with the address and the network that the wish asks for."""
    config = Config.from_environment()
    if wish is None:
        return config
    wish = replace(wish, lan=lan_name(wish.lan)) if wish.lan else wish
    vouched = Situation.OWN_AUTHORITY if wish.own_authority else Situation.CERTIFICATE
    address = os.environ.get("RAKORNIS_BASE_URL") or served_address(wish)
    return replace(config, base_url=address.rstrip("/"), lan=vouched.value if wish.lan else None)


def certificate_to_show(wish: Wish) -> ServedCertificate | None:
    """Return the certificate of the name to serve, None for plain HTTP; refuse one that no phone accepts."""
    if wish.lan is None:
        return None
    name, now = lan_name(wish.lan), today()
    if wish.certificate and wish.key:
        return judged_certificate(wish.certificate, wish.key, name=name, now=now)
    return certificate_by_own_authority(current_app.config["RAKORNIS"].data, name, now=now)


def prepare_data(app: Flask, wish: Wish) -> WayIn:
    """Migrate, fill an empty database as asked, and return what will say how to sign in."""
    migrate()
    data = app.config["RAKORNIS"].data
    marker = data / REAL_START
    nobody_yet = db.session.scalar(select(User.id).limit(1)) is None
    db.session.remove()
    if nobody_yet and (wish.empty or marker.exists()):
        marker.touch()
        link = run_command(app, "accounts", "first-administrator")
        return lambda: link
    if nobody_yet:
        click.echo(_("The demonstration is being loaded; this happens once."))
        run_command(app, "demo")
    if wish.empty and holds_demonstration():
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


def demonstration_accounts(app: Flask, wish: Wish) -> WayIn:
    """Return what says how to sign in to the demonstration, "" when there is none.

    Whether its password still fits is tried while the web server comes up: that is slow on purpose.
    Raises CannotServe when its well-known passwords would be served to a network.
    """
    if not holds_demonstration():
        return lambda: ""
    if wish.rehearsal_on_lan:
        fresh = run_command(app, "demo", "fresh-passwords")
        return lambda: fresh
    if wish.host not in LOOPBACK:
        words = N_(
            "Everybody knows the passwords of the demonstration, so it is served on 127.0.0.1 only. "
            "To show it to others, give it fresh ones: add --rehearsal-on-lan to bin/run."
        )
        raise CannotServe(words)
    return lambda: run_command(app, "demo", "accounts")


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


def serve(app: Flask, wish: Wish, way_in: WayIn, shown: ServedCertificate | None) -> None:
    """Run web server and worker until somebody stops us; raise CannotServe when one ends by itself."""
    with app.app_context():
        remember_address(app.config["RAKORNIS"])
        db.session.remove()
        db.engine.dispose()
    # What is loaded stays, in every process: no collector need look through it again.
    gc.freeze()
    gc.enable()
    with children_of(app, ROOT, host=wish.host, port=wish.port, shown=shown) as children:
        try:
            with app.app_context():
                welcome = words_of_welcome(app.config["RAKORNIS"], way_in, shown)
            children.wait_for_the_web()
            click.echo(welcome)
            children.wait()
        except PartEnded as ended:
            words = N_("The %(part)s ended by itself; what it said last is above. Start again with bin/run.")
            raise CannotServe(words, part=ended.part) from ended


def words_of_welcome(config: Config, way_in: WayIn, shown: ServedCertificate | None) -> str:
    """Say where Rakornis is, where its data are, and how to sign in."""
    served = _("Rakornis is served at %(address)s", address=config.base_url)
    data = _("Its data are in %(data)s. Ctrl-C stops it.", data=config.data)
    how = "\n\n".join(filter(None, (words_of_network(config, shown), way_in())))
    return f"\n{served}\n{data}\n\n{how}".rstrip() + "\n"


def words_of_network(config: Config, shown: ServedCertificate | None) -> str:
    """Say how phones get here by HTTPS, "" when it is served plainly."""
    if shown is None:
        return ""
    said = [
        _("The name must lead to %(address)s on this network.", address=address_on_the_network()),
        _("The certificate is valid for %(days)s more days.", days=shown.days_left(today())),
        _("Phones begin at %(address)s", address=hint_address(config.base_url)),
    ]
    if config.lan == Situation.OWN_AUTHORITY and (own := authority_of(config.data)):
        said.append(
            _("The authority they come to trust has the fingerprint %(print)s", print=fingerprint(own))
        )
    return "\n".join(said)
