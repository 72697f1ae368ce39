"""Somebody does not want to be written to by WhatsApp, whether they ever agreed or not; and again does."""

from datetime import datetime

from sqlalchemy import func, select, update

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.participants.kept_consents import Refusal
from app.participants.models import MergedInto, Participant
from app.participants.same_person import ids_of
from app.services import services


def refuse_whatsapp(participant: Participant, *, by: Doer) -> None:
    """Let nobody be offered to write to this person by WhatsApp any more. Twice is once."""
    new_id = insert_once(Refusal, participant_id=participant.id, refused_at=services().clock.now())
    if new_id is not None:
        _tell("participants.refuse_whatsapp", participant, by)


def allow_whatsapp(participant: Participant, *, by: Doer) -> None:
    """Take the refusal back, in whichever row of the person it stands."""
    ended = db.session.execute(
        update(Refusal)
        .where(Refusal.participant_id.in_(ids_of(participant)), Refusal.taken_back_at.is_(None))
        .values(taken_back_at=services().clock.now())
        .returning(Refusal.id)
    ).all()
    if ended:
        _tell("participants.allow_whatsapp", participant, by)


def refused_since(participant: Participant) -> datetime | None:
    """Return since when somebody refuses WhatsApp; None when they do not."""
    theirs = select(func.min(Refusal.refused_at)).where(Refusal.participant_id.in_(ids_of(participant)))
    return db.session.scalar(theirs.where(Refusal.taken_back_at.is_(None)))


def refuses_whatsapp(participant: Participant) -> bool:
    """Say whether nobody may write to this person by WhatsApp."""
    return refused_since(participant) is not None


def who_refuses_whatsapp(event_id: int) -> set[int]:
    """Return the ids of those of an event who refuse it; rows that are one person refuse together."""
    person = func.coalesce(MergedInto.participant_id, Refusal.participant_id)
    refusing = (
        select(person)
        .select_from(Refusal)
        .join(Participant, Participant.id == Refusal.participant_id)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Refusal.participant_id)
    )
    still = (Participant.event_id == event_id, Refusal.taken_back_at.is_(None))
    return set(db.session.scalars(refusing.where(*still)))


def refusals_of(participant: Participant) -> list[Refusal]:
    """List every time somebody refused, the oldest first; of all rows that are this person."""
    theirs = select(Refusal).where(Refusal.participant_id.in_(ids_of(participant)))
    return list(db.session.scalars(theirs.order_by(Refusal.id)))


def _tell(action: str, participant: Participant, by: Doer) -> None:
    record(action, by=by, on=participant.reference, event_id=participant.event_id)
