"""Doors of the participants: the list, one person, the sheets they come from, the badges."""

from flask import Blueprint, Flask

from app.participants.routes import badges as badges
from app.participants.routes import people as people
from app.participants.routes import person as person
from app.participants.routes import rosters as rosters
from app.participants.routes import sheets as sheets

PARTS = (people, person, rosters, sheets, badges)


def register(app: Flask) -> None:
    """Put the pages in."""
    participants = Blueprint("participants", __name__, url_prefix="/events/<event>")
    for part in PARTS:
        part.open_doors(participants)
    app.register_blueprint(participants)
