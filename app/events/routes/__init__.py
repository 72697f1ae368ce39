"""Doors of the events: the event in every address, the pages of one event and of its settings."""

from flask import Blueprint, Flask

from app.events.routes import context, home, places, setting_up

PARTS = (home, setting_up, places)


def register(app: Flask) -> None:
    """Put the event into addresses and templates, and open the pages."""
    context.register(app)
    events = Blueprint("events", __name__)
    for part in PARTS:
        part.open_doors(events)
    app.register_blueprint(events)
