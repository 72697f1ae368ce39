"""All that a device takes along to work without a network: passes, sessions, who is here already."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from app.checkin.arrivals import Arrived, Moved, Undone, arrivals_in, movements_in, undone_in
from app.checkin.hours import SessionHours
from app.checkin.roster import RosterEntry, roster_for_gates
from app.lib.iso import Iso, iso

ROSTER_LASTS = timedelta(hours=12)
ETAG_LENGTH = 24


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session people are checked in for. `only` are the people who may enter; null is everybody.

    `direction_out` asks for scans of those who leave, too.
    """

    id: int
    title: str
    open: bool
    opens_at: Iso
    starts_at: Iso
    late_from: Iso
    ends_at: Iso
    direction_out: bool
    only: list[int] | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a device takes along.

    With `complete` it replaces all that the device had. Otherwise `people` are put in by `code_sha256` and
    `removed` are dropped. `arrivals` are put in and `undone` taken out again, each time; then `movements` say
    who of those has gone.
    """

    event: str
    version: str
    complete: bool
    valid_until: Iso
    now: Iso
    rehearsal_lead_seconds: int
    sessions: list[KnownSession]
    people: list[RosterEntry]
    removed: list[str]
    arrivals: list[Arrived]
    undone: list[Undone]
    movements: list[Moved]
    arrivals_cursor: str

    @property
    def etag(self) -> str:
        """What changes when anything does that the device would notice: not the clock."""
        noticed = (self.version, self.sessions, self.arrivals, self.undone, self.movements)
        return hashlib.sha256(msgspec.json.encode(noticed)).hexdigest()[:ETAG_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """For which event, at which moment of its clock, and with which sessions something is asked."""

    event_id: int
    slug: str
    now: datetime
    lead: timedelta
    hours: Mapping[int, SessionHours]


def tell_roster(here: Viewpoint, *, since: str | None, arrivals_since: str | None) -> Taken:
    """Tell what a device does not know yet: of people since a version, of arrivals since a cursor.

    Of sessions that are over for half a day no arrivals are told.
    """
    cursor = _moment(arrivals_since, here.now)
    lately = [one for one in here.hours.values() if one.ends_at > here.now - ROSTER_LASTS]
    recent = [one.session_id for one in lately]
    roster = roster_for_gates(here.event_id)
    changed = roster.since(since)
    return Taken(
        event=here.slug,
        version=str(roster.version),
        complete=changed is None,
        valid_until=iso(here.now + ROSTER_LASTS),
        now=iso(here.now),
        rehearsal_lead_seconds=round(here.lead.total_seconds()),
        sessions=known_sessions(here),
        people=roster.people if changed is None else changed,
        removed=[],
        arrivals=arrivals_in(recent, since=cursor),
        undone=undone_in(recent, since=cursor, lead=here.lead),
        movements=movements_in([one.session_id for one in lately if one.direction_out], since=cursor),
        arrivals_cursor=iso(here.now),
    )


def known_sessions(here: Viewpoint) -> list[KnownSession]:
    """List the sessions as a device knows them."""
    return [
        KnownSession(
            id=hours.session_id,
            title=hours.title,
            open=hours.lets_in(here.now),
            opens_at=iso(hours.opens_at),
            starts_at=iso(hours.starts_at),
            late_from=iso(hours.late_from),
            ends_at=iso(hours.ends_at),
            direction_out=hours.direction_out,
            only=None if hours.only is None else sorted(hours.only),
        )
        for hours in {one.session_id: one for one in here.hours.values()}.values()  # a day may be one session
    ]


def _moment(cursor: str | None, now: datetime) -> datetime | None:
    """Read a cursor; one that is none of ours, or of a clock that was set back since, tells everything."""
    try:
        moment = datetime.fromisoformat(cursor or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment <= now else None
