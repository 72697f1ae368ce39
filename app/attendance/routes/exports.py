"""Doors of what leaves the house: the matrix as a workbook, and the papers of all offices as one ZIP."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, can, requires
from app.attendance.export_matrix import ask_for_matrix, newest_matrix, note_taken
from app.attendance.office_files import ask_for_accounts, newest_accounts
from app.db import transaction
from app.documents.zip_files import zipped
from app.events.models import Event
from app.i18n import sentence
from app.jobs.models import Job
from app.lib.refusals import Refused
from app.services import services

MATRIX = "/events/<event>/attendance/matrix.xlsx"
ACCOUNTS = "/events/<event>/attendance/accounts.zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_doors(attendance: Blueprint) -> None:
    """Put the files under their addresses: POST makes one, GET sends the one made last."""
    attendance.add_url_rule(MATRIX, "write_matrix", write_matrix, methods=["POST"])
    attendance.add_url_rule(MATRIX, "matrix", matrix)
    attendance.add_url_rule(ACCOUNTS, "print_accounts", print_accounts, methods=["POST"])
    attendance.add_url_rule(ACCOUNTS, "accounts", accounts)


@requires(Permission.ATTENDANCE_EXPORT)
def write_matrix(event: Event) -> ResponseReturnValue:
    """Ask for the matrix of this moment."""
    with transaction():
        job = ask_for_matrix(event, numbers=_numbers(event), by=current_user)
    return _follow(event, job)


@requires(Permission.ATTENDANCE_EXPORT)
def matrix(event: Event) -> ResponseReturnValue:
    """Send the matrix that was written last."""
    numbers = _numbers(event)
    content = newest_matrix(event, numbers=numbers)
    if content is None:
        return _back(event, _("No matrix was written yet. Write one now."))
    with transaction():
        note_taken(event, what="matrix", numbers=numbers, by=current_user)
    answer = Response(content, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"kehadiran-{event.slug}.xlsx")
    return answer


@requires(Permission.ATTENDANCE_EXPORT)
def print_accounts(event: Event) -> ResponseReturnValue:
    """Ask for the papers of all offices."""
    try:
        services().press.make_ready()
    except Refused as refusal:
        return _back(event, sentence(refusal))
    with transaction():
        job = ask_for_accounts(event, by=current_user)
    return _follow(event, job)


@requires(Permission.ATTENDANCE_EXPORT)
def accounts(event: Event) -> ResponseReturnValue:
    """Send the papers of all offices as they were printed last, while the ZIP is being made."""
    entries = newest_accounts(event)
    if entries is None:
        return _back(event, _("The papers of the offices were not printed yet. Print them now."))
    with transaction():
        note_taken(event, what="accounts", by=current_user)
    answer = Response(zipped(entries, services().storage), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"kehadiran-unit-{event.slug}.zip")
    return answer


def _numbers(event: Event) -> bool:
    """Say whether NIPs are written whole: for those who register people and so need them."""
    return can(current_user, Permission.PARTICIPANTS_REGISTER, event_id=event.id)


def _follow(event: Event, job: Job) -> ResponseReturnValue:
    back = url_for("attendance.papers", event=event.slug)
    return redirect(url_for("jobs.show", job_id=job.id, back=back), HTTPStatus.SEE_OTHER)


def _back(event: Event, sentence: str) -> ResponseReturnValue:
    flash(sentence, "warn")
    return redirect(url_for("attendance.papers", event=event.slug), HTTPStatus.SEE_OTHER)
