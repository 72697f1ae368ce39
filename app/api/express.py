"""The express lane: scans of gates pass without the ceremony that a page needs; docs/decisions/0024.

It is for what goes right: a device that was recognised within the last seconds sends scans that can be
read, for a session that others have been let into. Everything else takes the plain road to
`redeem` in routes.py, with the same body: strangers, unreadable scans, the first arrival of a session,
and a failure, for which Flask has the words. So there is one place that refuses, and access to this
address is declared there. Both roads call the same verbs and write the same headers and log line.
"""

import time
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Flask
from msgspec import DecodeError
from msgspec.json import Decoder

from app.api.guard import BEARER, SCANS
from app.api.scans import results_of
from app.checkin.devices import DeviceInUse
from app.checkin.heard import hear
from app.checkin.read_scans import SentScans, read_scans
from app.checkin.recognise import remembered
from app.checkin.together import redeem_together
from app.headers import usual_headers
from app.i18n import DEFAULT_LANGUAGE
from app.lib.refusals import Refused
from app.logs import REQUEST_ID, begin_request, note_request, request_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ADDRESS = "/api/v1/scans"
LONGEST_BODY = 64 * 1024  # fifty scans are ten thousand bytes
FAILURE = "rakornis.failure"

_read_json = Decoder().decode


class ExpressLane:
    """The application as a server calls it: scans go through here, the rest goes on to Flask."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._plain_road = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request, by whichever road."""
        if not _looks_right(environ):
            return self._plain_road(environ, start_response)
        began = time.perf_counter()
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        with self._app.app_context():
            begin_request(environ.get("HTTP_X_REQUEST_ID", ""))
            content = _redeemed(environ, body)
        if content is None:
            environ["wsgi.input"] = BytesIO(body)
            return self._plain_road(environ, start_response)
        start_response("200 OK", _headers(environ, content))
        note_request(method="POST", path=ADDRESS, status=200, began=began)
        return [content]


def _looks_right(environ: "WSGIEnvironment") -> bool:
    """Say whether this is a device with scans, and with nothing that Flask would have to look at."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["PATH_INFO"] == ADDRESS
        and environ["REQUEST_METHOD"] == "POST"
        and not environ.get("QUERY_STRING")
        and "HTTP_COOKIE" not in environ
        and environ.get("HTTP_AUTHORIZATION", "").startswith(BEARER)
        and length.isdecimal()
        and int(length) <= LONGEST_BODY
    )


def _redeemed(environ: "WSGIEnvironment", body: bytes) -> bytes | None:
    """Redeem what was sent and return the answer; None when the plain road shall have it."""
    device = _gate(environ["HTTP_AUTHORIZATION"][len(BEARER) :].strip())
    sent = _read(body, device) if device else None
    hours = device.sessions.get(sent.session_id) if device and sent else None
    if device is None or sent is None or hours is None or not hours.attended:
        return None
    try:
        answers = redeem_together(sent.scans, hours=hours)
        hear(device.id, waiting=sent.left, clock_offset=sent.clock_offset)
        return results_of(sent, answers)
    except Exception as failure:  # noqa: BLE001 - raised again where Flask answers it
        environ[FAILURE] = failure
        return None


def _gate(token: str) -> DeviceInUse | None:
    device = remembered(token)
    return device if device and device.profile is SCANS else None


def _read(body: bytes, device: DeviceInUse) -> SentScans | None:
    """Read what was sent; None when it cannot be read, for the plain road says where it is wrong."""
    try:
        return read_scans(_read_json(body), now=device.now(), post=device.post)
    except (Refused, DecodeError, RecursionError):
        return None


def _headers(environ: "WSGIEnvironment", content: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(content))),
        ("Content-Language", DEFAULT_LANGUAGE),
        (REQUEST_ID, request_id() or ""),
        *usual_headers(secure=environ["wsgi.url_scheme"] == "https"),
    ]


def failure_of(environ: dict[str, Any]) -> Exception | None:
    """Return what went wrong on the express lane, for the plain road to answer."""
    failure: Exception | None = environ.get(FAILURE)
    return failure
