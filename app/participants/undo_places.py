"""Taking a sheet back gives people their old roles again, whose places others may have by now."""

from collections import Counter

from sqlalchemy import select

from app.db import db
from app.events.models import Event
from app.participants.free_places import beyond_places
from app.participants.kept_sheets import Roster, RosterChange
from app.participants.models import Participant, ParticipantRole
from app.participants.wanted import ON_THE_LIST


def beyond_when_undone(event: Event, roster: Roster) -> dict[ParticipantRole, int]:
    """Tell how many of those who get an old role back find no place in it now, when a sheet is taken back."""
    question = (
        select(Participant.role, RosterChange.changed)
        .join(Participant, Participant.id == RosterChange.participant_id)
        .where(RosterChange.roster_id == roster.id, Participant.state.in_(ON_THE_LIST))
    )
    coming: Counter[str] = Counter()
    for role, changed in db.session.execute(question):
        old, new = (changed or {}).get("role", (role.value, role.value))
        if changed is None:
            coming[role.value] -= 1
        elif new == role.value != old:
            coming.update({new: -1, old: 1})
    return beyond_places(event, coming)
