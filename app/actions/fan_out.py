"""Fan out: what the minutes agreed becomes one action, and one obligation for each office named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.actions.models import ActionItem, Assignment
from app.db import insert_many, insert_once
from app.services import services


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


def fan_out(event_id: int, agreed: Sequence[Agreed]) -> int:
    """Make actions and assignments; what is there already stays. Returns how many actions are new."""
    return sum(_make(event_id, action) for action in agreed)


def _make(event_id: int, action: Agreed) -> bool:
    new_id = insert_once(
        ActionItem,
        event_id=event_id,
        entry_id=action.entry_id,
        code=action.code,
        task=action.task,
        owner=action.owner,
        due_on=action.due_on,
        evidence=action.evidence,
        agreed_at=services().clock.now(),
    )
    if new_id is None:
        return False
    insert_many(
        Assignment,
        (
            {"action_id": new_id, "event_id": event_id, "office_id": office_id}
            for office_id in action.office_ids
        ),
    )
    return True
