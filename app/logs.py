"""Logs: one line per request with its id, and whatever else is said carries that id too."""

import logging
import sys
import time
from collections.abc import MutableMapping
from secrets import token_hex
from typing import Any, cast

import structlog
from flask import Flask, Response, g, request, request_started

REQUEST_ID = "X-Request-Id"
STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)  # the real time, also in a rehearsal
LONGEST_REQUEST_ID = 64
# Addresses that carry a secret: their last part never reaches a log.
SECRET_PREFIXES = (
    "/P/",
    "/p/",
    "/G/",
    "/S/",
    "/s/",
    "/me/",
    "/V/",
    "/v/",
    "/links/",
    "/invitation/",
    "/delegation/",
    "/D/",
    "/registration/",
)


def configure_logs(app: Flask, *, log_format: str) -> None:
    """Set structlog up (`json` or `text`) and log every request."""
    last = structlog.processors.JSONRenderer() if log_format == "json" else as_text
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            STAMP,
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Earlier than `before_request`: an address whose event does not exist is refused before that.
    request_started.connect(_begin, app)
    app.after_request(_end)


def log() -> structlog.typing.FilteringBoundLogger:
    """Return the logger; what is bound to the request is added by itself."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger())


def request_id() -> str | None:
    """Return the id of the request being answered, if one is."""
    return cast("str | None", structlog.contextvars.get_contextvars().get("request_id"))


def begin_request(given: str) -> None:
    """Give the request that begins its id: the one it came with, when that looks like one."""
    identity = given if given.isalnum() and len(given) <= LONGEST_REQUEST_ID else token_hex(16)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=identity)


def note_request(*, method: str, path: str, status: int, began: float) -> None:
    """Write the line of a request; `began` is when, by `time.perf_counter`.

    Every request has this line, so it takes the short way: no bound logger, no chain of processors.
    """
    settings = structlog.get_config()
    said = {
        "method": method,
        "path": _shown(path),
        "status": status,
        "ms": round((time.perf_counter() - began) * 1000, 1),
        "request_id": request_id(),
        "level": "info",
        "event": "request",
    }
    settings["logger_factory"]().msg(settings["processors"][-1](None, "info", STAMP(None, "info", said)))


def as_text(_logger: object, _method: str, said: MutableMapping[str, Any]) -> str:
    """Write a line for people: when, how grave, what, and the rest as name=value; a trace stands below."""
    head = f"{said.pop('timestamp', '')} [{said.pop('level', ''):<8}] {said.pop('event', ''):<20}"
    trace = said.pop("exception", None)
    rest = " ".join(f"{name}={_bare(value)}" for name, value in said.items())
    return f"{head} {rest}\n{trace}" if trace else f"{head} {rest}"


def _bare(value: object) -> str:
    """A text stands as it is, unless it could be taken for more than one, or for another line."""
    text = value if isinstance(value, str) else repr(value)
    return text if text.isprintable() and " " not in text else repr(value)


def _begin(_app: Flask, **_extra: object) -> None:
    g.began = time.perf_counter()
    begin_request(request.headers.get(REQUEST_ID, ""))


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id() or ""
    if request.endpoint != "static" and "began" in g:
        note_request(method=request.method, path=request.path, status=response.status_code, began=g.began)
    return response


def _shown(path: str) -> str:
    if not path.startswith(SECRET_PREFIXES):
        return path
    for prefix in SECRET_PREFIXES:
        if path.startswith(prefix):
            return f"{prefix}…"
    return path
