"""Fan out: what the minutes agreed becomes one action, and one obligation for each office named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.actions.models import ActionItem, Assignment
from app.db import db, insert_many, insert_once
from app.documents.models import Document
from app.offices.models import Office, OfficeKind


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An action as the minutes have it. `code` is unique in the event."""

    entry_id: int
    code: str
    task: str
    owner: str
    due_on: date | None
    evidence: str
    office_ids: tuple[int, ...]


def fan_out(document: Document, agreed: Sequence[Agreed], *, at: datetime) -> int:
    """Make the actions that a paper agreed, and their assignments; what is there already stays.

    Returns how many actions are new.
    """
    return sum(_make(document, action, at=at) for action in agreed)


def _make(document: Document, action: Agreed, *, at: datetime) -> bool:
    new_id = insert_once(
        ActionItem,
        event_id=document.event_id,
        document_id=document.id,
        entry_id=action.entry_id,
        code=action.code,
        task=action.task,
        owner=action.owner,
        due_on=action.due_on,
        evidence=action.evidence,
        agreed_at=at,
    )
    if new_id is None:
        return False
    supervisor = _supervisor(action.office_ids)
    insert_many(
        Assignment,
        (
            {
                "action_id": new_id,
                "event_id": document.event_id,
                "office_id": office_id,
                "supervising_office_id": supervisor,
            }
            for office_id in action.office_ids
        ),
    )
    return True


def _supervisor(office_ids: Sequence[int]) -> int | None:
    """Return the only directorate among these offices; of two nobody knows which one supervises."""
    named = db.session.scalars(
        select(Office.id).where(Office.id.in_(office_ids), Office.kind == OfficeKind.DIRECTORATE)
    ).all()
    return named[0] if len(named) == 1 else None
