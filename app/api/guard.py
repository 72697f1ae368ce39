"""Who may use the API: a device with a token that has not been revoked, within its profile."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import declare
from app.checkin.log_refused import log_ended_device
from app.checkin.models import DeviceProfile
from app.checkin.recognise import known_device
from app.errors import problem

P = ParamSpec("P")

BEARER = "Bearer "
SCANS = DeviceProfile.GATE  # the one profile that the API serves; the others have pages


def device_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Guard a route: only for a gate's device with a token that has not been revoked (`g.device`)."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        token = token_sent()
        device = known_device(token) if token else None
        if device is None:
            if token:
                log_ended_device(token)
            words = _("This device is not registered, or its registration was ended. Ask the committee.")
            answer = problem(HTTPStatus.UNAUTHORIZED, words)
            answer.headers["WWW-Authenticate"] = BEARER.strip()
            return answer
        if device.profile is not SCANS:
            words = _("This device is no gate. Ask the committee to register it as one.")
            return problem(HTTPStatus.FORBIDDEN, words)
        g.device = device
        return view(*args, **kwargs)

    return declare(guarded, "device")


def token_sent() -> str:
    """Return the token that the request carries, or nothing."""
    header = request.headers.get("Authorization", "")
    return header[len(BEARER) :].strip() if header.startswith(BEARER) else ""
