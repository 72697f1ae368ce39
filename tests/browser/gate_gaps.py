"""Scans of every kind in the demonstration, so that the pages that show them have something to show."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.agenda.models import Session
from app.checkin.gates import gate_named
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import Attendance, Device, ScanStatus
from app.checkin.redeem import redeem_passes, sha256_of
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.participants.models import Participant
from app.participants.passes import code_of

ADMITTED, ALREADY, REFUSED = (str(UUID(int=number)) for number in (1, 2, 3))


def gate_gaps(event: Event, session: Session, device: Device) -> dict[str, object]:
    """Let two gates admit one person, with a clock two hours off, and refuse somebody; inside transaction().

    The device says that it keeps scans which it has not sent.
    """
    device.waiting = 12
    person, now = _not_here_yet(session), event_now(event)
    one = [
        _shown(event, code_of(person.passes[-1]), key, now - timedelta(minutes=ago), gate)
        for key, gate, ago in ((ADMITTED, "Utama 1", 2), (ALREADY, "Utama 2", 1))
    ]
    redeem_passes([*one, _shown(event, "menu", REFUSED, now, "Utama 2")], hours=hours_of(session, event))
    return {
        "admitted_key": ADMITTED,
        "already_key": ALREADY,
        "refused_key": REFUSED,
        "today_id": session.day_id,
        "somebody": person.name[:3],
        "somebody_id": person.id,
    }


def _not_here_yet(session: Session) -> Participant:
    here = select(Attendance.participant_id).where(Attendance.session_id == session.id)
    question = select(Participant).where(
        Participant.event_id == session.event_id, Participant.id.not_in(here)
    )
    return next(one for one in db.session.scalars(question.order_by(Participant.id)) if one.passes)


def _shown(event: Event, code: str, key: str, at: datetime, gate: str) -> Presented:
    off = timedelta(hours=2)
    return Presented(
        key=key,
        code_sha256=sha256_of(code),
        at=at + off,
        post=Post(gate_named(event, gate).id, None, "user:1", "Dhea"),
        clock_offset=off,
        told=ScanStatus.REFUSED if key == REFUSED else ScanStatus.ADMITTED,
    )
