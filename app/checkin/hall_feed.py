"""One look at the database for all hall screens of a process, however many are open.

While at least one screen watches an event, a thread looks once a second whether anything has changed, and
wakes the streams only then. No stream holds a connection to the database.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Lock, Thread
from typing import Any, Protocol

from sqlalchemy import func, select

from app.agenda.queries import sessions_of
from app.checkin.hall import HallView, attended_today, hall_view
from app.checkin.hall_codes import code_of_this_moment
from app.checkin.models import Attendance, Device
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Unavailable
from app.logs import log

EVERY_SECONDS = 1.0
PATIENCE_SECONDS = 2.0  # how long a stream is silent at most
LONGEST_SECONDS = 240.0  # then a browser connects anew, is asked who it is, and is heard of
MOST_STREAMS = 100  # in one process; each holds a thread
AGAIN_AFTER_MS = 2000


class HallFull(Unavailable):
    """More screens than one process holds; a page that is turned away asks now and then instead."""


class Ground(Protocol):
    """What a thread of its own stands on: the application."""

    def app_context(self) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen last. `mark` changes when the screen must; `drawn` keeps it by language, drawn once."""

    version: int
    mark: tuple[object, ...]
    view: HallView
    session_ids: tuple[int, ...]
    drawn: dict[str, str] = field(default_factory=dict)


def look(event_id: int, before: Sight | None) -> Sight:
    """Look what the hall shows now; the same version when nothing has changed since.

    A new minute, a new half minute's code, an arrival, or an arrival taken back are changes.
    """
    event = db.session.get_one(Event, event_id)
    mark = _mark(event, before)
    if before is not None and mark == before.mark:
        return before
    sessions = attended_today(event, sessions_of(event), event_now(event))
    version = before.version + 1 if before else 1
    return Sight(version, mark, hall_view(event), tuple(sessions))


def _mark(event: Event, before: Sight | None) -> tuple[object, ...]:
    now = event_now(event)
    turn = code_of_this_moment(0).turn
    return (now.replace(second=0, microsecond=0), turn, *_arrivals(before.session_ids if before else ()))


def _arrivals(session_ids: tuple[int, ...]) -> tuple[int, datetime | None, int | None]:
    row = db.session.execute(
        select(
            func.count(Attendance.first_at), func.max(Attendance.first_at), func.max(Attendance.scan_id)
        ).where(Attendance.session_id.in_(session_ids))
    ).one()
    return row[0], row[1], row[2]


def working_devices(event_id: int) -> frozenset[int]:
    """Return the devices of the event that still work: a stream of any other one ends."""
    works = Device.token_sha256.is_not(None) & Device.revoked_at.is_(None)
    return frozenset(db.session.scalars(select(Device.id).where(Device.event_id == event_id, works)))


class Feed:
    """The eye of one process on one event; it is open while somebody watches."""

    def __init__(self, app: Ground, event_id: int) -> None:
        self._app = app
        self._event_id = event_id
        self._changed = Condition()
        self._sight: Sight | None = None
        self._devices: frozenset[int] = frozenset()
        self._looked_at = 0.0
        self.watchers = 0

    def sight(self, seen: int, patience: float) -> Sight | None:
        """Return what was seen last: at once when it is newer than `seen`, else after `patience` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._sight is not None and self._sight.version > seen, patience)
            return self._sight

    def has_ended(self, device_id: int, since: float) -> bool:
        """Say whether a device was found ended after `since`: what was seen before it came says nothing."""
        return self._looked_at > since and device_id not in self._devices

    def run(self, is_over: Callable[[], bool]) -> None:
        """Look once a second until it is over."""
        while not is_over():
            begun = time.monotonic()
            with self._app.app_context():
                self._look()
                db.session.remove()
            time.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - begun)))

    def _look(self) -> None:
        begun = time.monotonic()
        try:
            sight, devices = look(self._event_id, self._sight), working_devices(self._event_id)
        except Exception as trouble:  # noqa: BLE001 - whatever it is, the screens keep what they show, and we look again
            log().warning("hall.unseen", event_id=self._event_id, trouble=type(trouble).__name__)
            return
        with self._changed:
            self._sight, self._devices, self._looked_at = sight, devices, begun
            self._changed.notify_all()


class Feeds:
    """The feeds of a process: one for each event that somebody watches."""

    def __init__(self) -> None:
        self._feeds: dict[tuple[Ground, int], Feed] = {}
        self._lock = Lock()

    def refuse_more(self) -> None:
        """Turn away one more screen when there is no room. Raises HallFull."""
        if sum(feed.watchers for feed in list(self._feeds.values())) >= MOST_STREAMS:
            raise HallFull(N_("Too many hall screens are open. This one asks now and then instead."))

    @contextmanager
    def watching(self, app: Ground, event_id: int) -> Iterator[Feed]:
        """Watch an event; the last one who leaves puts the eye out."""
        feed = self._enter(app, event_id)
        try:
            yield feed
        finally:
            with self._lock:
                feed.watchers -= 1

    def _enter(self, app: Ground, event_id: int) -> Feed:
        key = (app, event_id)
        with self._lock:
            feed = self._feeds.get(key)
            if feed is None:
                feed = self._feeds[key] = Feed(app, event_id)
                over = self._ends(key, feed)
                Thread(target=feed.run, args=(over,), daemon=True, name=f"hall-{event_id}").start()
            feed.watchers += 1
            return feed

    def _ends(self, key: tuple[Ground, int], feed: Feed) -> Callable[[], bool]:
        def is_over() -> bool:
            with self._lock:
                if feed.watchers > 0:
                    return False
                self._feeds.pop(key, None)
                return True

        return is_over


FEEDS = Feeds()


def frames(feed: Feed, *, device_id: int | None, draw: Callable[[Sight], str]) -> Iterator[str]:
    """Write the stream of one screen: what changed, a sign of life else, and the end of a revoked device."""
    seen, begun = 0, time.monotonic()
    yield f"retry: {AGAIN_AFTER_MS}\n\n"
    while time.monotonic() < begun + LONGEST_SECONDS:
        sight = feed.sight(seen, PATIENCE_SECONDS)
        if device_id is not None and feed.has_ended(device_id, begun):
            yield "event: over\ndata:\n\n"
            return
        if sight is None or sight.version == seen:
            yield ": here\n\n"
        else:
            seen = sight.version
            yield _event("hall", draw(sight))


def _event(name: str, text: str) -> str:
    lines = "".join(f"data: {line}\n" for line in text.splitlines())
    return f"event: {name}\n{lines}\n"
