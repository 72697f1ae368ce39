"""Count who asks for papers: thirty a minute from one address, whichever process answers.

Other doors count theirs here too, under an address and with a limit of their own.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from app.db import db, insert_once
from app.documents.models import VerificationCount
from app.lib.refusals import N_, Refused
from app.services import services

MOST_PER_MINUTE = 30
TOO_MANY_REQUESTS = 429
MINUTE = timedelta(minutes=1)


class TooManyChecks(Refused):
    """An address asked too often; it may ask again in `seconds`."""

    status = TOO_MANY_REQUESTS

    def __init__(self, seconds: int) -> None:
        super().__init__(
            N_(
                "Too many documents were checked from your network within one minute. "
                "Try again in %(seconds)s seconds."
            ),
            seconds=seconds,
        )
        self.seconds = seconds


def refuse_flood(address: str, *, most: int = MOST_PER_MINUTE) -> None:
    """Turn away whoever is over the limit, by a read alone: a flood must not take the write lock.

    Raises TooManyChecks.
    """
    counted = db.session.execute(
        select(VerificationCount.checks).where(_counted_here(address))
    ).scalar_one_or_none()
    if counted is not None and counted >= most:
        raise TooManyChecks(_seconds_left())


def count_check(address: str, *, most: int = MOST_PER_MINUTE) -> None:
    """Count one check from a network address, or raise TooManyChecks."""
    minute = _this_minute()
    if insert_once(VerificationCount, address=address, minute=minute) is not None:
        db.session.execute(delete(VerificationCount).where(VerificationCount.minute < minute - MINUTE))
    checks = db.session.execute(
        update(VerificationCount)
        .where(_counted_here(address))
        .values(checks=VerificationCount.checks + 1)
        .returning(VerificationCount.checks)
    ).scalar_one()
    if checks > most:
        raise TooManyChecks(_seconds_left())


def _counted_here(address: str) -> ColumnElement[bool]:
    return (VerificationCount.address == address) & (VerificationCount.minute == _this_minute())


def _this_minute() -> datetime:
    return services().clock.now().replace(second=0, microsecond=0)


def _seconds_left() -> int:
    return max(1, int((_this_minute() + MINUTE - services().clock.now()).total_seconds()))
