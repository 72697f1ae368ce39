"""Doors: what was done, what is being done, what was sent."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.admin.deeds import DEED_WORDS
from app.admin.forms import AuditFilterForm
from app.admin.queries import (
    PAGE,
    AuditFilter,
    audit_page,
    event_titles,
    jobs_by_state,
    jobs_in,
    names_of_doers,
)
from app.db import transaction
from app.jobs.models import JobState
from app.jobs.queries import job_of
from app.jobs.retry import dismiss_job, retry_job
from app.lib.row_numbers import row_number
from app.messages.models import DeliveryState
from app.messages.queries import Wanted, count_by_state, deliveries_for
from app.messages.words import STATE_KINDS, STATE_WORDS

FILTERS = ("q", "since", "until")


def open_doors(admin: Blueprint) -> None:
    """Put the pages under their addresses."""
    admin.add_url_rule("/admin/audit", "audit", audit)
    admin.add_url_rule("/admin/jobs", "jobs", jobs)
    admin.add_url_rule("/admin/jobs/<int:job_id>/retry", "retry", retry, methods=["POST"])
    admin.add_url_rule("/admin/jobs/<int:job_id>/dismissal", "dismiss", dismiss, methods=["POST"])
    admin.add_url_rule("/admin/messages", "messages", messages)


@requires(Permission.AUDIT_VIEW)
def audit() -> ResponseReturnValue:
    """List what was done, the newest first."""
    form = AuditFilterForm(request.args)
    valid = form.validate()
    wanted = AuditFilter(text=(form.q.data or "").strip(), since=form.since.data, until=form.until.data)
    found = audit_page(
        wanted if valid else AuditFilter(), before_id=request.args.get("before", type=row_number)
    )
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    older = url_for("admin.audit", before=found[PAGE - 1].id, **kept) if len(found) > PAGE else None
    newest = url_for("admin.audit", **kept) if "before" in request.args else None
    return render_template(
        "admin/audit.html",
        form=form,
        entries=found[:PAGE],
        deed_words=DEED_WORDS,
        older=older,
        newest=newest,
        filtered=bool(kept),
    )


@requires(Permission.JOBS_VIEW)
def jobs() -> ResponseReturnValue:
    """List background work, perhaps only what is in one state."""
    state = next((state for state in JobState if state.value == request.args.get("state")), None)
    found = jobs_in(state)
    return render_template(
        "admin/jobs.html",
        jobs=found,
        state=state,
        counts=jobs_by_state(),
        doers=names_of_doers({job.requested_by for job in found}),
        events=event_titles(),
    )


@requires(Permission.JOBS_VIEW)
def retry(job_id: int) -> ResponseReturnValue:
    """Try failed work again."""
    job = job_of(current_user, job_id)
    with transaction():
        retry_job(job, by=current_user)
    flash(_("The work is in the queue again."), "ok")
    return redirect(url_for("jobs.show", job_id=job.id, back=url_for("admin.jobs")), 303)


@requires(Permission.JOBS_VIEW)
def dismiss(job_id: int) -> ResponseReturnValue:
    """Set failed work aside."""
    job = job_of(current_user, job_id)
    with transaction():
        dismiss_job(job, by=current_user)
    return redirect(url_for("admin.jobs", state=JobState.FAILED.value), 303)


@requires(Permission.MESSAGES_VIEW)
def messages() -> ResponseReturnValue:
    """List what was sent to whom, perhaps only what is in one state."""
    state = next((state for state in DeliveryState if state.value == request.args.get("state")), None)
    return render_template(
        "admin/messages.html",
        deliveries=deliveries_for(current_user, Wanted(state=state)),
        state=state,
        counts=count_by_state(current_user, Wanted()),
        events=event_titles(),
        state_words=STATE_WORDS,
        state_kinds=STATE_KINDS,
    )
