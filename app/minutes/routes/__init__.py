"""Doors of the minutes: read them, write them, publish them."""

from flask import Blueprint, Flask

from app.minutes.routes import publishing, reading, writing

PARTS = (reading, writing, publishing)


def register(app: Flask) -> None:
    """Put the pages in."""
    minutes = Blueprint("minutes", __name__, url_prefix="/events/<event>/minutes")
    for part in PARTS:
        part.open_doors(minutes)
    app.register_blueprint(minutes)
