"""Doors of the gate: the scan page, the desk, and the devices."""

from flask import Blueprint, Flask
from flask_babel import gettext as _

from app.checkin.routes import desk, devices, gate
from app.checkin.words import REFUSAL_TITLES, SCAN_WORDS, STATUS_KINDS, STATUS_WORDS, WHAT_TO_DO

PARTS = (gate, desk, devices)


def register(app: Flask) -> None:
    """Open the pages, and give templates the words for statuses and refusals."""
    checkin = Blueprint("checkin", __name__)
    for part in PARTS:
        part.open_doors(checkin)
    app.register_blueprint(checkin)
    filters = {
        "attendance_word": lambda status: _(STATUS_WORDS[status]),
        "attendance_kind": lambda status: STATUS_KINDS[status],
        "scan_word": lambda status: _(SCAN_WORDS[status]),
        "refusal_title": lambda reason: _(REFUSAL_TITLES[reason]),
        "what_to_do": lambda reason: _(WHAT_TO_DO[reason]),
    }
    app.jinja_env.filters.update(filters)
