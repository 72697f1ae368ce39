"""Doors for readers: the list, the paper as a page, the PDF; and the desk of those who write a draft."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, can, requires
from app.documents.issue import verification_code
from app.documents.queries import filename, printed_bytes
from app.doors import paper
from app.events.models import Event
from app.jobs.queries import job_with_key
from app.minutes.assemble import assemble
from app.minutes.frozen import paper_from
from app.minutes.models import Minutes
from app.minutes.print_minutes import printing_key
from app.minutes.queries import minutes_of, minutes_seen_by, published
from app.minutes.routes.desk import desk, entry_form


def open_doors(minutes: Blueprint) -> None:
    """Put the pages under their addresses."""
    minutes.add_url_rule("", "index", index)
    minutes.add_url_rule("/<int:minutes_id>", "show", show)
    minutes.add_url_rule("/<int:minutes_id>/preview", "preview", preview)
    minutes.add_url_rule("/<int:minutes_id>/paper.pdf", "pdf", pdf)
    minutes.add_url_rule("/<int:minutes_id>/progress", "progress", progress)


@requires(Permission.MINUTES_VIEW)
def index(event: Event) -> ResponseReturnValue:
    """List the minutes of the event."""
    return render_template("minutes/index.html", listed=minutes_of(event, actor=current_user))


@requires(Permission.MINUTES_VIEW)
def show(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Show a draft as the desk where it is written, to those who write; else as the paper."""
    minutes = minutes_seen_by(current_user, event, minutes_id)
    if minutes.is_published or not can(current_user, Permission.MINUTES_CAPTURE, event_id=event.id):
        return _paper_page(event, minutes)
    form = entry_form(event, minutes)
    form.take_up(request.args)
    return desk(event, minutes, form)


@requires(Permission.MINUTES_VIEW)
def preview(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Show minutes as the paper they will be, or are."""
    return _paper_page(event, minutes_seen_by(current_user, event, minutes_id))


def _paper_page(event: Event, minutes: Minutes) -> ResponseReturnValue:
    publication = minutes.publication
    return render_template(
        "minutes/paper.html",
        minutes=minutes,
        paper=paper_from(publication.content) if publication else assemble(event, minutes),
        printing=job_with_key(printing_key(publication)) if publication else None,
        code=verification_code(publication.document) if publication else None,
    )


@requires(Permission.MINUTES_VIEW)
def pdf(event: Event, minutes_id: int) -> Response:
    """Send the published PDF, byte for byte."""
    document = published(minutes_seen_by(current_user, event, minutes_id)).document
    return paper(printed_bytes(document), filename=filename(document))


@requires(Permission.MINUTES_VIEW)
def progress(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Return how far the printing is; the poll ends when it is over."""
    minutes = minutes_seen_by(current_user, event, minutes_id)
    publication = published(minutes)
    printing = job_with_key(printing_key(publication))
    drawn = render_template(
        "minutes/_printing.html", minutes=minutes, document=publication.document, printing=printing
    )
    answer = make_response(drawn)
    if printing is None or printing.is_over:
        answer.headers["X-Poll"] = "stop"
    return answer
