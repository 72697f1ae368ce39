"""The registration desk: find somebody by three letters, check in, print the badge, or take somebody in."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, demand
from app.agenda.models import Session
from app.checkin.desk import (
    FEWEST_LETTERS,
    OpenSessions,
    check_in,
    empty_seats,
    find_at_the_desk,
    sessions_at_the_desk,
    stands_at_the_desk,
)
from app.checkin.forms import FIRST_FREE_SEAT, LONGEST_KEY, WalkInForm
from app.checkin.log_refused import log_refused
from app.checkin.models import ScanStatus
from app.checkin.redeem import Admission
from app.checkin.routes.guard import at_the_desk, doer, finding_people
from app.checkin.walk_in import Welcome, take_back_in_error, take_in
from app.checkin.words import REFUSAL_TITLES, WHAT_TO_DO
from app.db import transaction
from app.doors import SelectChoice, offer_undo, page, telling
from app.events.clock import event_now
from app.events.models import Event
from app.jobs.worker import run_job
from app.lib.row_numbers import row_number
from app.offices.queries import offices_in_protocol_order, positions_in_rank_order
from app.participants.badges import ask_for_badges
from app.participants.models import Participant
from app.participants.personal_links import known_personal_link
from app.participants.queries import participant_of
from app.participants.refuse_whatsapp import refuses_whatsapp
from app.participants.register_person import NipTaken, SameNameThere
from app.participants.roles import ROLE_NAMES
from app.services import services
from app.services.paper.parts import BadgeLayout

DESK = "/events/<event>/desk"
PERSON = f"{DESK}/people/<int:participant_id>"
LONGEST_SEARCH = 100


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule(DESK, "desk", desk)
    checkin.add_url_rule(f"{DESK}/session", "choose_session", choose_session, methods=["POST"])
    checkin.add_url_rule(f"{DESK}/new", "take_in", new, methods=["GET", "POST"])
    checkin.add_url_rule(f"{PERSON}/arrival", "check_in", arrive, methods=["POST"])
    checkin.add_url_rule(f"{PERSON}/badge", "print_badge", print_badge, methods=["POST"])
    checkin.add_url_rule(f"{PERSON}/removal", "take_back", take_back, methods=["POST"])


@finding_people
def desk(event: Event) -> ResponseReturnValue:
    """Find people while somebody types; with `person` in the address, show what that one needs."""
    sessions, search = _sessions(event), request.args.get("q", "")[:LONGEST_SEARCH]
    number = request.args.get("person", type=row_number)
    actor = None if g.device else current_user
    person = participant_of(event, number, actor=actor) if number else None
    issues = person is not None and can(current_user, Permission.PARTICIPANTS_ISSUE_PASSES, on=person)
    answer = make_response(
        render_template(
            "checkin/_desk_found.html" if "HX-Request" in request.headers else "checkin/desk.html",
            sessions=sessions,
            search=search,
            fewest=FEWEST_LETTERS,
            found=find_at_the_desk(event, search, actor=actor, session=sessions.chosen),
            one=stands_at_the_desk(person, session=sessions.chosen) if person else None,
            link=known_personal_link(person) if person and issues else None,
            refuses=person is not None and refuses_whatsapp(person),
            roles=ROLE_NAMES,
            new_key=lambda: str(uuid4()),
        )
    )
    answer.vary.add("HX-Request")
    return answer


@finding_people
def choose_session(event: Event) -> ResponseReturnValue:
    """Remember in this browser for which of the open sessions the desk checks people in."""
    session[_remembered(event)] = request.form.get("session", 0, type=row_number)
    return redirect(url_for("checkin.desk", event=event.slug), HTTPStatus.SEE_OTHER)


@finding_people
def arrive(event: Event, participant_id: int) -> ResponseReturnValue:
    """Check somebody in who stands at the desk."""
    person = participant_of(event, participant_id, actor=None if g.device else current_user)
    here = _sessions(event).chosen
    if here is None:
        flash(_("No session is open now, so nobody can be checked in."), "warn")
    else:
        with transaction():
            admission = check_in(person, session=here, key=_key(), by=doer(), device=g.device)
        _tell(person, admission, here)
    return _to(event, person)


@at_the_desk
def print_badge(event: Event, participant_id: int) -> ResponseReturnValue:
    """Print one badge at once, one card to a page, and open it."""
    demand(Permission.PARTICIPANTS_ISSUE_PASSES)
    person = participant_of(event, participant_id, actor=current_user)
    services().press.make_ready()
    with transaction():
        layout = BadgeLayout.CARD.value
        job = ask_for_badges(event, key=f"desk:{_key()}", by=current_user, ids=[person.id], layout=layout)
    done = run_job(job.key)
    return redirect(
        url_for("participants.badges_pdf", event=event.slug, job_id=done.id), HTTPStatus.SEE_OTHER
    )


@at_the_desk
def new(event: Event) -> ResponseReturnValue:
    """Take in somebody who is on no list: one form registers, seats, gives a pass and checks in."""
    sessions, form = _sessions(event), WalkInForm(name=request.args.get("name", "")[:LONGEST_SEARCH])
    form.seat.choices = _seats(event)
    alike: list[Participant] = []
    if form.is_to_be_saved() and form.validate():
        with telling(form), transaction():
            try:
                welcome = take_in(event, form.entry(), session=sessions.chosen, by=current_user)
            except SameNameThere as there:
                alike = list(there.people)
                raise
            except NipTaken as taken:
                alike = [taken.holder]
                raise
        if not form.errors:
            _welcome(event, welcome, sessions.chosen)
            return _to(event, welcome.participant)
    return page(
        "checkin/take_in.html",
        form,
        sessions=sessions,
        alike=[stands_at_the_desk(person, session=sessions.chosen) for person in alike],
        offices=offices_in_protocol_order(during=(event.starts_on, event.ends_on)),
        posts=positions_in_rank_order(),
        new_key=lambda: str(uuid4()),
    )


@at_the_desk
def take_back(event: Event, participant_id: int) -> ResponseReturnValue:
    """Take somebody back who was taken in by mistake: no gate admits the pass any more."""
    participant_of(event, participant_id, actor=current_user)  # within reach
    with transaction():
        person = take_back_in_error(event, participant_id, by=current_user)
    back = url_for("participants.restore", event=event.slug, participant_id=person.id)
    offer_undo(_("%(name)s is off the list again.", name=person.display_name), address=back)
    return redirect(url_for("checkin.desk", event=event.slug), HTTPStatus.SEE_OTHER)


def _seats(event: Event) -> list[SelectChoice]:
    """Return the choices of a seat, office by office."""
    first = SelectChoice(FIRST_FREE_SEAT, _("The first one that fits"))
    return [first] + [
        SelectChoice(seat.id, seat.post or _("Staff"), optgroup=seat.office.short_name)
        for seat in empty_seats(event)
    ]


def _welcome(event: Event, welcome: Welcome, here: Session | None) -> None:
    person = welcome.participant
    if not welcome.is_new:
        flash(_("%(name)s was taken in by this form already.", name=person.display_name), "ok")
        return
    back = url_for("checkin.take_back", event=event.slug, participant_id=person.id)
    offer_undo(_("%(name)s is on the list, and the pass is issued.", name=person.display_name), address=back)
    if here and welcome.admission and welcome.admission.status is ScanStatus.REFUSED:
        _tell(person, welcome.admission, here)


def _tell(person: Participant, admission: Admission, here: Session) -> None:
    log_refused([admission], by=doer().reference, event_id=here.event_id, session_id=here.id)
    if admission.reason:
        why, what = _(REFUSAL_TITLES[admission.reason]), _(WHAT_TO_DO[admission.reason])
        flash(f"{person.display_name}: {why}. {what}", "bad")
    elif admission.status is ScanStatus.ALREADY:
        flash(_("%(name)s was checked in before.", name=person.display_name), "warn")
    else:
        flash(_("%(name)s is checked in.", name=person.display_name), "ok")


def _sessions(event: Event) -> OpenSessions:
    return sessions_at_the_desk(event, chosen_id=session.get(_remembered(event)), now=event_now(event))


def _key() -> str:
    """Return the key that the form came with: one key is one deed, however often it is sent."""
    return request.form.get("key", "")[:LONGEST_KEY] or str(uuid4())


def _remembered(event: Event) -> str:
    return f"desk-{event.id}"


def _to(event: Event, person: Participant) -> ResponseReturnValue:
    address = url_for("checkin.desk", event=event.slug, person=person.id)
    return redirect(address, HTTPStatus.SEE_OTHER)
