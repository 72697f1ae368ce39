"""What has changed since a day was closed: added already as supplements, or still to be added."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from app.attendance.causes import Cause, late_scan, news_since, undoing
from app.attendance.content import DayContent
from app.attendance.marks import Mark, Place, mark_from, marks_of
from app.attendance.models import DayClose, Supplement
from app.checkin.fall_back import believed_at
from app.checkin.models import Direction, Scan, ScanStatus
from app.checkin.undone import UndoneScan
from app.db import db
from app.participants.models import MergedInto


@dataclass(frozen=True, slots=True)
class Difference:
    """A mark that is not as the closed day and its supplements have it; tampering has no cause."""

    place: Place
    before: Mark | None
    after: Mark | None
    cause: Cause | None


def after_supplements(frozen: DayContent, supplements: Iterable[Supplement]) -> dict[Place, Mark]:
    """Return the marks as the closing and its supplements have them."""
    marks = dict(frozen.marks)
    for one in supplements:
        place, after = (one.session_id, one.participant_id), read_mark(one.after)
        marks.pop(place, None)
        if after is not None:
            marks[place] = after
    return marks


def read_mark(text: str) -> Mark | None:
    """Read the mark of a supplement."""
    plain = json.loads(text)
    return None if plain is None else mark_from(plain)


def differences(close: DayClose, frozen: DayContent) -> list[Difference]:
    """Compare the attendance of a closed day, row by row, with what was sealed and added."""
    known = after_supplements(frozen, close.supplements)
    session_ids = [one.id for one in frozen.sessions]
    marks, news = marks_of(session_ids), _untold(news_since(close, session_ids), close.supplements)
    now = {
        place: mark if place in news else _proven_as(known.get(place), mark) for place, mark in marks.items()
    }
    changed = sorted(place for place in known.keys() | now.keys() if known.get(place) != now.get(place))
    heard = _heard_in(changed)
    return [_difference(place, known.get(place), now.get(place), news.get(place), heard) for place in changed]


def _untold(news: Mapping[Place, Cause], supplements: Iterable[Supplement]) -> dict[Place, Cause]:
    """Leave out what a supplement tells already: it explains nothing a second time."""
    told = {one.cause for one in supplements}
    return {place: cause for place, cause in news.items() if cause.of_row(place[1]) not in told}


@dataclass(frozen=True, slots=True)
class _Heard:
    """The scans of some sessions: by id, by session and person with the newest first, and their undoings.

    `person_of` says into whom a row was merged.
    """

    by_id: Mapping[int, Scan]
    by_person: Mapping[Place, Sequence[Scan]]
    undone: Mapping[int, UndoneScan]
    person_of: Mapping[int, int]


def _heard_in(changed: Collection[Place]) -> _Heard:
    """Read at once what was heard in these sessions; nothing is asked when nothing has changed."""
    if not changed:
        return _Heard({}, {}, {}, {})
    session_ids, rows = {session_id for session_id, _ in changed}, {row for _, row in changed}
    of_sessions = (Scan.session_id.in_(session_ids), Scan.status != ScanStatus.REFUSED)
    scans = db.session.scalars(select(Scan).where(*of_sessions).order_by(Scan.id.desc())).all()
    undone = db.session.scalars(
        select(UndoneScan).join(Scan, Scan.id == UndoneScan.scan_id).where(*of_sessions)
    )
    by_person: dict[Place, list[Scan]] = {}
    for scan in scans:
        if scan.participant_id is not None:
            by_person.setdefault((scan.session_id, scan.participant_id), []).append(scan)
    merges = db.session.scalars(select(MergedInto).where(MergedInto.duplicate_id.in_(rows)))
    return _Heard(
        {one.id: one for one in scans},
        by_person,
        {one.scan_id: one for one in undone},
        {one.duplicate_id: one.participant_id for one in merges},
    )


def _difference(
    place: Place, before: Mark | None, after: Mark | None, news: Cause | None, heard: _Heard
) -> Difference:
    if before and after and before == replace(after, is_proven=before.is_proven):
        return Difference(place, before, after, news)  # only what proves it has changed
    return Difference(place, before, after, _cause(place, before, after, heard))


def _proven_as(before: Mark | None, after: Mark) -> Mark:
    """What the own phone is worth was decided at the closing; a rule changed since does not change it."""
    same = before is not None and (before.scan_id, before.set_by) == (after.scan_id, after.set_by)
    return replace(after, is_proven=before.is_proven) if before is not None and same else after


def _cause(place: Place, before: Mark | None, after: Mark | None, heard: _Heard) -> Cause | None:
    undone = _undone(place, before, after, heard) if before else None
    if undone is not None:
        return undoing(undone)
    if after is None:
        return None
    scan = next((one for one in _scans(place, after, heard) if _brought(one, before, after)), None)
    return late_scan(scan) if scan else None


def _undone(place: Place, before: Mark, after: Mark | None, heard: _Heard) -> UndoneScan | None:
    """Return the undoing that took from a mark what it told: an arrival, a going or a coming back."""
    scans = [one for one in _scans(place, before, heard) if one.id in heard.undone]
    taken = [heard.undone[one.id] for one in scans if _tells(before, one) and not _tells(after, one)]
    return max(taken, key=lambda one: one.id, default=None)


def _tells(mark: Mark | None, scan: Scan) -> bool:
    """Say whether a mark tells of this scan."""
    if mark is None:
        return False
    if scan.direction is Direction.OUT:
        return mark.left_at == believed_at(scan)
    return mark.scan_id == scan.id or mark.returned_at == believed_at(scan)


def _scans(place: Place, mark: Mark, heard: _Heard) -> Sequence[Scan]:
    """List the scans that may have brought a mark: its own, and those of the person, the newest first."""
    session_id, row = place
    own = heard.by_id.get(mark.scan_id) if mark.scan_id else None
    people = {row, heard.person_of.get(row, row)}
    if own and own.participant_id:
        people.add(own.participant_id)
    found = [scan for person in people for scan in heard.by_person.get((session_id, person), ())]
    return sorted(found, key=lambda scan: scan.id, reverse=True)


def _brought(scan: Scan, before: Mark | None, after: Mark) -> bool:
    """Say whether this scan tells the very moment that the mark has and had not."""
    moment = believed_at(scan)
    was: Mapping[str, datetime | None] = {
        name: getattr(before, name) if before else None for name in ("first_at", "left_at", "returned_at")
    }
    if scan.direction is Direction.OUT:
        return after.left_at == moment != was["left_at"]
    if after.scan_id == scan.id and after.first_at == moment:
        return before is None or before.scan_id != scan.id or was["first_at"] != moment
    return after.returned_at == moment != was["returned_at"]
