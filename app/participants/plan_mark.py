"""The mark of what a sheet would do: the form carries it, so that nothing else is done than was shown."""

import hashlib
from typing import Any

import msgspec

from app.lib.refusals import N_, Conflict
from app.participants.examine_roster import Change, Examination, PlannedPerson

BODY = "office_id"  # told by its code: a new outside body gets an id, nothing shown differs


class OtherThanShown(Conflict):
    """Registering would do something else by now than the page said."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Nothing was registered: since you looked at this sheet, the list or the reading of the "
                "sheet has changed, and registering would do something else by now. Look at it once more."
            )
        )


def mark_of(examination: Examination) -> str:
    """Who is new, who is recognised as whom and what changes, in 32 characters; equal plans, equal marks."""
    digest = hashlib.sha256(str(examination.blocked).encode())
    for person in examination.planned:
        digest.update(msgspec.json.encode(_told(person)))
    return digest.hexdigest()[:32]


def refuse_other_than_shown(examination: Examination, seen: str) -> None:
    """Raise OtherThanShown when `seen` is the mark of another plan; there is always leave to do nothing."""
    nothing_to_do = not examination.blocked and not examination.changes
    if not nothing_to_do and mark_of(examination) != seen:
        raise OtherThanShown


def _told(person: PlannedPerson) -> tuple[Any, ...]:
    known = person.known["id"] if person.known else None
    if person.change is Change.UNCHANGED:
        return (known,)
    values = [each for each in person.values.items() if each[0] != BODY]
    before = [(name, old) for name, (old, _) in person.differences.items()]
    return known, person.identity, person.body.code, values, before
