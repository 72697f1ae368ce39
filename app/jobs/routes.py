"""Pages that show how far a piece of background work is."""

from flask import Blueprint, Flask, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import signed_in
from app.jobs.queries import job_of

jobs = Blueprint("jobs", __name__, url_prefix="/jobs")


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(jobs)


@jobs.get("/<int:job_id>")
@signed_in
def show(job_id: int) -> ResponseReturnValue:
    """Show one piece of work; the page follows it until it is over."""
    return render_template("jobs/show.html", job=job_of(current_user, job_id))


@jobs.get("/<int:job_id>/progress")
@signed_in
def progress(job_id: int) -> ResponseReturnValue:
    """Return the part of the page that changes; the poll ends when the work is over."""
    job = job_of(current_user, job_id)
    response: Response = make_response(render_template("jobs/_progress.html", job=job))
    if job.is_over:
        response.headers["X-Poll"] = "stop"
    return response
