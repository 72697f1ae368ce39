"""Doors of the offices: lists in protocol order and in rank order, and a page for each entry."""

from http import HTTPStatus

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.access import Permission, requires
from app.db import transaction
from app.doors import page, telling
from app.offices.aliases import other_names
from app.offices.edit_offices import add_office, change_office
from app.offices.edit_positions import add_position, change_position
from app.offices.forms import KINDS, OfficeForm, PositionForm
from app.offices.queries import (
    office_by_id,
    offices_in_protocol_order,
    position_by_id,
    positions_in_rank_order,
)

KEPT = (
    "name",
    "short_name",
    "code",
    "city",
    "zone",
    "protocol_order",
    "valid_from",
    "valid_until",
    "email",
    "phone",
)


def register(app: Flask) -> None:
    """Open the pages of offices and posts."""
    offices = Blueprint("offices", __name__, url_prefix="/offices")
    both = ["GET", "POST"]
    offices.add_url_rule("/", "index", index)
    offices.add_url_rule("/new", "new", new, methods=both)
    offices.add_url_rule("/<int:office_id>", "office", office, methods=both)
    offices.add_url_rule("/posts/", "positions", positions)
    offices.add_url_rule("/posts/new", "new_position", new_position, methods=both)
    offices.add_url_rule("/posts/<int:position_id>", "position", position, methods=both)
    app.register_blueprint(offices)


def _back(endpoint: str) -> ResponseReturnValue:
    flash(_("Saved."), "ok")
    return redirect(url_for(f"offices.{endpoint}"), HTTPStatus.SEE_OTHER)


@requires(Permission.OFFICES_VIEW)
def index() -> ResponseReturnValue:
    """List the offices by kind, in protocol order."""
    listed = offices_in_protocol_order()
    groups = [(kind, word, [one for one in listed if one.kind is kind]) for kind, word in KINDS.items()]
    return render_template("offices/index.html", groups=[g for g in groups if g[2]], other_names=other_names)


@requires(Permission.OFFICES_EDIT)
def new() -> ResponseReturnValue:
    """Add an office."""
    form = OfficeForm(protocol_order=len(offices_in_protocol_order()) + 1)
    if form.validate_on_submit():
        with telling(form), transaction():
            add_office(form.details(), aliases=form.other_names(), by=current_user)
        if not form.errors:
            return _back("index")
    return page("offices/office.html", form, office=None)


@requires(Permission.OFFICES_EDIT)
def office(office_id: int) -> ResponseReturnValue:
    """Change an office and its aliases."""
    one = office_by_id(office_id)
    kept = {name: getattr(one, name) for name in KEPT}
    form = OfficeForm(data={**kept, "kind": one.kind.value, "aliases": "\n".join(other_names(one))})
    if form.validate_on_submit():
        with telling(form), transaction():
            change_office(one, form.details(), aliases=form.other_names(), by=current_user)
        if not form.errors:
            return _back("index")
    return page("offices/office.html", form, office=one)


@requires(Permission.OFFICES_VIEW)
def positions() -> ResponseReturnValue:
    """List the posts, the highest first."""
    return render_template(
        "offices/positions.html", positions=positions_in_rank_order(), other_names=other_names
    )


@requires(Permission.OFFICES_EDIT)
def new_position() -> ResponseReturnValue:
    """Add a post."""
    form = PositionForm()
    if form.validate_on_submit():
        with telling(form), transaction():
            add_position(form.details(), aliases=form.other_names(), by=current_user)
        if not form.errors:
            return _back("positions")
    return page("offices/position.html", form, position=None)


@requires(Permission.OFFICES_EDIT)
def position(position_id: int) -> ResponseReturnValue:
    """Change a post and its aliases."""
    one = position_by_id(position_id)
    form = PositionForm(
        data={
            "name": one.name,
            "short_name": one.short_name,
            "rank_order": one.rank_order,
            "aliases": "\n".join(other_names(one)),
        }
    )
    if form.validate_on_submit():
        with telling(form), transaction():
            change_position(one, form.details(), aliases=form.other_names(), by=current_user)
        if not form.errors:
            return _back("positions")
    return page("offices/position.html", form, position=one)
