"""The gate page: choose where one stands, scan or type, see the verdict."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.agenda.models import Session
from app.agenda.queries import session_of, sessions_of
from app.checkin.counters import counters
from app.checkin.forms import CodeForm, PlaceForm
from app.checkin.gates import gate_named, gate_of, gates_of
from app.checkin.heard import hear
from app.checkin.hours import hours_of, hours_of_event
from app.checkin.judging import Post, Presented
from app.checkin.models import Gate
from app.checkin.read_scans import read_scans
from app.checkin.redeem import sha256_of
from app.checkin.routes.guard import at_the_gate, doer
from app.checkin.rules import checked_in_sessions, rulebook
from app.checkin.together import redeem_together
from app.checkin.verdicts import Verdict, last_scans, verdict_of
from app.db import transaction
from app.doors import SelectChoice, json_body, page, telling
from app.events.clock import event_now
from app.events.models import Event
from app.headers import allow_wasm
from app.lib.refusals import NotThere
from app.lib.row_numbers import row_number


@dataclass(frozen=True)
class Place:
    """Where somebody stands: a gate, and the session people come for."""

    session: Session
    gate: Gate


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule("/events/<event>/gate", "scan", scan)
    checkin.add_url_rule("/events/<event>/gate/place", "place", place, methods=["GET", "POST"])
    checkin.add_url_rule("/events/<event>/gate/counts", "counts", counts)
    checkin.add_url_rule("/events/<event>/scans", "redeem", redeem, methods=["POST"])
    checkin.add_url_rule("/events/<event>/scans/<key>", "verdict", verdict)


@at_the_gate
def scan(event: Event) -> ResponseReturnValue:
    """Show the camera; whoever has not said yet where they stand is asked first."""
    here = _place(event)
    if here is None:
        return redirect(url_for("checkin.place", event=event.slug), HTTPStatus.SEE_OTHER)
    allow_wasm()
    return render_template("checkin/scan.html", **_shown(event, here))


@at_the_gate
def place(event: Event) -> ResponseReturnValue:
    """Ask for session and gate, the open sessions first, and remember the answer."""
    form, sessions = PlaceForm(), _sessions(event)
    form.session.choices = [SelectChoice(one.id, one.title) for one in sessions]
    if g.device:
        form.gate.data = g.device.name
    if form.validate_on_submit():
        with telling(form), transaction():
            gate = g.device.gate if g.device else gate_named(event, form.gate.data or "")
        if not form.errors:
            session[_remembered(event)] = [form.session.data, gate.id]
            return redirect(url_for("checkin.scan", event=event.slug), HTTPStatus.SEE_OTHER)
    now = event_now(event)
    open_ones = {number for number, hours in hours_of_event(event).items() if hours.lets_in(now)}
    over = [one for one in sessions if one.id not in open_ones and one.ends_at <= now]
    ahead, gates = [one for one in sessions if one not in over], gates_of(event)
    return page("checkin/place.html", form, ahead=ahead, over=over, open_ones=open_ones, gates=gates, now=now)


@at_the_gate
def redeem(event: Event) -> ResponseReturnValue:
    """Redeem what was typed or scanned: as JSON from the page's script, else from its form."""
    if request.is_json:
        return _redeem_batch(event)
    here, form = _place(event), CodeForm()
    if here is None:
        return redirect(url_for("checkin.place", event=event.slug), HTTPStatus.SEE_OTHER)
    if not form.validate_on_submit():
        flash(_("Type the code on the card."), "warn")
        return redirect(url_for("checkin.scan", event=event.slug), HTTPStatus.SEE_OTHER)
    key = form.scan_key() or str(uuid4())
    code_sha256 = sha256_of(form.code.data or "")
    presented = Presented(key=key, code_sha256=code_sha256, at=event_now(event), post=_post(here.gate))
    redeem_together([presented], hours=hours_of(here.session, event))
    return redirect(url_for("checkin.verdict", event=event.slug, key=key), HTTPStatus.SEE_OTHER)


def _redeem_batch(event: Event) -> ResponseReturnValue:
    gate = _gate(event)
    sent = read_scans(json_body(), now=event_now(event), post=_post(gate))
    here = Place(session_of(event, sent.session_id), gate)
    answers = redeem_together(sent.scans, hours=hours_of(here.session, event))
    if g.device:
        hear(g.device.id, waiting=sent.left, clock_offset=sent.clock_offset)
    shown = [verdict_of(event, answer.key) for answer in answers]
    return jsonify(results=[_result(key, one) for key, one in zip(sent.keys, shown, strict=True)])


def _result(key: str, one: Verdict) -> dict[str, object]:
    """Write what the page's script reads, and the screen for it to show."""
    scan, person = one.scan, one.scan.participant
    return {
        "key": key,
        "status": scan.status.value,
        "reason": scan.reason.value if scan.reason else None,
        "first_at": scan.first_at.isoformat() if scan.first_at else None,
        "participant": {"id": person.id, "name": person.display_name, "office": person.office.short_name}
        if person
        else None,
        "verdict": render_template("checkin/_verdict.html", verdict=one),
    }


@at_the_gate
def verdict(event: Event, key: str) -> ResponseReturnValue:
    """Show what a scan came to, with the form for the next one."""
    here = _place(event)
    if here is None:
        return redirect(url_for("checkin.place", event=event.slug), HTTPStatus.SEE_OTHER)
    return render_template("checkin/verdict.html", verdict=verdict_of(event, key), **_shown(event, here))


@at_the_gate
def counts(event: Event) -> ResponseReturnValue:
    """Return the numbers at the head of the gate page."""
    here = _place(event)
    return render_template("checkin/_counts.html", **_numbers(here)) if here else ("", HTTPStatus.NO_CONTENT)


def _shown(event: Event, here: Place) -> dict[str, object]:
    return {
        "form": CodeForm(key=str(uuid4()), formdata=None),
        "scans": last_scans(here.session, gate_id=here.gate.id),
        "now": event_now(event),
        "open": hours_of(here.session, event).lets_in(event_now(event)),
        **_numbers(here),
    }


def _numbers(here: Place) -> dict[str, object]:
    return {"place": here, "headcount": counters(here.session, gate_id=here.gate.id)}


def _place(event: Event) -> Place | None:
    """Return where this browser stands, if it said so and session and gate still exist."""
    session_id, gate_id = session.get(_remembered(event), (0, 0))
    try:
        return Place(session_of(event, session_id), g.device.gate if g.device else gate_of(event, gate_id))
    except NotThere:
        return None


def _gate(event: Event) -> Gate:
    """Return the gate of a batch: the device's own, or the one that the page was opened for."""
    gate: Gate = g.device.gate if g.device else gate_of(event, request.args.get("gate", 0, type=row_number))
    return gate


def _sessions(event: Event) -> list[Session]:
    """List the sessions people are checked in for: open ones first, then what comes, then what was."""
    now = event_now(event)
    hours, taking = hours_of_event(event), checked_in_sessions(sessions_of(event), rulebook(event))
    return sorted(taking, key=lambda one: (not hours[one.id].lets_in(now), hours[one.id].ends_at <= now))


def _post(gate: Gate) -> Post:
    by = doer()
    return Post(gate.id, g.device.id if g.device else None, by.reference, by.name)


def _remembered(event: Event) -> str:
    return f"gate-{event.id}"
