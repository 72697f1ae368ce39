"""What a device says when it asks for the list of passes: what it knows already, and how it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta

from app.checkin.read_scans import LONGEST_WAIT
from app.checkin.sent import Moment, read_arguments
from app.checkin.troubles import SEVERAL

LONGEST_VERSION = 1000
Known = Annotated[str, Meta(max_length=LONGEST_VERSION, pattern=r"^[^\x00]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The version and the cursor a device has; its queue and its clock, where it says so.

    `troubles` are the codes of what went wrong there since it was heard last, with commas between.
    """

    since: Known | None = None
    arrivals_since: Known | None = None
    waiting: Annotated[int, Meta(ge=0, le=LONGEST_WAIT)] | None = None
    sent_at: Moment | None = None
    troubles: Annotated[str, Meta(pattern=SEVERAL)] | None = None

    def clock_offset(self, now: datetime) -> timedelta | None:
        """Return how far the device's clock is ahead of the event's, where it says so."""
        return self.sent_at - now if self.sent_at else None


def read_asked(arguments: Mapping[str, str]) -> Asked:
    """Read the arguments of an address; raises BodyRefused."""
    return read_arguments(arguments, Asked)
