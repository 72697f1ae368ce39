"""Doors that need no account: what a scanned badge says, and the pages of the personal link."""

from http import HTTPStatus
from pathlib import Path
from typing import NoReturn

from flask import Blueprint, Flask, Response, current_app, g, make_response, render_template, request, session
from flask.typing import ResponseReturnValue

from app.access import public
from app.accounts.links import LinkOver, LinkRefused
from app.checkin.hall_codes import KEPT_AS, HallCode, kept_code
from app.checkin.self_check_in import is_in_time
from app.db import transaction
from app.documents.count_check import TooManyChecks, count_check, refuse_flood
from app.documents.queries import filename, printed_bytes
from app.doors import paper, remember_link
from app.events.clock import day_of
from app.lib.codes import grouped
from app.lib.refusals import N_, Refused
from app.participants.holder import holder_of
from app.participants.models import Participant
from app.participants.passes import code_of, pass_qr, valid_pass
from app.participants.roles import ROLE_NAMES
from app.portal.open_personal_page import event_of_code, paper_of, personal_page

UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}

portal = Blueprint("portal", __name__)


class TooManyUnknownAddresses(Refused):
    """Somebody tries addresses that nobody has."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(
            N_(
                "Too many unknown links were opened from your network. Wait %(seconds)s seconds, "
                "then open the link from your message again."
            ),
            seconds=seconds,
        )


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(portal)


@portal.get("/P/<code>")
@portal.get("/p/<code>")
@public
def badge(code: str) -> ResponseReturnValue:
    """Say that a badge belongs to an event and is to be shown at the gate. It names nobody."""
    g.event = event = event_of_code(code)
    if event is None:
        _count_miss()
    status = HTTPStatus.OK if event else HTTPStatus.NOT_FOUND
    return render_template("portal/badge.html", known=event is not None), status, UNLISTED


@portal.get("/me/<token>")
@public
def me(token: str) -> ResponseReturnValue:
    """Show the pass, the agenda and the papers of the person to whom the link belongs."""
    shown = personal_page(_holder(token))
    g.event = shown.event
    answer = make_response(
        render_template(
            "portal/me.html",
            shown=shown,
            person=shown.person,
            token=token,
            role=ROLE_NAMES[shown.person.role],
            code=grouped(code_of(shown.issued)) if shown.issued else None,
            today=day_of(shown.event, shown.now),
            hall_code=_code_opened_here(),
        )
    )
    remember_link(answer, token)
    answer.headers.update(UNLISTED)
    return answer


@portal.get("/me/<token>/qr.svg")
@public
def my_qr(token: str) -> ResponseReturnValue:
    """Draw the QR of the pass."""
    person = _holder(token)
    issued = valid_pass(person)
    if issued is None or person.withdrawal is not None:
        return Response(status=HTTPStatus.NOT_FOUND)
    return Response(pass_qr(issued), mimetype="image/svg+xml", headers={"Cache-Control": "private, no-cache"})


@portal.get("/me/<token>/papers/<int:document_id>")
@public
def my_paper(token: str, document_id: int) -> ResponseReturnValue:
    """Send one of the person's own papers."""
    document = paper_of(_holder(token), document_id)
    return paper(printed_bytes(document), filename=filename(document))


@portal.get("/me/worker.js")
@public
def worker() -> ResponseReturnValue:
    """Send the service worker from where it may serve the personal pages when there is no signal."""
    script = Path(current_app.static_folder or "") / "js" / "offline_pass.js"
    answer = Response(script.read_text(encoding="utf-8"), mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _code_opened_here() -> HallCode | None:
    """Return the code of the hall screen that this phone opened a moment ago, before it knew its owner."""
    kept = kept_code(session.get(KEPT_AS))
    return kept[0] if kept and is_in_time(kept[0], kept[1]) else None


def _holder(token: str) -> Participant:
    try:
        return holder_of(token)
    except LinkOver:
        raise
    except LinkRefused:
        _count_miss()
        raise


def _count_miss() -> None:
    """Count an address that nobody has. Links that open never count: a whole hall may share one network."""
    address = request.remote_addr or ""
    try:
        refuse_flood(address)
        with transaction():
            count_check(address)
    except TooManyChecks as flood:
        _refuse(flood)


def _refuse(flood: TooManyChecks) -> NoReturn:
    raise TooManyUnknownAddresses(flood.seconds) from flood
