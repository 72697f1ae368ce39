"""Doors of the gate: scan page, desk, kiosk and hall screen, devices, conflicts, own check-in."""

from flask import Blueprint, Flask
from flask_babel import gettext as _

from app.checkin.models import RefusalReason, ScanStatus
from app.checkin.routes import conflicts, desk, devices, gate, gate_app, hall, kiosk, myself, offline
from app.checkin.routes.clocks import clock_words
from app.checkin.words import (
    PROFILE_LIMITS,
    PROFILE_NAMES,
    REFUSAL_TITLES,
    SCAN_WORDS,
    STATUS_KINDS,
    STATUS_WORDS,
    WHAT_TO_DO,
)

PARTS = (gate, gate_app, desk, devices, hall, kiosk, myself, offline, conflicts)


def register(app: Flask) -> None:
    """Open the pages, and give templates the words for statuses and refusals."""
    checkin = Blueprint("checkin", __name__)
    for part in PARTS:
        part.open_doors(checkin)
    app.register_blueprint(checkin)
    filters = {
        "profile_word": lambda profile: _(PROFILE_NAMES[profile]),
        "profile_limits": lambda profile: _(PROFILE_LIMITS[profile]),
        "attendance_word": lambda status: _(STATUS_WORDS[status]),
        "attendance_kind": lambda status: STATUS_KINDS[status],
        "scan_word": lambda status: _(SCAN_WORDS[status]),
        "scan_word_of": lambda value: _(SCAN_WORDS[ScanStatus(value)]),
        "refusal_title": lambda reason: _(REFUSAL_TITLES[reason]),
        "what_to_do": lambda reason: _(WHAT_TO_DO[reason]),
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["clock_words"] = clock_words
    app.jinja_env.globals["refusal_reasons"] = lambda: list(RefusalReason)
