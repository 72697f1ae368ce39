"""Doors for publishing: ask and publish, print again, print a draft."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import paper
from app.events.models import Event
from app.minutes.print_draft import ask_for_draft, printed_draft
from app.minutes.print_minutes import ask_for_printing
from app.minutes.publish import publish_minutes, what_is_missing
from app.minutes.queries import minutes_seen_by, minutes_with_id, published
from app.minutes.routes.desk import to_minutes
from app.services import services


def open_doors(minutes: Blueprint) -> None:
    """Put the pages under their addresses."""
    minutes.add_url_rule("/<int:minutes_id>/publication", "publish", publish, methods=["GET", "POST"])
    minutes.add_url_rule("/<int:minutes_id>/printing", "print_again", print_again, methods=["POST"])
    minutes.add_url_rule("/<int:minutes_id>/drafts", "draft", draft, methods=["POST"])
    minutes.add_url_rule("/<int:minutes_id>/drafts/<int:number>.pdf", "draft_pdf", draft_pdf)


@requires(Permission.MINUTES_PUBLISH)
def publish(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Ask, then publish. Printing goes on in the background; the page follows it."""
    minutes = minutes_with_id(minutes_id, event=event)
    if request.method == "GET":
        return render_template("minutes/publish.html", minutes=minutes, missing=what_is_missing(minutes))
    with transaction():
        publish_minutes(event, minutes.id, by=current_user)
    return to_minutes(event, minutes.id)


@requires(Permission.MINUTES_PUBLISH)
def print_again(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Print once more what could not be printed; the frozen content is the same."""
    publication = published(minutes_with_id(minutes_id, event=event))
    services().press.make_ready()
    with transaction():
        ask_for_printing(publication, event_id=event.id, by=current_user)
    return to_minutes(event, minutes_id)


@requires(Permission.MINUTES_REVIEW)
def draft(event: Event, minutes_id: int) -> ResponseReturnValue:
    """Have the draft printed as it is now; the page of the job follows it and offers the PDF."""
    minutes = minutes_seen_by(current_user, event, minutes_id)
    services().press.make_ready()
    with transaction():
        job = ask_for_draft(minutes, by=current_user)
    back = url_for("minutes.show", event=event.slug, minutes_id=minutes_id)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


@requires(Permission.MINUTES_REVIEW)
def draft_pdf(event: Event, minutes_id: int, number: int) -> Response:
    """Send a draft that was printed."""
    minutes = minutes_seen_by(current_user, event, minutes_id)
    return paper(printed_draft(minutes, number), filename=f"draf-{number}-notula-{minutes.id}.pdf")
