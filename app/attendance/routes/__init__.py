"""Doors of attendance: who is here, set by hand, days and their closing, and the rules."""

from flask import Blueprint, Flask

from app.attendance.routes import days, here, rules

PARTS = (here, days, rules)


def register(app: Flask) -> None:
    """Open the pages."""
    attendance = Blueprint("attendance", __name__)
    for part in PARTS:
        part.open_doors(attendance)
    app.register_blueprint(attendance)
