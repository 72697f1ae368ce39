"""Write the notice of an incident to those affected: held for review, and to nobody twice.

Whose letter did not arrive, or whose address is another since, gets one anew: the desk corrects an address
and writes again. Many are written in the background, a few in each transaction: gates wait for none.
"""

from collections.abc import Sequence

from app.audit.record import Doer, record
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.jobs.background import Work, background
from app.jobs.models import Job
from app.lib.refusals import N_
from app.messages.compose import give_up_all
from app.messages.models import Delivery, DeliveryState
from app.participants.models import Participant
from app.participants.queries import participants_by_id
from app.privacy.letters import compose_notice
from app.privacy.models import Incident
from app.privacy.notice import told_notice
from app.privacy.queries import affected_by, notices_to

CHUNK = 50  # as many as a page may write while somebody waits; more go into the background
UNDER_WAY = (DeliveryState.HELD, DeliveryState.RELEASED)


def people_to_write_to(incident: Incident) -> list[int]:
    """List by name who has an address to which no letter about the incident has gone or waits."""
    letters = notices_to(incident)
    return [
        person.id for person in affected_by(incident) if _is_due(person, letters.get(person.reference, ()))
    ]


def compose_notices(event: Event, incident: Incident, ids: Sequence[int], *, by: Doer) -> int:
    """Put the letters that these people still lack into the outbox, held for review; return how many.

    What they were written before and did not reach them is never sent.
    """
    chosen = participants_by_id(event, ids)
    people = [chosen[one] for one in ids if one in chosen]
    letters = notices_to(incident, about=[person.reference for person in people])
    due = [person for person in people if _is_due(person, letters.get(person.reference, ()))]
    told = told_notice(event)
    give_up_all(one.message_id for person in due for one in letters.get(person.reference, ()))
    for person in due:
        number = len(_to_the_address(person, letters.get(person.reference, ())))
        compose_notice(event, incident, person, number=number, contact=told.contact or told.controller, by=by)
    incident.composed_at = event_now(event)
    record("privacy.compose_notices", by=by, on=incident.reference, event_id=event.id, letters=len(due))
    return len(due)


def compose_notices_later(event: Event, incident: Incident, ids: Sequence[int], *, key: str, by: Doer) -> Job:
    """Write many letters in the background, once per `key`."""
    return compose_many.later(
        key=f"notices:{incident.id}:{key}",
        by=by,
        event_id=event.id,
        event=event.id,
        incident=incident.id,
        ids=list(ids),
    )


@background("privacy.compose_notices", words=N_("Writing the letters about an incident"))
def compose_many(work: Work, *, event: int, incident: int, ids: Sequence[int]) -> dict[str, object]:
    """Write the letters chunk by chunk; begun again after a fall it leaves out those that are written."""
    meeting, about = db.session.get_one(Event, event), db.session.get_one(Incident, incident)
    written = 0
    for start in range(0, len(ids), CHUNK):
        with work.transaction():
            written += compose_notices(meeting, about, ids[start : start + CHUNK], by=work.by)
            work.progress(min(start + CHUNK, len(ids)), len(ids))
    return {"written": written, "address": f"/events/{meeting.slug}/messages?state=held"}


def _is_due(person: Participant, letters: Sequence[Delivery]) -> bool:
    if not person.email:
        return False
    there = _to_the_address(person, letters)
    return not any(one.state in UNDER_WAY or one.state is DeliveryState.SENT for one in there)


def _to_the_address(person: Participant, letters: Sequence[Delivery]) -> list[Delivery]:
    """Return the letters that went where somebody is reached now; a forgotten one went to nowhere else."""
    address = (person.email or "").lower()
    return [one for one in letters if one.address.lower() in ("", address)]
