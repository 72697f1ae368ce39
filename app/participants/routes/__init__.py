"""Doors of the participants: the list, one person, the sheets they come from, the badges."""

from flask import Blueprint, Flask

from app.participants.routes import badges as badges
from app.participants.routes import chosen as chosen
from app.participants.routes import doubles as doubles
from app.participants.routes import downloads as downloads
from app.participants.routes import people as people
from app.participants.routes import person as person
from app.participants.routes import person_form as person_form
from app.participants.routes import rosters as rosters
from app.participants.routes import sheets as sheets
from app.participants.routes.name_look import names

PARTS = (people, downloads, chosen, doubles, person_form, person, rosters, sheets, badges)


def register(app: Flask) -> None:
    """Put the pages in."""
    participants = Blueprint("participants", __name__, url_prefix="/events/<event>")
    for part in PARTS:
        part.open_doors(participants)
    app.register_blueprint(participants)
    app.register_blueprint(names)
