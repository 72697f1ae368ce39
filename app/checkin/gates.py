"""Gates by name: the first who names one makes it."""

from sqlalchemy import select

from app.checkin.models import Gate
from app.db import db, insert_once
from app.events.models import Event
from app.lib.refusals import N_, NotThere, Refused

LONGEST_NAME = 60


class GateUnnamed(Refused):
    """A gate needs a name of a sensible length."""


class GateNotThere(NotThere):
    """The event has no such gate."""


def gate_named(event: Event, name: str) -> Gate:
    """Return the gate of this name; it is made when there is none yet.

    Raises GateUnnamed when the name is empty or longer than 60 letters.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise GateUnnamed(
            N_("Give the gate a name of up to %(most)s letters, for example Main 1."), most=LONGEST_NAME
        )
    insert_once(Gate, event_id=event.id, name=name)
    return db.session.scalars(select(Gate).where(Gate.event_id == event.id, Gate.name == name)).one()


def gate_of(event: Event, gate_id: int) -> Gate:
    """Return a gate of this event, or raise GateNotThere."""
    gate = db.session.get(Gate, gate_id)
    if gate is None or gate.event_id != event.id:
        raise GateNotThere(N_("This gate does not belong to the event. Choose the gate again."))
    return gate


def gates_of(event: Event) -> list[Gate]:
    """List the gates of an event by name."""
    return list(db.session.scalars(select(Gate).where(Gate.event_id == event.id).order_by(Gate.name)))
