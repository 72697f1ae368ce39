"""Read what a device or the gate page sends: strictly, saying exactly what is wrong."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.checkin.judging import Post, Presented
from app.checkin.redeem import sha256_of
from app.lib.refusals import N_, Refused
from app.lib.row_numbers import LARGEST_ROW

MOST_SCANS = 50
LONGEST_CODE = 5000  # a QR code holds at most 4,296 characters
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
# A clock that was never set says 1970; beyond these years arithmetic and PostgreSQL give up.
YEARS = range(1970, 2100)


class BodyRefused(Refused):
    """A body that cannot be understood; `field` says where: `scans[3].at`."""

    def __init__(self, msgid: str, *, field: str, **values: object) -> None:
        super().__init__(msgid, field=field, **values)
        self.field = field


class TooManyScans(Refused):
    """More scans than one request may carry."""

    status = 413


@dataclass(frozen=True)
class SentScans:
    """A batch as sent; `keys` are the keys exactly as the device wrote them."""

    session_id: int
    keys: list[str]
    scans: list[Presented]


def read_scans(body: Any, *, now: datetime, post: Post) -> SentScans:
    """Read the JSON body of a batch, made at `post`.

    `now` is the event's clock, for devices that tell their own (`sent_at`).
    Raises BodyRefused and TooManyScans.
    """
    if not isinstance(body, dict):
        raise BodyRefused(N_("The body must be a JSON object with %(field)s."), field="session, scans")
    session_id = body.get("session")
    if not isinstance(session_id, int) or isinstance(session_id, bool) or not 0 < session_id <= LARGEST_ROW:
        raise BodyRefused(N_("%(field)s must be the number of a session."), field="session")
    listed = body.get("scans")
    if not isinstance(listed, list):
        raise BodyRefused(N_("%(field)s must be a list of scans."), field="scans")
    if len(listed) > MOST_SCANS:
        raise TooManyScans(
            N_("A request may carry %(most)s scans, this one has %(sent)s. Send them in several requests."),
            most=MOST_SCANS,
            sent=len(listed),
        )
    sent_at = _instant(body["sent_at"], "sent_at") if body.get("sent_at") is not None else None
    offset = sent_at - now if sent_at else None
    scans = [_scan(one, f"scans[{index}]", post, offset) for index, one in enumerate(listed)]
    return SentScans(session_id, [one["key"] for one in listed], scans)


def _scan(one: Any, where: str, post: Post, offset: timedelta | None) -> Presented:
    if not isinstance(one, dict):
        raise BodyRefused(N_("%(field)s must be an object with key, code and at."), field=where)
    return Presented(
        key=_key(one.get("key"), f"{where}.key"),
        code_sha256=_code(one, where),
        at=_instant(one.get("at"), f"{where}.at"),
        post=post,
        clock_offset=offset,
    )


def _key(value: Any, where: str) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError) as unreadable:
        raise BodyRefused(N_("%(field)s must be a UUID."), field=where) from unreadable


def _code(one: dict[str, Any], where: str) -> str:
    code, digest = one.get("code"), one.get("code_sha256")
    if isinstance(code, str) and code.strip() and len(code) <= LONGEST_CODE:
        return sha256_of(code)
    if code is None and isinstance(digest, str) and SHA256.fullmatch(digest):
        return digest.lower()
    if code is None and digest is not None:
        raise BodyRefused(N_("%(field)s must be 64 hexadecimal digits."), field=f"{where}.code_sha256")
    raise BodyRefused(
        N_("%(field)s must be a text of up to %(most)s letters."), field=f"{where}.code", most=LONGEST_CODE
    )


def _instant(value: Any, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None and (moment := moment.astimezone(UTC)).year in YEARS:
            return moment
    except (ValueError, TypeError, OverflowError):
        pass
    raise BodyRefused(
        N_("%(field)s must be a moment with its zone, such as 2024-09-06T13:40:00+08:00."), field=where
    )
