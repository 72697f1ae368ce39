"""Doors: the evening before, and the report of the chair."""

from typing import Any

from flask import Blueprint, Flask, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.db import end_read
from app.doors import paper
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, language, number
from app.lib.refusals import N_
from app.reports.chairs_report import reports_of, statement_of
from app.reports.lines import Line, Part
from app.reports.readiness import readiness_of
from app.services import services

PART_NAMES = {
    Part.PEOPLE: N_("Delegations and people"),
    Part.PASSES: N_("Passes, badges and messages"),
    Part.HALL: N_("Agenda and gates"),
    Part.PAPERS: N_("Papers"),
    Part.MACHINE: N_("Machine"),
}

reports = Blueprint("reports", __name__, url_prefix="/events/<event>")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(reports)


@reports.get("/readiness")
@requires(Permission.REPORTS_VIEW)
def readiness(event: Event) -> ResponseReturnValue:
    """Show what is ready and what is not, each line with its number and its action."""
    return render_template(
        "reports/readiness.html",
        readiness=readiness_of(event),
        parts=PART_NAMES,
        leads=lambda line: _leads(line, event),
        address=lambda line: _address(line, event),
        told=lambda line: {name: number(value) for name, value in line.numbers.items()},
        now=event_now(event),
    )


@reports.get("/readiness/summary")
@requires(Permission.REPORTS_VIEW)
def summary(event: Event) -> ResponseReturnValue:
    """Return how many lines are ready, for the home page; unchanged numbers are not sent again."""
    answer = make_response(render_template("reports/_summary.html", readiness=readiness_of(event)))
    answer.add_etag()
    return answer.make_conditional(request)


@reports.get("/chairs-report")
@requires(Permission.REPORTS_VIEW)
def chairs_report(event: Event) -> ResponseReturnValue:
    """Show the report of the chair in both languages, that of the reader first."""
    languages = sorted(LANGUAGES, key=lambda one: one != language())
    return render_template("reports/chairs_report.html", reports=reports_of(event, languages=languages))


@reports.get("/chairs-report.pdf")
@requires(Permission.REPORTS_VIEW)
def chairs_report_pdf(event: Event) -> ResponseReturnValue:
    """Print the report of this moment, in Indonesian as all papers are."""
    services().press.make_ready()
    [report] = reports_of(event, languages=[DEFAULT_LANGUAGE])
    statement = statement_of(event, report)
    end_read()
    content = services().press.print_statement(statement)
    return paper(content, filename=f"{_('chairs-report')}-{event.slug}.pdf")


def _leads(line: Line, event: Event) -> bool:
    """Whether the page that mends a line exists, and the account may open it."""
    mending = line.mending
    event_id = event.id if mending.of_event else None
    return mending.endpoint in current_app.view_functions and can(
        current_user, mending.permission, event_id=event_id
    )


def _address(line: Line, event: Event) -> str:
    mending = line.mending
    arguments: dict[str, Any] = dict(mending.query)
    if mending.of_event:
        arguments["event"] = event.slug
    return url_for(mending.endpoint, **arguments)
