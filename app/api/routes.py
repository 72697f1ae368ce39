"""The API for gate devices. They carry a token and no session; errors are RFC 9457 problem documents."""

from http import HTTPStatus

from flask import Blueprint, Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import public
from app.agenda.models import Session
from app.api.express import ExpressLane, failure_of
from app.api.guard import device_only, token_sent
from app.api.openapi import openapi
from app.api.scans import results_of
from app.api.shapes import CountersAsked, Sessions
from app.audit.record import Machine
from app.checkin.counters import counters
from app.checkin.devices import DeviceInUse, after_first_admission
from app.checkin.heard import hear, hear_roster_taken
from app.checkin.hours import SessionHours
from app.checkin.models import RefusalReason, ScanStatus
from app.checkin.read_scans import read_scans
from app.checkin.recognise import recognise, remember
from app.checkin.sent import BodyRefused, read_arguments
from app.checkin.taken_along import read_asked
from app.checkin.tell_roster import known_sessions, tell_roster
from app.checkin.together import redeem_together
from app.checkin.troubles import log_troubles
from app.checkin.undo import read_undo, undo_scan
from app.checkin.words import REFUSAL_TITLES, WHAT_TO_DO
from app.db import db, transaction
from app.doors import json, json_body
from app.errors import problem
from app.i18n import sentence
from app.lib.iso import iso

api = Blueprint("api", __name__, url_prefix="/api/v1")


def register(app: Flask) -> None:
    """Put the API in. It has no cookies, so forged forms cannot reach it and need no token."""
    app.extensions["csrf"].exempt(api)
    app.register_blueprint(api)
    app.wsgi_app = ExpressLane(app)  # type: ignore[method-assign]


@api.post("/scans")
@device_only
def redeem() -> ResponseReturnValue:
    """Redeem one pass or up to fifty; the results stand in the order of the scans."""
    device: DeviceInUse = g.device
    if failure := failure_of(request.environ):
        raise failure
    sent = read_scans(json_body(), now=device.now(), post=device.post)
    hours = _hours(device, sent.session_id)
    if hours is None:
        return problem(HTTPStatus.NOT_FOUND, _("This session does not belong to the event of the device."))
    answers = redeem_together(sent.scans, hours=hours)
    hear(device.id, waiting=sent.left, clock_offset=sent.clock_offset)
    if not hours.attended and any(answer.status is ScanStatus.ADMITTED for answer in answers):
        remember(token_sent(), after_first_admission(device, hours.session_id))
    return Response(results_of(sent, answers), mimetype="application/json")


def _hours(device: DeviceInUse, session_id: int) -> SessionHours | None:
    """Return the hours of a session; one that is not known yet is looked for once more."""
    if session_id not in device.sessions:
        device = g.device = recognise(token_sent()) or device
    return device.sessions.get(session_id)


@api.post("/scans/<key>/undo")
@device_only
def undo(key: str) -> ResponseReturnValue:
    """Take back a scan that this device made within the last quarter of an hour."""
    device: DeviceInUse = g.device
    by = Machine(device.post.by, device.post.by_name)
    undoing = read_undo(json_body(), by=by, device_id=device.id, may_always=False)
    with transaction():
        done = undo_scan(device.event_id, key, undoing, now=device.now())
    return json(done)


@api.get("/sessions")
@device_only
def sessions() -> ResponseReturnValue:
    """List the sessions people are checked in for, and the event's clock."""
    device: DeviceInUse = g.device
    return json(
        Sessions(
            gate=device.post.by_name,
            now=iso(device.now()),
            rehearsal_lead_seconds=round(device.lead.total_seconds()),
            sessions=known_sessions(device.viewpoint()),
        )
    )


@api.get("/counters")
@device_only
def count() -> ResponseReturnValue:
    """Count who is here, who is expected, and who came in by this gate."""
    device: DeviceInUse = g.device
    session_id = read_arguments(request.args.to_dict(), CountersAsked).session
    if _hours(device, session_id) is None:
        return problem(HTTPStatus.NOT_FOUND, _("This session does not belong to the event of the device."))
    session = db.session.get_one(Session, session_id)
    return json(counters(session, gate_id=device.post.gate_id))


@api.get("/roster")
@device_only
def roster() -> ResponseReturnValue:
    """Return what a device takes along: passes as hashes, sessions, arrivals. 304 when nothing changed."""
    device: DeviceInUse = g.device
    asked = read_asked(request.args.to_dict())
    taken = tell_roster(device.viewpoint(), since=asked.since, arrivals_since=asked.arrivals_since)
    log_troubles(asked.troubles, by=device.post.by, event_id=device.event_id)
    hear_roster_taken(device.id, waiting=asked.waiting, clock_offset=asked.clock_offset(device.now()))
    answer = json(taken)
    answer.set_etag(taken.etag)
    return answer.make_conditional(request)


@api.get("/openapi.json")
@public
def document() -> ResponseReturnValue:
    """Describe this API for machines."""
    return json(openapi())


@api.get("/")
@public
def readable() -> ResponseReturnValue:
    """Describe this API for people."""
    reasons = [(reason, REFUSAL_TITLES[reason], WHAT_TO_DO[reason]) for reason in RefusalReason]
    return render_template("api/readable.html", document=openapi(), reasons=reasons)


@api.errorhandler(BodyRefused)
def _say_where(refusal: BodyRefused) -> ResponseReturnValue:
    return problem(HTTPStatus(refusal.status), sentence(refusal), field=refusal.field)
