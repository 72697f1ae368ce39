"""Read what a device or the gate page sends: strictly, saying exactly what is wrong.

The dataclasses below are what is parsed and what `/api/v1/openapi.json` describes: one cannot say what the
other does not mean.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from app.checkin.judging import FURTHEST_OFF, Post, Presented
from app.checkin.models import Direction, ScanStatus
from app.checkin.redeem import sha256_of
from app.checkin.sent import HEX_64, BodyRefused, Key, Moment, checked, read, refusal_at, uuid_of
from app.lib.refusals import N_, Refused
from app.lib.row_numbers import LARGEST_ROW

MOST_SCANS = 50
LONGEST_CODE = 5000  # a QR code holds at most 4,296 characters
LONGEST_WAIT = 1_000_000  # scans kept on a device; nobody makes more in a week
NOT_BLANK = r"[^\s\x1c-\x1f\x85]"  # the same letters are blank to Python and to a schema

__all__ = ["BodyRefused", "SentBatch", "SentScan", "SentScans", "TooManyScans", "read_scans"]

TEXT, NOTHING = {"type": "string"}, {"type": "null"}
CODE_OR_HASH = {
    "anyOf": [
        {"required": ["code"], "properties": {"code": TEXT}},
        {"required": ["code_sha256"], "properties": {"code": NOTHING, "code_sha256": TEXT}},
    ]
}


class TooManyScans(Refused):
    """More scans than one request may carry."""

    status = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class SentScan:
    """One scan. `key` names it for ever; `code` is what was read, or `code_sha256` its SHA-256.

    `clock_offset_seconds` is how far the clock of the device was ahead when it was made, for a clock that was
    put right since: without it, `sent_at` of the batch tells.
    """

    key: Key
    at: Moment
    code: Annotated[str, Meta(pattern=NOT_BLANK, max_length=LONGEST_CODE)] | None = None
    code_sha256: Annotated[str, Meta(pattern=HEX_64)] | None = None
    told: ScanStatus | None = None
    direction: Direction = Direction.IN
    clock_offset_seconds: Annotated[int, Meta(ge=-FURTHEST_OFF, le=FURTHEST_OFF)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBatch:
    """Scans of one session.

    `sent_at` is the device's clock now, `waiting` how many scans it keeps, these too.
    """

    session: Annotated[int, Meta(ge=1, le=LARGEST_ROW)]
    scans: Annotated[
        list[Annotated[SentScan, Meta(extra_json_schema=CODE_OR_HASH)]], Meta(max_length=MOST_SCANS)
    ]
    sent_at: Moment | None = None
    waiting: Annotated[int, Meta(ge=0, le=LONGEST_WAIT)] | None = None


@dataclass(frozen=True)
class SentScans:
    """A batch as read; `keys` are the keys exactly as the device wrote them.

    `clock_offset` is how far the device's clock is ahead, `waiting` its queue: where it said so.
    """

    session_id: int
    keys: list[str]
    scans: list[Presented]
    clock_offset: timedelta | None = None
    waiting: int | None = None

    @property
    def left(self) -> int | None:
        """How many scans wait on the device once these are kept, where it said so."""
        return None if self.waiting is None else max(0, self.waiting - len(self.scans))


SENTENCES = {
    "": N_("The body must be a JSON object with %(field)s."),
    "session": N_("%(field)s must be the number of a session."),
    "scans": N_("%(field)s must be a list of scans."),
    "[]": N_("%(field)s must be an object with key, code and at."),
    "code": N_("%(field)s must be a text of up to %(most)s letters."),
    "code_sha256": N_("%(field)s must be 64 hexadecimal digits."),
    "told": N_("%(field)s must be admitted, already or refused."),
    "direction": N_("%(field)s must be in or out."),
    "clock_offset_seconds": N_("%(field)s must be a whole number of seconds."),
    "waiting": N_("%(field)s must be the number of scans that wait on the device."),
}
PLACES = {"most": LONGEST_CODE}


def read_scans(body: Any, *, now: datetime, post: Post) -> SentScans:
    """Read the JSON body of a batch, made at `post`.

    `now` is the event's clock, for devices that tell their own (`sent_at`).
    Raises BodyRefused and TooManyScans.
    """
    _refuse_too_many(body)
    sent = read(body, SentBatch, SENTENCES, whole="session, scans", **PLACES)
    offset = checked(sent.sent_at, "sent_at") - now if sent.sent_at else None
    scans = [_presented(one, f"scans[{index}]", post, offset) for index, one in enumerate(sent.scans)]
    keys = [one["key"] for one in body["scans"]]
    return SentScans(sent.session, keys, scans, offset, sent.waiting)


def _refuse_too_many(body: Any) -> None:
    listed = body.get("scans") if isinstance(body, dict) else None
    if isinstance(listed, list) and len(listed) > MOST_SCANS:
        raise TooManyScans(
            N_("A request may carry %(most)s scans, this one has %(sent)s. Send them in several requests."),
            most=MOST_SCANS,
            sent=len(listed),
        )


def _presented(one: SentScan, where: str, post: Post, offset: timedelta | None) -> Presented:
    if one.clock_offset_seconds is not None:
        offset = timedelta(seconds=one.clock_offset_seconds)
    return Presented(
        key=uuid_of(one.key, f"{where}.key"),
        code_sha256=_code(one, where),
        at=checked(one.at, f"{where}.at"),
        post=post,
        clock_offset=offset,
        direction=one.direction,
        told=one.told,
    )


def _code(one: SentScan, where: str) -> str:
    if one.code is not None:
        return sha256_of(one.code)
    if one.code_sha256 is not None:
        return one.code_sha256.lower()
    raise refusal_at(f"{where}.code", SENTENCES, **PLACES)
