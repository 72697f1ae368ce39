"""Doors of the gate page as an app: the page that phones keep, its service worker, its manifest."""

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, current_app, g, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.checkin.forms import CodeForm
from app.checkin.gate_app import GateApp, asset_names, manifest
from app.checkin.routes.guard import at_the_gate
from app.events.models import Event
from app.headers import allow_wasm
from app.i18n import language
from app.stylesheet import stylesheet_name


def open_doors(checkin: Blueprint) -> None:
    """Put them under their addresses, all below the page of the gate."""
    of_gate = "/events/<event>/gate"
    checkin.add_url_rule(f"{of_gate}/app", "gate_app", gate_app)
    checkin.add_url_rule(f"{of_gate}/worker.js", "gate_worker", gate_worker)
    checkin.add_url_rule(f"{of_gate}/app.webmanifest", "gate_manifest", gate_manifest)
    checkin.add_url_rule(f"{of_gate}/standing", "standing", standing)
    checkin.add_app_template_global(modules, "gate_modules")


def modules() -> list[str]:
    """List the scripts that the gate page loads at once, for the browser to fetch side by side."""
    names = asset_names(Path(current_app.static_folder or ""))
    of_page = [one for one in names if one.startswith("js/gate/") and not one.endswith("/camera.js")]
    return [url_for("static", filename=name) for name in of_page]


@at_the_gate
def gate_app(event: Event) -> ResponseReturnValue:
    """Send the page that phones keep: the gate without anybody's name, place or token in it."""
    allow_wasm()
    return _kept_page(event)


def _kept_page(event: Event) -> str:
    form = CodeForm(formdata=None)
    nothing: dict[str, object] = {"place": None, "rehearsal": None, "scans": [], "open": True}
    return render_template("checkin/scan.html", event=event, form=form, **nothing)


@at_the_gate
def gate_worker(event: Event) -> ResponseReturnValue:
    """Send the service worker; it differs whenever the page or one of its assets does."""
    static = Path(current_app.static_folder or "")
    names = [*asset_names(static), stylesheet_name(static)]
    app = GateApp(
        page=url_for("checkin.scan", event=event.slug),
        shell=url_for("checkin.gate_app", event=event.slug),
        content=_kept_page(event),
        assets=[url_for("static", filename=name) for name in names],
    )
    script = app.first_line(static) + (static / "js" / "offline_gate.js").read_text(encoding="utf-8")
    headers = {"Service-Worker-Allowed": app.page, "Cache-Control": "no-cache"}
    return Response(script, mimetype="text/javascript", headers=headers)


@at_the_gate
def gate_manifest(event: Event) -> ResponseReturnValue:
    """Describe the gate to a phone that installs it."""
    answer = jsonify(
        manifest(
            page=url_for("checkin.scan", event=event.slug),
            name=_("Gate – %(event)s", event=event.short_title),
            short_name=_("Gate"),
            language=language(),
            icons=url_for("static", filename="icons"),
        )
    )
    answer.mimetype = "application/manifest+json"
    return answer


@at_the_gate
def standing(event: Event) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Tell a page that was opened without us who it is to us: its token, and the gate of a device."""
    gate = g.device.gate if g.device else None
    return (
        jsonify(token=generate_csrf(), gate={"id": gate.id, "name": gate.name} if gate else None),
        HTTPStatus.OK,
        {"Cache-Control": "no-store"},
    )
