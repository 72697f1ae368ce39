"""Doors: which seats the offices have at an event, and how much room there is for other roles."""

from enum import Enum
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.events.models import Event
from app.i18n import number
from app.offices.models import OfficeKind
from app.offices.queries import offices_in_protocol_order, positions_in_rank_order
from app.participants.models import ParticipantRole
from app.participants.roles import ROLE_NAMES
from app.participants.seats import seat_people
from app.registration.answer_individual import waiting_by_role
from app.registration.forms.plan import QuotaForm, plan_form
from app.registration.make_seats import SeatsMade, make_seats
from app.registration.plan_seats import plan_seats, seat_rules_of
from app.registration.set_quota import ROLES_WITH_QUOTA, quotas_of, set_quota
from app.registration.words import KIND_NAMES

SEATS = "/events/<event>/seats"
QUOTAS = "/events/<event>/quotas"
Chosen = TypeVar("Chosen", bound=Enum)


def open_doors(registration: Blueprint) -> None:
    """Put the pages under their addresses."""
    both = ["GET", "POST"]
    registration.add_url_rule(SEATS, "plan", plan)
    registration.add_url_rule(f"{SEATS}/making", "make_seats", making, methods=["POST"])
    registration.add_url_rule(f"{SEATS}/<kind>", "plan_of_kind", plan_of_kind, methods=both)
    registration.add_url_rule(f"{QUOTAS}/<role>", "quota", quota, methods=both)


@requires(Permission.EVENTS_SET_UP)
def plan(event: Event) -> ResponseReturnValue:
    """Show what each kind of office sends, and the room for everybody else."""
    rules = seat_rules_of(event)
    offices = offices_in_protocol_order(during=(event.starts_on, event.ends_on))
    kinds = [
        (
            kind,
            name,
            [rule for rule in rules if rule.office_kind is kind],
            sum(office.kind is kind for office in offices),
        )
        for kind, name in KIND_NAMES.items()
    ]
    quotas = {one.role: one for one in quotas_of(event)}
    return render_template(
        "registration/plan.html",
        kinds=kinds,
        planned=sum(count for _, _, planned, count in kinds if planned),
        quotas=[(role, ROLE_NAMES[role], quotas.get(role)) for role in ROLES_WITH_QUOTA],
        waiting=waiting_by_role(event),
    )


@requires(Permission.EVENTS_SET_UP)
def plan_of_kind(event: Event, kind: str) -> ResponseReturnValue:
    """Say how many of each post every office of a kind sends."""
    chosen = _one_of(OfficeKind, kind)
    rules = [rule for rule in seat_rules_of(event) if rule.office_kind is chosen]
    form = plan_form(rules, positions_in_rank_order())
    if form.validate_on_submit():
        with telling(form), transaction():
            plan_seats(event, chosen, places=form.places(), by=current_user)
        if not form.errors:
            flash(_("Saved. Make the seats now, so that the offices have them."), "ok")
            return _to_plan(event)
    return page("registration/plan_of_kind.html", form, kind=KIND_NAMES[chosen])


@requires(Permission.EVENTS_SET_UP)
def making(event: Event) -> ResponseReturnValue:
    """Make the seats of all offices at once, and put who is registered already into the new ones."""
    with transaction():
        made = make_seats(event, by=current_user)
        seated = seat_people(event, seats=made.new, by=current_user)
    flash(told(made, seated=seated), "ok")
    for kept in made.unremoved:
        flash(
            _(
                "%(office)s keeps %(number)s seats that are no longer planned (%(post)s), because people "
                "sit there. Give them another seat or withdraw them, then make the seats again.",
                office=kept.office,
                number=number(kept.number),
                post=kept.post or _("staff"),
            ),
            "warn",
        )
    return _to_plan(event)


@requires(Permission.EVENTS_SET_UP)
def quota(event: Event, role: str) -> ResponseReturnValue:
    """Say how much room there is for a role, and until when one may register."""
    chosen = _one_of(ParticipantRole, role)
    if chosen not in ROLES_WITH_QUOTA:
        abort(HTTPStatus.NOT_FOUND)
    form = QuotaForm()
    if not form.is_submitted():
        form.show(next((one for one in quotas_of(event) if one.role is chosen), None), zone=event.zone)
    elif form.validate():
        with telling(form), transaction():
            set_quota(event, chosen, form.details(zone=event.zone), by=current_user)
        if not form.errors:
            flash(_("Saved."), "ok")
            return _to_plan(event)
    return page("registration/quota.html", form, role=ROLE_NAMES[chosen])


def told(made: SeatsMade, *, seated: int) -> str:
    """Say what making the seats came to in one sentence."""
    if not made.added and not made.removed and not seated:
        sentence = _("Nothing changed: every office has the seats of the plan.")
    else:
        sentence = _(
            "%(offices)s offices: %(added)s seats added, %(removed)s removed, %(seated)s people seated.",
            offices=number(made.offices),
            added=number(made.added),
            removed=number(made.removed),
            seated=number(seated),
        )
    return str(sentence)


def _one_of(kind: type[Chosen], text: str) -> Chosen:
    return kind(text) if text in {one.value for one in kind} else abort(HTTPStatus.NOT_FOUND)


def _to_plan(event: Event) -> ResponseReturnValue:
    return redirect(url_for("registration.plan", event=event.slug), HTTPStatus.SEE_OTHER)
