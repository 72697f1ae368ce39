"""The API for gate devices. They carry a token and no session; errors are RFC 9457 problem documents."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import Blueprint, Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import declare
from app.checkin.devices import DeviceInUse, after_first_admission, note_roster_fetched
from app.checkin.hours import SessionHours
from app.checkin.models import ScanStatus
from app.checkin.read_scans import BodyRefused, read_scans
from app.checkin.recognise import known_device, recognise, remember
from app.checkin.redeem import Admission
from app.checkin.roster import roster_for_gates
from app.checkin.together import redeem_together
from app.db import transaction
from app.doors import json_body
from app.errors import problem
from app.i18n import sentence

P = ParamSpec("P")

ROSTER_LASTS = timedelta(hours=12)
BEARER = "Bearer "

api = Blueprint("api", __name__, url_prefix="/api/v1")


def register(app: Flask) -> None:
    """Put the API in. It has no cookies, so forged forms cannot reach it and need no token."""
    app.extensions["csrf"].exempt(api)
    app.register_blueprint(api)


def device_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Guard a route: only for a device with a token that has not been revoked."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        token = _token()
        device = known_device(token) if token else None
        if device is None:
            words = _("This device is not registered, or its registration was ended. Ask the committee.")
            answer = problem(HTTPStatus.UNAUTHORIZED, words)
            answer.headers["WWW-Authenticate"] = BEARER.strip()
            return answer
        g.device = device
        return view(*args, **kwargs)

    return declare(guarded, "device")


def _token() -> str:
    header = request.headers.get("Authorization", "")
    return header[len(BEARER) :].strip() if header.startswith(BEARER) else ""


@api.post("/scans")
@device_only
def redeem() -> ResponseReturnValue:
    """Redeem one pass or up to fifty; the results stand in the order of the scans."""
    device: DeviceInUse = g.device
    sent = read_scans(json_body(), now=device.now(), post=device.post)
    hours = _hours(device, sent.session_id)
    if hours is None:
        return problem(HTTPStatus.NOT_FOUND, _("This session does not belong to the event of the device."))
    answers = redeem_together(sent.scans, hours=hours)
    if not hours.attended and any(answer.status is ScanStatus.ADMITTED for answer in answers):
        remember(_token(), after_first_admission(device, hours.session_id))
    return jsonify(results=[_result(key, answer) for key, answer in zip(sent.keys, answers, strict=True)])


def _hours(device: DeviceInUse, session_id: int) -> SessionHours | None:
    """Return the hours of a session; one that is not known yet is looked for once more."""
    if session_id not in device.sessions:
        device = g.device = recognise(_token()) or device
    return device.sessions.get(session_id)


@api.get("/sessions")
@device_only
def sessions() -> ResponseReturnValue:
    """List the sessions people are checked in for, and the event's clock."""
    device: DeviceInUse = g.device
    return jsonify(gate=device.post.by_name, **_clock(device), sessions=_sessions(device))


@api.get("/roster")
@device_only
def roster() -> ResponseReturnValue:
    """Return all passes as hashes, to judge scans without a network. Answers 304 to the known version."""
    device: DeviceInUse = g.device
    content = roster_for_gates(device.event_id)
    with transaction():
        note_roster_fetched(device.id)
    answer: Response = jsonify(
        event=device.event_slug,
        version=content.version,
        valid_until=(device.now() + ROSTER_LASTS).isoformat(),
        **_clock(device),
        sessions=_sessions(device),
        people=content.people,
    )
    answer.set_etag(content.version)
    return answer.make_conditional(request)


def _clock(device: DeviceInUse) -> dict[str, object]:
    return {
        "now": device.now().isoformat(),
        "rehearsal_lead_seconds": round(device.lead.total_seconds()) if device.lead else 0,
    }


def _sessions(device: DeviceInUse) -> list[dict[str, object]]:
    now = device.now()
    return [
        {
            "id": hours.session_id,
            "title": hours.title,
            "open": hours.lets_in(now),
            "opens_at": hours.opens_at.isoformat(),
            "starts_at": hours.starts_at.isoformat(),
            "ends_at": hours.ends_at.isoformat(),
        }
        for hours in device.sessions.values()
    ]


def _result(key: str, answer: Admission) -> dict[str, object]:
    person = answer.participant
    return {
        "key": key,
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "participant": {"name": person.name, "office": person.office, "position": person.position}
        if person
        else None,
        "first_at": answer.first_at.isoformat() if answer.first_at else None,
    }


@api.errorhandler(BodyRefused)
def _say_where(refusal: BodyRefused) -> ResponseReturnValue:
    return problem(HTTPStatus(refusal.status), sentence(refusal), field=refusal.field)
