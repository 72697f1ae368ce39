"""The clock of a rehearsal: set by hand, by the setting at the server's start, or taken up again."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.audit.record import COMMAND_LINE, Doer, record
from app.db import db
from app.events.create import refuse_other_centuries
from app.events.models import Event
from app.events.queries import all_events, event_by_slug
from app.lib.refusals import N_, Refused


class NotARehearsal(Refused):
    """A real meeting goes by the real clock."""


class MomentUnreadable(Refused):
    """The moment is not written as a date and a time."""


def rehearse(event: Event, *, at: datetime, now: datetime, by: Doer) -> None:
    """Set the clock of a rehearsal to `at`; it runs on from there. `now` is the real moment.

    Raises NotARehearsal for a real meeting, however it is asked, and DatesImpossible.
    """
    refuse_other_centuries(at)
    if event.rehearsal is None:
        raise NotARehearsal(
            N_(
                "%(title)s is a real meeting and goes by the real clock. Only an event created as a rehearsal"
                " has a clock of its own."
            ),
            title=event.short_title,
        )
    event.rehearsal.clock_starts_at, event.rehearsal.set_at = at, now
    db.session.flush()
    record("events.rehearse", by=by, on=f"event:{event.id}", event_id=event.id, clock=at.isoformat())


def start_rehearsals(
    setting: str | None, *, now: datetime, latest: Mapping[int, datetime] | None = None
) -> list[Event]:
    """Set the clocks of all rehearsals when the server starts, and return these events.

    `setting` is RAKORNIS_REHEARSAL: a moment for every rehearsal, `SLUG@MOMENT` for one, or None to
    take each up where it was left: at the moment it was set to, or at the latest moment recorded in
    it (`latest`, by event id), so that its time never runs backwards.

    Raises NotARehearsal and MomentUnreadable: then the server must not start.
    """
    rehearsals = [event for event in all_events() if event.rehearsal]
    if setting is None:
        return _take_up(rehearsals, now=now, latest=latest or {})
    slug, _, moment = setting.rpartition("@")
    chosen = [event_by_slug(slug)] if slug else rehearsals
    if not chosen:
        raise NotARehearsal(
            N_(
                "RAKORNIS_REHEARSAL is set, but no event is a rehearsal."
                " Remove the setting to start the server."
            )
        )
    for event in chosen:
        rehearse(event, at=moment_in(moment, event.zone), now=now, by=COMMAND_LINE)
    return chosen


def _take_up(rehearsals: list[Event], *, now: datetime, latest: Mapping[int, datetime]) -> list[Event]:
    for event in rehearsals:
        clock = event.rehearsal
        if clock is not None:
            clock.clock_starts_at = max(clock.clock_starts_at, latest.get(event.id, clock.clock_starts_at))
            clock.set_at = now
    db.session.flush()
    return rehearsals


def moment_in(text: str, zone: str) -> datetime:
    """Read a moment in ISO form; without an offset it is the time of the event's place."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as unreadable:
        raise MomentUnreadable(
            N_(
                "“%(text)s” is not a moment. Write it like 2024-09-06T13:40;"
                " without an offset it is the event's time."
            ),
            text=text,
        ) from unreadable
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
