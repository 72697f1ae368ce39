"""Pages that show how far a piece of background work is."""

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import signed_in
from app.jobs.background import KINDS
from app.jobs.queries import job_of
from app.lib.own_pages import own_page

jobs = Blueprint("jobs", __name__, url_prefix="/jobs")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(jobs)
    app.jinja_env.filters["job_words"] = job_words


def job_words(kind: str) -> str:
    """Write what a piece of work is; a kind that no longer exists keeps its name."""
    known = KINDS.get(kind)
    return str(_(known.words)) if known else kind


@jobs.get("/<int:job_id>")
@signed_in
def show(job_id: int) -> ResponseReturnValue:
    """Show one piece of work; the page follows it until it is over."""
    back = own_page(request.args.get("back", ""))
    return render_template("jobs/show.html", job=job_of(current_user, job_id), back=back)


@jobs.get("/<int:job_id>/progress")
@signed_in
def progress(job_id: int) -> ResponseReturnValue:
    """Return the part of the page that changes; the poll ends when the work is over."""
    job = job_of(current_user, job_id)
    response: Response = make_response(render_template("jobs/_progress.html", job=job))
    if job.is_over:
        response.headers["X-Poll"] = "stop"
    return response
