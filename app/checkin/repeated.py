"""What was answered to a key the first time: a scan that is sent again gets the same answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.checkin.judging import PersonAtGate
from app.checkin.ledger import OFFICES, WHO, person_at_gate
from app.checkin.models import RefusalReason, Scan, ScanStatus
from app.db import db
from app.offices.models import Office
from app.participants.models import Participant


class StoredAnswer(NamedTuple):
    """What was answered to a key the first time."""

    status: ScanStatus
    reason: RefusalReason | None
    person: PersonAtGate | None
    first_at: datetime | None


def stored_answers(event_id: int, keys: Iterable[str]) -> dict[str, StoredAnswer]:
    """Return what was answered to these keys before."""
    rows = db.session.execute(
        select(
            Scan.key,
            Scan.status,
            Scan.reason,
            Scan.first_at,
            Scan.participant_id,
            *WHO,
            OFFICES.c.name.label("office"),
        )
        .outerjoin(Participant, Participant.id == Scan.participant_id)
        .outerjoin(Office, Office.id == Participant.office_id)
        .where(Scan.event_id == event_id, Scan.key.in_(list(keys)))
    )
    return {
        row.key: StoredAnswer(
            row.status, row.reason, person_at_gate(row) if row.participant_id else None, row.first_at
        )
        for row in rows
    }
