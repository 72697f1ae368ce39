"""Doors of attendance: who is here, set by hand, and the lists."""

from flask import Blueprint, Flask

from app.attendance.routes import here

PARTS = (here,)


def register(app: Flask) -> None:
    """Open the pages."""
    attendance = Blueprint("attendance", __name__)
    for part in PARTS:
        part.open_doors(attendance)
    app.register_blueprint(attendance)
