"""Redeem passes at a gate: the one way to be let in, for devices, desks and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.agenda.attended import mark_attended
from app.agenda.models import Session
from app.audit.record import Doer
from app.checkin.held import as_they_stand
from app.checkin.hours import SessionHours, hours_of
from app.checkin.judging import Judgement, PersonAtGate, Post, Presented, arrival, judge
from app.checkin.ledger import (
    arrivals,
    correct_scan,
    find_passes,
    keep_attendances,
    keep_scans,
    move_arrival,
    scan_row,
)
from app.checkin.models import RefusalReason, ScanStatus
from app.checkin.movements import note_movements
from app.checkin.repeated import stored_answers
from app.checkin.settling import settle, settle_anew
from app.db import db
from app.events.models import Event
from app.lib.codes import code_sha256, normalise_code
from app.services import services


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer to one scan. `first_at` is when the person arrived, for admitted and already.

    `is_new`: it was given now, not told again; then `clock_offset_seconds` is how far the device was ahead.
    """

    key: str
    status: ScanStatus
    reason: RefusalReason | None
    participant: PersonAtGate | None
    first_at: datetime | None
    is_new: bool = field(default=False, compare=False)
    clock_offset_seconds: int | None = field(default=None, compare=False)


def redeem_pass(
    code: str,
    *,
    session: Session,
    gate_id: int,
    key: str,
    at: datetime,
    by: Doer,
    device_id: int | None = None,
) -> Admission:
    """Redeem one pass; see redeem_passes. `code` is what was scanned or typed, ours or not."""
    event = db.session.get_one(Event, session.event_id)
    post = Post(gate_id, device_id, by.reference, by.name)
    presented = Presented(key=key, code_sha256=sha256_of(code), at=at, post=post)
    return redeem_passes([presented], hours=hours_of(session, event))[0]


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a pass code, or of whatever else was scanned: that leaves a trace too."""
    return code_sha256(normalise_code(text) or text.strip().encode("ascii", "backslashreplace").decode())


def redeem_passes(presented: Sequence[Presented], *, hours: SessionHours) -> list[Admission]:
    """Redeem passes in one session, and answer in their order.

    Every scan is kept, also a refused one, and once per key: a repeated key gets the answer that was
    given the first time, whoever repeats it. A person arrives once; of scans from several gates the
    earliest believable one is the arrival, the others are answered `already`.
    """
    if not presented:
        return []
    now = services().clock.now() + hours.lead
    unlike: dict[str, Presented] = {}
    for one in presented:
        unlike.setdefault(one.key, one)
    found = find_passes({one.code_sha256 for one in unlike.values()}, session_id=hours.session_id)
    judged = settle([judge(one, found.get(one.code_sha256), hours=hours, now=now) for one in unlike.values()])
    scan_ids = _keep_scans(judged, hours, now)
    kept = [one for one in judged if one.presented.key in scan_ids]
    standing = as_they_stand(kept, hours=hours, now=now)
    # A repeated key does not count again, so it cannot stand for the arrival of a new scan beside it.
    counted = kept if standing == kept == judged else settle_anew(standing)
    decided = _let_in(counted, scan_ids, hours)
    _correct(kept, decided, scan_ids)
    _move_earlier(decided, scan_ids, hours)
    note_movements([one for one in decided if _moves(one, hours)], session_id=hours.session_id)
    answers = {one.presented.key: _answer(one) for one in decided}
    answers |= _repeated(unlike.keys() - scan_ids.keys(), hours)
    return [answers[one.key] for one in presented]


def _keep_scans(judged: list[Judgement], hours: SessionHours, now: datetime) -> dict[str, int]:
    constants: dict[str, object] = {
        "event_id": hours.event_id,
        "session_id": hours.session_id,
        "received_at": now,
    }
    return keep_scans([scan_row(one, constants) for one in judged])


def _let_in(counted: list[Judgement], scan_ids: dict[str, int], hours: SessionHours) -> list[Judgement]:
    """Write the arrivals; where another gate was quicker meanwhile, its arrival stands."""
    admitted = [one for one in counted if one.arrives]
    if not admitted:
        return counted
    arrived = keep_attendances([_attendance(one, scan_ids, hours) for one in admitted])
    if arrived and not hours.attended:
        mark_attended(db.session.get_one(Session, hours.session_id), at=min(one.at for one in admitted))
    if len(arrived) == len(admitted):
        return counted
    beaten = {one.person_id for one in admitted if one.person_id is not None} - arrived
    known = arrivals(hours.session_id, beaten)
    return [_beaten(one, known.get(one.person_id or 0)) for one in counted]


def _beaten(one: Judgement, elsewhere: datetime | None) -> Judgement:
    if elsewhere is None or one.leaves or one.returns or one.status is ScanStatus.REFUSED:
        return one
    first_at = min(elsewhere, one.first_at or one.at)
    return replace(one, status=ScanStatus.ALREADY, first_at=first_at, arrives=False)


def _correct(written: list[Judgement], decided: list[Judgement], scan_ids: dict[str, int]) -> None:
    for before, after in zip(written, decided, strict=True):
        if (before.status, before.first_at) != (after.status, after.first_at):
            correct_scan(scan_ids[after.presented.key], after)


def _move_earlier(decided: list[Judgement], scan_ids: dict[str, int], hours: SessionHours) -> None:
    """Of scans that came later but happened earlier, the earliest becomes the arrival."""
    for one in decided:
        if _came_earlier(one):
            move_arrival(one, hours=hours, scan_id=scan_ids[one.presented.key])


def _came_earlier(one: Judgement) -> bool:
    """Whether this scan may be the arrival, instead of one that is known: at the same moment it is not."""
    known = one.found.first_at if one.found else None
    return one.status is ScanStatus.ALREADY and not one.leaves and one.first_at == one.at != known


def _moves(one: Judgement, hours: SessionHours) -> bool:
    """Whether somebody goes, or comes in where going is noted, having come before."""
    if one.status is ScanStatus.REFUSED or one.arrives:
        return False
    return one.leaves or one.returns or hours.direction_out


def _attendance(one: Judgement, scan_ids: dict[str, int], hours: SessionHours) -> dict[str, object]:
    return {
        "event_id": hours.event_id,
        "session_id": hours.session_id,
        "participant_id": one.person_id,
        "status": arrival(hours, one.at),
        "first_at": one.at,
        "scan_id": scan_ids[one.presented.key],
        "set_by": one.presented.post.by,
        "note": "",
        "represented_by": "",
        "left_at": None,
        "returned_at": None,
    }


def _repeated(keys: set[str], hours: SessionHours) -> dict[str, Admission]:
    """Return the answers that these keys were given the first time."""
    stored = stored_answers(hours.event_id, keys) if keys else {}
    return {key: Admission(key, *answer) for key, answer in stored.items()}


def _answer(one: Judgement) -> Admission:
    person = one.found.person if one.found else None
    key, offset = one.presented.key, one.offset_seconds
    return Admission(
        key, one.status, one.reason, person, one.first_at, is_new=True, clock_offset_seconds=offset
    )
