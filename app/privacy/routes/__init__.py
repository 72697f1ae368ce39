"""Doors of personal data: the notice, one's own pages, and those of the committee."""

from flask import Blueprint, Flask

from app.privacy.routes import consents, incidents, my_data, notice, register_of_requests, retention

PARTS = (notice, consents, my_data, register_of_requests, retention, incidents)


def register(app: Flask) -> None:
    """Put the pages in."""
    privacy = Blueprint("privacy", __name__)
    for part in PARTS:
        part.open_doors(privacy)
    app.register_blueprint(privacy)
