"""Doors: the list as a sheet, and the papers that are made of it."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import paper
from app.events.models import Event
from app.participants.choice import Choice
from app.participants.export import SheetKind, export_people, note_export
from app.participants.export_in_background import ask_for_sheet, is_long, written_sheet
from app.participants.list_columns import ShownColumns
from app.participants.pages import count_people, listed
from app.participants.print_people import ask_for_list, ask_for_nominal_list, printed_people
from app.participants.queries import ids_of
from app.participants.routes.chosen import choice_of
from app.participants.routes.list_address import address_of, filters_of, shown_from, wanted_from
from app.participants.wanted import ON_THE_LIST, Wanted
from app.services import services

LIST = "/participants"


def open_doors(participants: Blueprint) -> None:
    """Put the pages under their addresses."""
    for kind in SheetKind:
        address = f"{LIST}.{kind.value}"
        participants.add_url_rule(address, f"export_{kind.value}", export, defaults={"kind": kind.value})
    sheets = f"{LIST}/sheets/<int:job_id>.<any(xlsx, csv):form>"
    participants.add_url_rule(sheets, "written_list", written_list)
    participants.add_url_rule(f"{LIST}/chosen/sheet", "chosen_sheet", chosen_sheet, methods=["POST"])
    participants.add_url_rule(f"{LIST}/paper", "print_list", print_list, methods=["POST"])
    participants.add_url_rule(f"{LIST}/nominal", "print_nominal", print_nominal, methods=["POST"])
    participants.add_url_rule(f"{LIST}/papers/<int:job_id>.pdf", "people_pdf", people_pdf)


@requires(Permission.PARTICIPANTS_VIEW)
def export(event: Event, kind: str) -> ResponseReturnValue:
    """Send the list as seen here as a sheet; a long one is written in the background."""
    wanted, shown = wanted_from(request.args, event), shown_from(request.args, event)
    return _sheet(event, Choice(wanted, None), shown, SheetKind(kind))


@requires(Permission.PARTICIPANTS_VIEW)
def chosen_sheet(event: Event) -> ResponseReturnValue:
    """Send the chosen people as a sheet, with the columns that are seen."""
    return _sheet(event, choice_of(event), shown_from(request.form, event), SheetKind.XLSX)


@requires(Permission.PARTICIPANTS_VIEW)
def written_list(event: Event, job_id: int, form: str) -> ResponseReturnValue:
    """Send a long list to the account that had it written."""
    written = written_sheet(event, job_id, by=current_user)
    if written.kind is not SheetKind(form):
        abort(HTTPStatus.NOT_FOUND)
    return _sent(event, written.content, written.kind)


def _sheet(event: Event, choice: Choice, shown: ShownColumns, kind: SheetKind) -> ResponseReturnValue:
    wanted = choice.wanted
    if choice.ids is None:
        people_now = count_people(event, actor=current_user, wanted=wanted).of(wanted.state)
        if is_long(people_now):
            return _written_later(event, wanted, shown, kind, people=people_now)
    people = listed(event, actor=current_user, wanted=wanted, ids=choice.ids)
    content = export_people(people, shown, kind)
    with transaction():
        note_export(event, wanted=wanted, shown=shown, kind=kind.value, people=len(people), by=current_user)
    return _sent(event, content, kind)


def _written_later(
    event: Event, wanted: Wanted, shown: ShownColumns, kind: SheetKind, *, people: int
) -> ResponseReturnValue:
    with transaction():
        job = ask_for_sheet(event, wanted=wanted, shown=shown, kind=kind, people=people, by=current_user)
    return _followed(job.id, back=address_of(event, filters_of(wanted, shown)))


def _sent(event: Event, content: bytes, kind: SheetKind) -> Response:
    answer = Response(content, mimetype=kind.media_type)
    filename = f"{event.slug}-{_('participants')}.{kind.value}"
    answer.headers.set("Content-Disposition", "attachment", filename=filename)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@requires(Permission.PARTICIPANTS_VIEW)
def print_list(event: Event) -> ResponseReturnValue:
    """Have the list as seen here printed, or only those who were chosen."""
    wanted, shown = wanted_from(request.form, event), shown_from(request.form, event)
    people = ids_of(event, actor=current_user, wanted=wanted)
    services().press.make_ready()
    with transaction():
        job = ask_for_list(event, people, wanted=wanted, shown=shown, by=current_user)
    return _followed(job.id, back=address_of(event, filters_of(wanted, shown)))


@requires(Permission.PARTICIPANTS_REGISTER)
def print_nominal(event: Event) -> ResponseReturnValue:
    """Have the nominal list printed, of those the filters leave."""
    wanted, shown = wanted_from(request.form, event), shown_from(request.form, event)
    people = ids_of(event, actor=current_user, wanted=wanted, states=ON_THE_LIST)
    services().press.make_ready()
    with transaction():
        job = ask_for_nominal_list(event, people, wanted=wanted, by=current_user)
    return _followed(job.id, back=address_of(event, filters_of(wanted, shown)))


def _followed(job_id: int, *, back: str) -> ResponseReturnValue:
    return redirect(url_for("jobs.show", job_id=job_id, back=back), HTTPStatus.SEE_OTHER)


@requires(Permission.PARTICIPANTS_VIEW)
def people_pdf(event: Event, job_id: int) -> ResponseReturnValue:
    """Send a list to the account that had it printed."""
    printed = printed_people(event, job_id, by=current_user)
    return paper(printed.content, filename=f"{event.slug}-{printed.name}.pdf")
