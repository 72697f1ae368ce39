"""What people see when something cannot be done: a sentence, and what they typed is kept.

Addresses below /api, and whoever asks for JSON, get RFC 9457 problem documents instead of pages.
"""

import errno
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.access import SignInNeeded, plays_a_part
from app.db import db
from app.i18n import file_size, sentence
from app.lib.refusals import N_, Refused, Unavailable
from app.logs import log, request_id

NEVER_SHOWN_AGAIN = ("csrf_token", "password")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


DISK_FULL = N_(
    "The disk of the server is full. What you typed is below; "
    "ask the administrator to make room, then send it again."
)
NO_ROOM_FOR_THE_FILE = N_(
    "The disk of the server is full, so the file was not kept. "
    "Ask the administrator to make room, then try again."
)
DATABASE_LOCKED = N_("The database is busy. What you typed is below; wait a moment, then send it again.")

SENTENCES = {
    HTTPStatus.BAD_REQUEST: N_("This request could not be read. Go back and try again."),
    HTTPStatus.UNAUTHORIZED: N_("Sign in first."),
    HTTPStatus.FORBIDDEN: N_("This page is not for your role. Ask the committee for access."),
    HTTPStatus.NOT_FOUND: N_("Nothing is here. Check the address, or start again from the home page."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_(
        "This address cannot be used that way. Go back and use the button on the page."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_(
        "%(sent)s is too large. The limit is %(limit)s. Make the file smaller."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: N_("Too many attempts. Wait a minute, then try again."),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_(
        "Something went wrong on our side. Nothing you saved is lost. Please try again in a moment."
    ),
}


class DatabaseBusy(Unavailable):
    """The database is locked, full or out of reach."""


def configure_errors(app: Flask) -> None:
    """Turn refusals and failures into answers."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(Refused, show_refusal)
    app.register_error_handler(OperationalError, _database_trouble)
    app.register_error_handler(OSError, _disk_trouble)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_failure)


def _ask_to_sign_in(_: SignInNeeded) -> ResponseReturnValue:
    if _is_api():
        return problem(HTTPStatus.UNAUTHORIZED, _sentences(HTTPStatus.UNAUTHORIZED))
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), HTTPStatus.SEE_OTHER)


def show_refusal(refusal: Refused) -> ResponseReturnValue:
    """Answer with the words of a refusal."""
    db.session.rollback()
    return answer(HTTPStatus(refusal.status), sentence(refusal))


def _database_trouble(failure: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log().error("database", error=str(failure.orig))
    full = "full" in str(failure.orig) or "No space" in str(failure.orig)
    refusal = DatabaseBusy(DISK_FULL if full else DATABASE_LOCKED)
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, sentence(refusal))


def _disk_trouble(failure: OSError) -> ResponseReturnValue:
    if failure.errno not in NO_ROOM:
        return _show_failure(failure)
    db.session.rollback()
    log().error("disk full", error=str(failure))
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, sentence(DatabaseBusy(NO_ROOM_FOR_THE_FILE)))


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    words = _("This form was open for too long. What you typed is below; please send it again.")
    return answer(HTTPStatus.BAD_REQUEST, words)


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:
        return error
    said = make_response(answer(status, _sentences(status)))
    if isinstance(error, MethodNotAllowed):
        said.allow.update(error.valid_methods or ())
    return said


def _show_failure(failure: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log().error("failure", exc_info=failure)
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, _sentences(HTTPStatus.INTERNAL_SERVER_ERROR))


def _sentences(status: HTTPStatus) -> str:
    words: str = _(SENTENCES.get(status, SENTENCES[HTTPStatus.INTERNAL_SERVER_ERROR]))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        limit, sent = file_size(request.max_content_length or 0), file_size(request.content_length or 0)
        return words % {"sent": sent, "limit": limit}
    return words


def answer(status: HTTPStatus, words: str) -> ResponseReturnValue:
    """Answer with a page or, below /api, with a problem document."""
    if _is_api():
        return problem(status, words)
    page = render_template(
        "errors/error.html",
        status=status.value,
        words=words,
        kept=_typed(),
        framed=_is_framed(status),
        request_id=request_id(),
    )
    return page, status


def _is_framed(status: HTTPStatus) -> bool:
    """Say whether sections and account menu stay around the error.

    A failure of ours is told without asking the database once more. Who plays no part in the event of the
    address does not read its name either.
    """
    framed: bool = status < HTTPStatus.INTERNAL_SERVER_ERROR and current_user.is_authenticated
    event = g.get("event")
    if event is not None and not (framed and plays_a_part(current_user, event.id)):
        inside = "event" in (request.view_args or {})
        framed = framed and inside
        if inside:
            del g.event
    return framed


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    """Make an RFC 9457 problem document."""
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **members,
    }
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def _typed() -> list[tuple[str, str]]:
    """List what was typed into the form, so that the error page can send it again."""
    if request.method != "POST" or request.content_length is None:
        return []
    if request.max_content_length and request.content_length > request.max_content_length:
        return []
    return [
        (name, value.replace("\0", ""))
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in NEVER_SHOWN_AGAIN)
    ]


def _is_api() -> bool:
    """Say whether a program asks: a device of the API, or a script that wants JSON and nothing else."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"
