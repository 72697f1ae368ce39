"""Doors of the outbox of an event: read what waits, release or discard it, see what failed."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.audit.record import record
from app.db import transaction
from app.doors import page, telling
from app.i18n import ngettext
from app.lib.row_numbers import row_number
from app.messages import preview
from app.messages.bounce import record_bounce
from app.messages.compose import discard_all, queue_all_again, release_all
from app.messages.fill_in import KIND_WORDS
from app.messages.forms import BounceForm
from app.messages.models import DeliveryState
from app.messages.queries import (
    Wanted,
    count_by_kind,
    count_by_state,
    message_of,
    messages_among,
    messages_in,
    page_of,
)
from app.messages.words import STATE_KINDS, STATE_WORDS

LONGEST_SEARCH = 100
# What may be decided, about messages in which state, and what the trail calls it.
DECISIONS = {
    "release": (release_all, DeliveryState.HELD, "messages.release"),
    "discard": (discard_all, DeliveryState.HELD, "messages.discard"),
    "retry": (queue_all_again, DeliveryState.FAILED, "messages.retry"),
}

messages = Blueprint("messages", __name__, url_prefix="/events/<event>/messages")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(messages)


@messages.get("")
@requires(Permission.MESSAGES_VIEW)
def index(event: Any) -> ResponseReturnValue:
    """Show one page of the outbox."""
    wanted = _wanted(event)
    counts = count_by_state(current_user, wanted)
    return render_template(
        "messages/index.html",
        page=page_of(current_user, wanted, number=request.args.get("page", 1, type=int)),
        wanted=wanted,
        counts=counts,
        kinds={kind: KIND_WORDS.get(kind, kind) for kind in sorted(count_by_kind(current_user, event.id))},
        tabs=_tabs(event, wanted, counts),
        address=lambda **changes: _address(event, wanted, **changes),
        state_words=STATE_WORDS,
        state_kinds=STATE_KINDS,
    )


@messages.get("/<int:message_id>")
@requires(Permission.MESSAGES_VIEW)
def show(event: Any, message_id: int) -> ResponseReturnValue:
    """Show one message as its reader will see it, without what is secret in it."""
    message = message_of(event.id, message_id, actor=current_user)
    return render_template("messages/show.html", **_shown(message), form=BounceForm(formdata=None))


@messages.get("/<int:message_id>/html")
@requires(Permission.MESSAGES_VIEW)
def html(event: Any, message_id: int) -> ResponseReturnValue:
    """Send the HTML of a message for a frame in which nothing runs and nothing is loaded."""
    message = message_of(event.id, message_id, actor=current_user)
    answer = Response(preview.html_of(message, _("(the link is filled in as it goes out)")))
    answer.headers["Content-Security-Policy"] = preview.POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer


@messages.post("/decision")
@requires(Permission.MESSAGES_SEND)
def decide(event: Any) -> ResponseReturnValue:
    """Release or discard what is held, or try again what failed: the ticked, or all that the list shows."""
    wanted, decision = _wanted(event), request.form.get("decision", "release")
    if decision not in DECISIONS:
        abort(HTTPStatus.BAD_REQUEST)
    decide_all, state, deed = DECISIONS[decision]
    if request.form.get("all"):
        ids = messages_in(current_user, wanted, state)
    else:
        ids = messages_among(current_user, event.id, request.form.getlist("chosen", type=row_number))
    with transaction():
        number = decide_all(ids)
        if number:
            record(deed, by=current_user, on=f"event:{event.id}", event_id=event.id, messages=number)
    _tell(number, decision)
    return redirect(_address(event, wanted), HTTPStatus.SEE_OTHER)


def _tell(number: int, decision: str) -> None:
    if not number:
        flash(_("Nothing of this choice was waiting, so nothing has changed."), "warn")
    elif decision == "discard":
        flash(ngettext("%(num)s message discarded.", "%(num)s messages discarded.", number), "ok")
    else:
        flash(
            ngettext("%(num)s message is going out now.", "%(num)s messages are going out now.", number), "ok"
        )


@messages.route("/<int:message_id>/bounce", methods=["GET", "POST"])
@requires(Permission.MESSAGES_SEND)
def bounce(event: Any, message_id: int) -> ResponseReturnValue:
    """Write down that a message came back, after asking how one knows."""
    message = message_of(event.id, message_id, actor=current_user)
    form = BounceForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            record_bounce(message.deliveries[0], reason=form.reason.data or "", by=current_user)
        if not form.errors:
            flash(_("Noted. Write the right address on the person or the office, then send again."), "ok")
            there = url_for("messages.show", event=event.slug, message_id=message.id)
            return redirect(there, HTTPStatus.SEE_OTHER)
    return page("messages/bounce.html", form, **_shown(message))


def _shown(message: Any) -> dict[str, Any]:
    words = _("(the link is filled in as it goes out)")
    return {
        "message": message,
        "delivery": message.deliveries[0],
        "text": preview.text_of(message, words),
        "kind": KIND_WORDS.get(message.kind, message.kind),
        "state_words": STATE_WORDS,
        "state_kinds": STATE_KINDS,
    }


def _wanted(event: Any) -> Wanted:
    """Read the filters of the list; what makes no sense is left out."""
    return Wanted(
        event_id=event.id,
        state=next((one for one in DeliveryState if one.value == request.args.get("state")), None),
        kind=request.args.get("kind") or None,
        search=request.args.get("q", "")[:LONGEST_SEARCH],
    )


def _address(event: Any, wanted: Wanted, *, endpoint: str = "messages.index", **changes: Any) -> str:
    """Write the address of this list with some filters changed; None takes one away."""
    kept = {
        "state": wanted.state.value if wanted.state else None,
        "kind": wanted.kind,
        "q": wanted.search or None,
    }
    return url_for(endpoint, event=event.slug, **{**kept, **changes})


def _tabs(event: Any, wanted: Wanted, counts: dict[DeliveryState, int]) -> list[dict[str, Any]]:
    everything = {
        "label": _("All"),
        "url": _address(event, wanted, state=None),
        "current": wanted.state is None,
        "count": sum(counts.values()),
    }
    return [everything] + [
        {
            "label": _(words),
            "url": _address(event, wanted, state=state.value),
            "current": wanted.state is state,
            "count": counts[state],
        }
        for state, words in STATE_WORDS.items()
    ]
