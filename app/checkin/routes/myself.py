"""Self check-in: where the code of the hall screen leads, and where the committee allows it."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, public, requires
from app.agenda.models import Session
from app.checkin.allow_self_check_in import Offer, offer_of, offer_self_check_in, offers_of
from app.checkin.hall_codes import KEPT_AS, CodeUnknown, HallCode, kept_code, read_code, to_keep
from app.checkin.log_refused import A_PHONE, log_refused
from app.checkin.redeem import Admission
from app.checkin.self_check_in import answer_to, check_in_oneself, is_in_time, keep_strangers_try, key_of
from app.checkin.shared_phones import run_out_on, shared_phones
from app.db import db, transaction
from app.documents.count_check import TooManyChecks, count_check, refuse_flood
from app.doors import remembered_link
from app.events.models import Event
from app.lib.codes import random_token
from app.lib.refusals import N_, NotThere, Refused
from app.participants.holder import holder_of
from app.participants.models import Participant
from app.services import services

PHONE = "phone"
PHONE_SECONDS = 14 * 24 * 3600
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "no-store"}


class TooManyCodes(Refused):
    """Somebody tries codes that no screen has shown."""

    status = 429


@dataclass(frozen=True)
class Opened:
    """A code that was opened here: what it is for, by whom, and on which phone (its random name)."""

    code: HallCode
    session: Session
    person: Participant | None
    phone: str
    opened_at: datetime | None


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule("/S/<hall_code>", "myself", myself)
    checkin.add_url_rule("/S/<hall_code>", "check_myself_in", check_myself_in, methods=["POST"])
    checkin.add_url_rule(
        "/events/<event>/self-check-in", "self_check_in", self_check_in, methods=["GET", "POST"]
    )


@public
def myself(hall_code: str) -> ResponseReturnValue:
    """Ask the holder of this phone to check in; say what came of it, or what is missing."""
    opened = _open(hall_code)
    if opened.opened_at is None and opened.code.is_worth_something(services().clock.now()):
        opened = _note_opening(opened)
    elif not is_in_time(opened.code, opened.opened_at):
        _keep_late_try(opened)
    return _page(opened)


@public
def check_myself_in(hall_code: str) -> ResponseReturnValue:
    """Check the holder of this phone in."""
    opened = _open(hall_code)
    if opened.person is not None:
        with transaction():
            answer = check_in_oneself(
                opened.person,
                opened.code,
                session=opened.session,
                phone=opened.phone,
                opened_at=opened.opened_at,
            )
        _log_refused(answer, opened.session)
    here = redirect(url_for("checkin.myself", hall_code=opened.code.text), HTTPStatus.SEE_OTHER)
    return _with_phone(make_response(here), opened)


@requires(Permission.CHECKIN_SET_RULES)
def self_check_in(event: Event) -> ResponseReturnValue:
    """Choose for which sessions people may check themselves in, and see what looks odd."""
    if request.method == "POST":
        chosen = {one.session: request.form.get(f"session-{one.session.id}") for one in offers_of(event)}
        with transaction():
            for of_session, word in chosen.items():
                if word in {offer.value for offer in Offer}:
                    offer_self_check_in(of_session, offer=Offer(word), by=current_user)
        flash(_("Saved. The hall screen follows within half a minute."), "ok")
        return redirect(url_for("checkin.self_check_in", event=event.slug), HTTPStatus.SEE_OTHER)
    return render_template(
        "checkin/self_check_in.html",
        offers=offers_of(event),
        phones=shared_phones(event),
        run_out=run_out_on(event),
    )


def _open(text: str) -> Opened:
    """Read the address; raise CodeUnknown for a code that we did not make, and count who tries those."""
    try:
        code = read_code(text)
    except CodeUnknown:
        _count_miss()
        raise
    of_session = db.session.get(Session, code.session_id)
    if of_session is None:
        raise CodeUnknown(N_("The session of this code has been removed from the agenda."))
    g.event = db.session.get_one(Event, of_session.event_id)
    return Opened(code, of_session, _holder(), _phone(), _opening(code))


def _holder() -> Participant | None:
    """Return the person whose personal link this phone opened last, while that link works."""
    token = remembered_link()
    try:
        return holder_of(token) if token else None
    except NotThere:
        return None


def _phone() -> str:
    return request.cookies.get(PHONE) or random_token()


def _opening(code: HallCode) -> datetime | None:
    """Return when this browser opened this very code, if it did while it was worth something."""
    kept = kept_code(session.get(KEPT_AS))
    return kept[1] if kept and kept[0] == code else None


def _note_opening(opened: Opened) -> Opened:
    now = services().clock.now()
    session[KEPT_AS] = to_keep(opened.code, now)
    return replace(opened, opened_at=now)


def _keep_late_try(opened: Opened) -> None:
    """Keep that a picture of the code was used: a code that nobody is offered any more says so by itself."""
    if offer_of(opened.session) is Offer.NO:
        return
    person, of_session, phone = opened.person, opened.session, opened.phone
    if person is not None and not person.passes:
        return
    with transaction():
        if person is None:
            answer = keep_strangers_try(opened.code, session=of_session, phone=phone)
        else:
            answer = check_in_oneself(person, opened.code, session=of_session, phone=phone, opened_at=None)
    _log_refused(answer, of_session)


def _log_refused(answer: Admission, of_session: Session) -> None:
    log_refused([answer], by=A_PHONE, event_id=of_session.event_id, session_id=of_session.id)


def _page(opened: Opened) -> Response:
    answer = answer_to(opened.session, key_of(opened.code, opened.person))
    shown = render_template(
        "checkin/myself.html",
        session=opened.session,
        person=opened.person,
        answer=answer,
        offered=offer_of(opened.session) is not Offer.NO,
        in_time=is_in_time(opened.code, opened.opened_at),
    )
    return _with_phone(make_response(shown), opened)


def _with_phone(answer: Response, opened: Opened) -> Response:
    """Let the phone keep its random name: it tells one phone from another, and nothing else."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(PHONE, opened.phone, PHONE_SECONDS, secure=secure, httponly=True, samesite="Lax")
    answer.headers.update(UNLISTED)
    return answer


def _count_miss() -> None:
    """Count a code that we did not make. Those that are ours never count: a hall may share one network."""
    address = request.remote_addr or ""
    try:
        refuse_flood(address)
        with transaction():
            count_check(address)
    except TooManyChecks as flood:
        raise TooManyCodes(
            N_("Too many unknown codes were opened from your network. Wait %(seconds)s seconds."),
            seconds=flood.seconds,
        ) from flood
