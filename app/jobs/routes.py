"""Doors: how far a piece of background work is, and what of an event has failed."""

from http import HTTPStatus
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires, signed_in
from app.db import transaction
from app.jobs.background import KINDS
from app.jobs.queries import failed_job, failed_work, job_of
from app.jobs.retry import dismiss_job, retry_job
from app.lib.own_pages import own_page

OF_EVENT = "/events/<event>/failed-work"

jobs = Blueprint("jobs", __name__)


def register(app: Flask) -> None:
    """Put the pages in."""
    app.register_blueprint(jobs)
    app.jinja_env.filters["job_words"] = job_words


def job_words(kind: str) -> str:
    """Write what a piece of work is; a kind that no longer exists keeps its name."""
    known = KINDS.get(kind)
    return str(_(known.words)) if known else kind


@jobs.get("/jobs/<int:job_id>")
@signed_in
def show(job_id: int) -> ResponseReturnValue:
    """Show one piece of work; the page follows it until it is over."""
    back = own_page(request.args.get("back", ""))
    return render_template("jobs/show.html", job=job_of(current_user, job_id), back=back)


@jobs.get("/jobs/<int:job_id>/progress")
@signed_in
def progress(job_id: int) -> ResponseReturnValue:
    """Return the part of the page that changes; the poll ends when the work is over."""
    job = job_of(current_user, job_id)
    response: Response = make_response(render_template("jobs/_progress.html", job=job))
    if job.is_over:
        response.headers["X-Poll"] = "stop"
    return response


@jobs.get(OF_EVENT)
@requires(Permission.JOBS_MEND)
def failed(event: Any) -> ResponseReturnValue:
    """List what of an event could not be done, until it is done or set aside."""
    return render_template("jobs/failed.html", jobs=failed_work(event.id))


@jobs.post(f"{OF_EVENT}/<int:job_id>/retry")
@requires(Permission.JOBS_MEND)
def retry(event: Any, job_id: int) -> ResponseReturnValue:
    """Try failed work of an event again."""
    with transaction():
        retry_job(failed_job(event.id, job_id), by=current_user)
    return _back(event, _("The work is in the queue again."))


@jobs.post(f"{OF_EVENT}/<int:job_id>/dismissal")
@requires(Permission.JOBS_MEND)
def dismiss(event: Any, job_id: int) -> ResponseReturnValue:
    """Set failed work of an event aside."""
    with transaction():
        dismiss_job(failed_job(event.id, job_id), by=current_user)
    return _back(event, _("Set aside. It is counted no longer."))


def _back(event: Any, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for("jobs.failed", event=event.slug), HTTPStatus.SEE_OTHER)
