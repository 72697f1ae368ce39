"""What several scans of one batch come to together: pure rules, no database."""

from dataclasses import replace
from datetime import datetime

from app.checkin.judging import Judgement, PassFound
from app.checkin.models import RefusalReason, ScanStatus


def settle(judgements: list[Judgement]) -> list[Judgement]:
    """Let each person in once: of several scans that would admit, the earliest does, the others came after.

    Who goes after a coming that this batch tells has been here, also when another gate let them in later;
    goings and returns of one person are judged in the order in which they happened.
    """
    first: dict[int, Judgement] = {}
    came: dict[int, datetime] = {}
    for one in judgements:
        if one.first_at is not None and not one.leaves and one.person_id is not None:
            came[one.person_id] = min(one.first_at, came.get(one.person_id, one.first_at))
        if one.arrives and one.person_id is not None:
            known = first.get(one.person_id)
            first[one.person_id] = one if known is None or one.at < known.at else known
    settled = [
        _settled(one, first.get(one.person_id or 0), came.get(one.person_id or 0)) for one in judgements
    ]
    return _in_order(settled) if any(map(_may_move, settled)) else settled


def _settled(one: Judgement, first: Judgement | None, came_at: datetime | None) -> Judgement:
    if one.reason is RefusalReason.NOT_CHECKED_IN and came_at is not None and came_at <= one.at:
        return replace(one, status=ScanStatus.ADMITTED, reason=None, first_at=came_at)
    if one.arrives and first is not None and first is not one:
        return replace(one, status=ScanStatus.ALREADY, first_at=first.at, arrives=False)
    return one


def _may_move(one: Judgement) -> bool:
    return one.leaves or (one.found is not None and one.found.left_at is not None)


def _in_order(judgements: list[Judgement]) -> list[Judgement]:
    """Judge goings and returns one after the other: each finds what the one before it left."""
    decided, stands = list(judgements), dict[int, PassFound]()
    for place in sorted(range(len(judgements)), key=lambda place: judgements[place].at):
        one = judgements[place]
        if one.status is ScanStatus.REFUSED or one.found is None or one.arrives:
            continue
        before = stands.get(one.found.person.id, one.found)
        is_new = before.is_out(one.at) != one.leaves
        decided[place] = replace(one, status=ScanStatus.ADMITTED if is_new else ScanStatus.ALREADY)
        stands[one.found.person.id] = before.after(one)
    return decided


def settle_anew(judgements: list[Judgement]) -> list[Judgement]:
    """Settle after some scans of a batch turned out to be repeated: the earliest may be one of those."""
    return settle(
        [
            replace(one, status=ScanStatus.ADMITTED, first_at=one.at, arrives=True)
            if one.status is not ScanStatus.REFUSED
            and not one.leaves
            and one.found
            and one.found.first_at is None
            else one
            for one in judgements
        ]
    )
