"""Doors of attendance: who is here, set by hand, days and their closing, lists, exports, the rules."""

from flask import Blueprint, Flask

from app.attendance.routes import days, exports, here, lists, office, reminders, rules

PARTS = (here, days, rules, lists, exports, office, reminders)


def register(app: Flask) -> None:
    """Open the pages."""
    attendance = Blueprint("attendance", __name__)
    for part in PARTS:
        part.open_doors(attendance)
    app.register_blueprint(attendance)
