"""The kiosk: a stand with a camera, to which people show their card. It lists, finds and asks for nobody."""

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.access import Permission
from app.agenda.models import Session
from app.checkin.allow_self_check_in import open_for_self_check_in
from app.checkin.log_refused import log_refused
from app.checkin.models import DeviceProfile
from app.checkin.read_scans import LONGEST_CODE
from app.checkin.routes.guard import doer, standing
from app.checkin.self_check_in import NotOffered, answer_to, check_in_at_kiosk
from app.checkin.troubles import log_troubles
from app.db import transaction
from app.events.clock import event_now
from app.events.models import Event
from app.headers import allow_wasm
from app.lib.refusals import N_
from app.lib.row_numbers import row_number

KIOSK = "/events/<event>/kiosk"
SECONDS_SHOWN = 6  # an answer; then the kiosk is ready again
SECONDS_CLOSED = 30  # how soon it looks whether a session has opened
at_the_kiosk = standing(DeviceProfile.KIOSK, Permission.CHECKIN_REDEEM)


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule(KIOSK, "kiosk", kiosk)
    checkin.add_url_rule(KIOSK, "kiosk_redeem", kiosk_redeem, methods=["POST"])
    checkin.add_url_rule(f"{KIOSK}/<key>", "kiosk_answer", kiosk_answer)


@at_the_kiosk
def kiosk(event: Event) -> ResponseReturnValue:
    """Wait for a card. Where several sessions are open, whoever sets the kiosk up chooses one."""
    open_ones = open_for_self_check_in(event, event_now(event))
    asked = request.args.get("session", type=row_number)
    if asked:
        session[_remembered(event)] = asked
        return redirect(url_for("checkin.kiosk", event=event.slug), HTTPStatus.SEE_OTHER)
    here = _session(event, open_ones)
    allow_wasm()
    return render_template(
        "checkin/kiosk.html", sessions=open_ones, here=here, key=str(uuid4()), wait=SECONDS_CLOSED
    )


@at_the_kiosk
def kiosk_redeem(event: Event) -> ResponseReturnValue:
    """Redeem the card before the camera; answer the script with the verdict, a plain form with its page.

    Without a card the script only tells what went wrong on the stand.
    """
    log_troubles(request.form.get("troubles"), by=doer().reference, event_id=event.id)
    here = _session(event, open_for_self_check_in(event, event_now(event)))
    if here is None:
        raise NotOffered(N_("Self check-in is not open now. Show your card at the gate."))
    key, text, answer = _key(), request.form.get("code", "").strip()[:LONGEST_CODE], None
    if text:
        with transaction():
            answer = check_in_at_kiosk(text, session=here, key=key, device=g.device, by=doer())
        log_refused([answer], by=doer().reference, event_id=event.id, session_id=here.id)
    if "X-Kiosk" in request.headers:
        return render_template("checkin/_kiosk_answer.html", answer=answer, session=here, key=str(uuid4()))
    if not text:
        return redirect(url_for("checkin.kiosk", event=event.slug), HTTPStatus.SEE_OTHER)
    return redirect(url_for("checkin.kiosk_answer", event=event.slug, key=key), HTTPStatus.SEE_OTHER)


@at_the_kiosk
def kiosk_answer(event: Event, key: str) -> ResponseReturnValue:
    """Show what a card came to, and be ready again after some seconds."""
    here = _session(event, open_for_self_check_in(event, event_now(event)))
    answer = answer_to(here, key) if here else None
    if answer is None:
        return redirect(url_for("checkin.kiosk", event=event.slug), HTTPStatus.SEE_OTHER)
    back = url_for("checkin.kiosk", event=event.slug)
    return (
        render_template("checkin/kiosk_answer.html", answer=answer, session=here, back=back),
        HTTPStatus.OK,
        {"Refresh": f"{SECONDS_SHOWN}; url={back}"},
    )


def _session(event: Event, open_ones: list[Session]) -> Session | None:
    """Return the session this kiosk serves: the one chosen, or the only one that is open."""
    chosen = next((one for one in open_ones if one.id == session.get(_remembered(event))), None)
    return chosen or (open_ones[0] if len(open_ones) == 1 else None)


def _key() -> str:
    try:
        return str(UUID(request.form.get("key", "")))
    except ValueError:
        abort(HTTPStatus.BAD_REQUEST)


def _remembered(event: Event) -> str:
    return f"kiosk-{event.id}"
