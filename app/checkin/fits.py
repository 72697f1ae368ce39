"""Coming and going that fit each other, whichever gate told of them first: then nothing contradicts."""

from collections.abc import Iterable

from app.checkin.fall_back import believed_at
from app.checkin.models import Direction, Scan, ScanStatus

ADMITTED = ScanStatus.ADMITTED


def fits(scans: Iterable[Scan]) -> bool:
    """Say whether one person with one card can have done what gates said by themselves, moment by moment.

    `scans` are those of one person in one session that nobody took back. A coming back that arrives before
    the going, or before the first coming, counts as something else there; told in order it is no riddle.
    """
    in_order = sorted(scans, key=lambda one: (believed_at(one), one.id))
    is_in = False
    for one in in_order:
        comes = one.direction is Direction.IN
        if one.told is ADMITTED and (comes is is_in or one.status is ScanStatus.REFUSED):
            return False
        if ADMITTED in (one.told, one.status):
            is_in = comes
    return True
