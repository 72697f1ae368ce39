"""What the doors of the personal link share in every room: whose it is, and of which event the page is."""

from flask import g

from app.audit.record import Machine
from app.db import db
from app.events.models import Event
from app.participants.holder import holder_of
from app.participants.models import Participant


def opened(token: str) -> Participant:
    """Return whose link this is; the page is one of that person's event."""
    person = holder_of(token)
    g.event = db.session.get_one(Event, person.event_id)
    return person


def oneself(person: Participant) -> Machine:
    """Return the person as somebody who does something."""
    return Machine(person.reference, person.display_name)
