"""Pages of the actions: who has to do what until when."""

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.actions.queries import Wanted, action_of, actions_of, count_actions, offices_with_actions
from app.documents.issue import verification_code
from app.events.clock import event_today
from app.events.models import Event
from app.lib.row_numbers import row_number

actions = Blueprint("actions", __name__, url_prefix="/events/<event>/actions")
OVERDUE = "overdue"


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(actions)


@actions.get("")
@requires(Permission.ACTIONS_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """List the actions within reach, perhaps of one office, perhaps only those whose due date has passed."""
    today = event_today(event)
    office_id = request.args.get("office", type=row_number)
    views = {"": Wanted(office_id=office_id), OVERDUE: Wanted(office_id=office_id, due_before=today)}
    shown = request.args.get("due", "")
    return render_template(
        "actions/index.html",
        listed=actions_of(event, actor=current_user, wanted=views.get(shown, views[""])),
        tabs_shown=[
            {
                "label": words,
                "url": url_for(".index", event=event.slug, office=office_id, due=view or None),
                "current": view == (shown if shown in views else ""),
                "count": count_actions(event, actor=current_user, wanted=views[view]),
            }
            for view, words in (("", _("All")), (OVERDUE, _("Overdue")))
        ],
        offices=offices_with_actions(event, actor=current_user),
        office_id=office_id,
        due=shown,
        today=today,
    )


@actions.get("/<int:action_id>")
@requires(Permission.ACTIONS_VIEW)
def show(event: Event, action_id: int) -> ResponseReturnValue:
    """Show one action and the offices that have to do it."""
    listed = action_of(event, action_id, actor=current_user)
    return render_template(
        "actions/action.html",
        action=listed.action,
        assignments=listed.assignments,
        today=event_today(event),
        code=verification_code(listed.action.document),
    )
