"""What the API answers, beyond what the rooms answer themselves; the document of the API describes these."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from app.checkin.models import RefusalReason, ScanStatus
from app.checkin.tell_roster import KnownSession
from app.lib.iso import Iso
from app.lib.row_numbers import LARGEST_ROW


@dataclass(frozen=True, slots=True)
class CountersAsked:
    """Which session is to be counted."""

    session: Annotated[int, Meta(ge=1, le=LARGEST_ROW)]


@dataclass(frozen=True, slots=True)
class Sessions:
    """The gate of the device, the event's clock, and the sessions people are checked in for."""

    gate: str
    now: Iso
    rehearsal_lead_seconds: int
    sessions: list[KnownSession]


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a scan was of; the name is ready to show."""

    name: str
    office: str
    position: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one scan. `first_at` is when the person arrived, for admitted and already."""

    key: str
    status: ScanStatus
    reason: RefusalReason | None
    participant: Person | None
    first_at: Iso | None


@dataclass(frozen=True, slots=True)
class Results:
    """The answers to a batch, in the order of its scans."""

    results: list[Result]


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as RFC 9457 has it; `field` says where in the body: `scans[3].at`."""

    type: str
    title: str
    status: int
    detail: str
    field: str | None = None
