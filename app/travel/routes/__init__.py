"""Doors of travel: one's own pages, those of an office, and the lists of the committee."""

from flask import Blueprint, Flask

from app.travel.routes import lists, of_office, own, person

PARTS = (own, of_office, person, lists)


def register(app: Flask) -> None:
    """Put the pages in."""
    travel = Blueprint("travel", __name__)
    for part in PARTS:
        part.open_doors(travel)
    app.register_blueprint(travel)
