"""Doors of the registration: seat plan, board of the delegations, substitution, and the links to fill seats.

Every part opens its doors on one blueprint, under whole addresses: of an event, or of a link.
"""

from flask import Blueprint, Flask

from app.registration.routes import board as board
from app.registration.routes import individuals as individuals
from app.registration.routes import invitations as invitations
from app.registration.routes import letters as letters
from app.registration.routes import names as names
from app.registration.routes import office_page as office_page
from app.registration.routes import office_people as office_people
from app.registration.routes import office_replacements as office_replacements
from app.registration.routes import pass_mail as pass_mail
from app.registration.routes import plan as plan
from app.registration.routes import review as review
from app.registration.routes import review_replacements as review_replacements
from app.registration.routes import self_registration as self_registration
from app.registration.routes import substitution as substitution
from app.registration.routes import whatsapp as whatsapp

PARTS = (
    board,
    individuals,
    invitations,
    letters,
    names,
    office_page,
    office_people,
    office_replacements,
    pass_mail,
    plan,
    review,
    review_replacements,
    self_registration,
    substitution,
    whatsapp,
)


def register(app: Flask) -> None:
    """Put the pages in."""
    registration = Blueprint("registration", __name__)
    for part in PARTS:
        part.open_doors(registration)
    app.register_blueprint(registration)
