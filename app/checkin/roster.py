"""What a device at a gate may know of everybody: hashes of codes, never a code."""

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from app.db import db
from app.lib.personal_names import PersonalName
from app.offices.models import Office
from app.participants.models import MergedInto, Participant, Pass, Withdrawal

VERSION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One pass: `status` is valid, void or withdrawn."""

    code_sha256: str
    name: str
    office: str
    position: str
    status: str


@dataclass(frozen=True, slots=True)
class GateRoster:
    """All passes of an event; `version` changes when anything in it does."""

    version: str
    people: list[RosterEntry]


def roster_for_gates(event_id: int) -> GateRoster:
    """List all passes of an event, in a fixed order."""
    rows = db.session.execute(
        select(
            Pass.code_sha256,
            Pass.voided_at,
            Participant.front_titles,
            Participant.name,
            Participant.back_titles,
            Participant.position_name,
            Office.name.label("office"),
            Withdrawal.id.label("withdrawn_id"),
        )
        .outerjoin(MergedInto, MergedInto.duplicate_id == Pass.participant_id)
        .join(Participant, Participant.id == func.coalesce(MergedInto.participant_id, Pass.participant_id))
        .join(Office, Office.id == Participant.office_id)
        .outerjoin(Withdrawal, Withdrawal.participant_id == Participant.id)
        .where(Pass.event_id == event_id, Pass.code_sha256.is_not(None))
        .order_by(Pass.id)
    )
    people = [
        RosterEntry(
            code_sha256=row.code_sha256,
            name=PersonalName(row.front_titles, row.name, row.back_titles).display,
            office=row.office,
            position=row.position_name,
            status="void" if row.voided_at else "withdrawn" if row.withdrawn_id else "valid",
        )
        for row in rows
    ]
    content = json.dumps([asdict(entry) for entry in people], ensure_ascii=False).encode()
    return GateRoster(hashlib.sha256(content).hexdigest()[:VERSION_LENGTH], people)
