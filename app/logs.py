"""Logs: one line per request with its id, and whatever else is said carries that id too."""

import logging
import sys
import time
from typing import cast
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request, request_started

REQUEST_ID = "X-Request-Id"
LONGEST_REQUEST_ID = 64
# Addresses that carry a secret: their last part never reaches a log.
SECRET_PREFIXES = (
    "/P/",
    "/p/",
    "/G/",
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
    last = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
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


def _begin(_app: Flask, **_extra: object) -> None:
    given = request.headers.get(REQUEST_ID, "")
    identity = given if given.isalnum() and len(given) <= LONGEST_REQUEST_ID else uuid4().hex
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=identity)


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id() or ""
    if request.endpoint != "static" and "began" in g:
        duration_ms = round((time.perf_counter() - g.began) * 1000, 1)
        log().info(
            "request",
            method=request.method,
            path=_shown(request.path),
            status=response.status_code,
            ms=duration_ms,
        )
    return response


def _shown(path: str) -> str:
    for prefix in SECRET_PREFIXES:
        if path.startswith(prefix):
            return f"{prefix}…"
    return path
