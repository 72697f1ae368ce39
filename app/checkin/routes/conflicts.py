"""The list of conflicts: what gates said by themselves and the server knows better; clocks that are off."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.checkin.conflicts import MOST_SHOWN, conflict_of, conflicts_of, look_at, wrong_clocks
from app.db import transaction
from app.events.models import Event
from app.lib.row_numbers import row_number

OF_EVENT = "/events/<event>/conflicts"


def open_doors(checkin: Blueprint) -> None:
    """Put the pages under their addresses."""
    checkin.add_url_rule(OF_EVENT, "conflicts", conflicts)
    checkin.add_url_rule(
        f"{OF_EVENT}/<int:session_id>/<int:participant_id>", "look_at_conflict", look, methods=["POST"]
    )


@requires(Permission.CHECKIN_UNDO)
def conflicts(event: Event) -> ResponseReturnValue:
    """List the conflicts, those nobody has looked at first, and the clocks that were off."""
    found = conflicts_of(event)
    return render_template(
        "checkin/conflicts.html",
        conflicts=found,
        open=sum(one.is_open for one in found),
        clocks=wrong_clocks(event),
        most=MOST_SHOWN,
    )


@requires(Permission.CHECKIN_UNDO)
def look(event: Event, session_id: int, participant_id: int) -> ResponseReturnValue:
    """Mark a conflict as looked at, with a note."""
    conflict = conflict_of(event, session_id=session_id, participant_id=participant_id)
    with transaction():
        last = request.form.get("last", type=row_number)
        look_at(conflict, note=request.form.get("note", ""), by=current_user, last=last)
    flash(_("Marked as looked at: %(name)s", name=conflict.person.display_name), "ok")
    return redirect(url_for("checkin.conflicts", event=event.slug), HTTPStatus.SEE_OTHER)
