"""What the gate page's script asks for: the list to take along, the numbers, and taking a scan back.

The same as the API gives to devices, for a browser with its cookie or a signed-in account.
"""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can
from app.agenda.queries import session_of
from app.audit.record import Doer
from app.checkin.counters import counters
from app.checkin.gates import gate_of
from app.checkin.heard import hear_roster_taken
from app.checkin.hours import hours_of_event
from app.checkin.models import Gate
from app.checkin.routes.guard import at_the_gate, doer
from app.checkin.taken_along import read_asked
from app.checkin.tell_roster import Viewpoint, tell_roster
from app.checkin.troubles import log_troubles
from app.checkin.undo import LONGEST_REASON, UNDO_WORDS, Undoing, read_undo, undo_scan
from app.db import transaction
from app.doors import json, json_body
from app.events.clock import event_now
from app.events.models import Event
from app.lib.row_numbers import row_number


def open_doors(checkin: Blueprint) -> None:
    """Put the answers under their addresses."""
    checkin.add_url_rule("/events/<event>/gate/roster", "roster", roster)
    checkin.add_url_rule("/events/<event>/gate/counters", "counters", count)
    checkin.add_url_rule("/events/<event>/scans/<key>/undo", "undo", undo, methods=["POST"])


@at_the_gate
def roster(event: Event) -> ResponseReturnValue:
    """Return what a gate takes along: passes as hashes, sessions, arrivals. 304 when nothing changed."""
    asked, now = read_asked(request.args.to_dict()), event_now(event)
    taken = tell_roster(_viewpoint(event), since=asked.since, arrivals_since=asked.arrivals_since)
    log_troubles(asked.troubles, by=doer().reference, event_id=event.id)
    if g.device:
        hear_roster_taken(g.device.id, waiting=asked.waiting, clock_offset=asked.clock_offset(now))
    answer = json(taken)
    answer.set_etag(taken.etag)
    return answer.make_conditional(request)


def _viewpoint(event: Event) -> Viewpoint:
    now = event_now(event)
    return Viewpoint(
        event_id=event.id,
        slug=event.slug,
        now=now,
        lead=event.rehearsal.lead if event.rehearsal else timedelta(),
        hours=hours_of_event(event),
    )


@at_the_gate
def count(event: Event) -> ResponseReturnValue:
    """Count who is here, who is expected, and who came in by this gate."""
    session = session_of(event, request.args.get("session", 0, type=row_number))
    gate: Gate | None = g.device.gate if g.device else _gate(event)
    return json(counters(session, gate_id=gate.id if gate else 0))


def _gate(event: Event) -> Gate | None:
    number = request.args.get("gate", 0, type=row_number)
    return gate_of(event, number) if number else None


@at_the_gate
def undo(event: Event, key: str) -> ResponseReturnValue:
    """Take a scan back: one's own within a quarter of an hour, any other with the permission and a reason.

    The script of a device undoes as the device; a page, as whoever has signed in there.
    """
    may_always = can(current_user, Permission.CHECKIN_UNDO, event_id=event.id)
    if not request.is_json:
        return _undo_by_form(event, key, may_always=may_always)
    device_id, may_always = g.device.id if g.device else None, may_always and g.device is None
    undoing = read_undo(json_body(), by=doer(), device_id=device_id, may_always=may_always)
    with transaction():
        done = undo_scan(event.id, key, undoing, now=event_now(event))
    return json(done)


def _undo_by_form(event: Event, key: str, *, may_always: bool) -> ResponseReturnValue:
    reason, now = request.form.get("reason", "").strip()[:LONGEST_REASON], event_now(event)
    by: Doer = current_user if may_always else doer()
    device_id = g.device.id if g.device and not may_always else None
    undoing = Undoing(
        key=str(uuid4()), at=now, by=by, device_id=device_id, reason=reason, may_always=may_always
    )
    with transaction():
        done = undo_scan(event.id, key, undoing, now=now)
    if done.reason:
        flash(_(UNDO_WORDS[done.reason]), "bad")
    else:
        flash(_("The scan is undone. It stays in the list."), "ok")
    back = "checkin.conflicts" if may_always else "checkin.scan"
    return redirect(url_for(back, event=event.slug), HTTPStatus.SEE_OTHER)
