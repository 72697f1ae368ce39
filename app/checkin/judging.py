"""What a scan comes to, as far as one can tell without writing: pure rules, no database."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.checkin.hours import SessionHours
from app.checkin.models import CLOCK_TOLERANCE, AttendanceStatus, Direction, RefusalReason, ScanStatus

# A queue older than this is not believed; a meeting lasts five days.
LONGEST_QUEUE = timedelta(days=7)
FURTHEST_OFF = 10**9  # seconds, some thirty years; a clock can say anything, a column cannot


@dataclass(frozen=True, slots=True)
class Post:
    """Where and by whom scans are made: ids of gate and device, and the doer's name for the verdict."""

    gate_id: int
    device_id: int | None
    by: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A code shown at a gate, to whoever stands there (`post`).

    `key` is the device's own name for this scan (a UUID); `at` is when it happened by the device's
    reckoning of the event's clock; `clock_offset` is how far that device's clock was ahead then, or when
    it sent the scan, where it said so. `told` is what the device told the person without asking us.
    """

    key: str
    code_sha256: str
    at: datetime
    post: Post
    clock_offset: timedelta | None = None
    direction: Direction = Direction.IN
    told: ScanStatus | None = None


@dataclass(frozen=True, slots=True)
class PersonAtGate:
    """Whom a pass belongs to, as the gate shows it; the name with its titles."""

    id: int
    name: str
    office: str
    position: str


@dataclass(frozen=True, slots=True)
class PassFound:
    """A pass as the database holds it, with whether its owner is here already (`first_at`)."""

    id: int
    event_id: int
    person: PersonAtGate
    voided_at: datetime | None
    withdrawn_at: datetime | None
    first_at: datetime | None
    confirmed: bool = True
    left_at: datetime | None = None
    returned_at: datetime | None = None

    def is_out(self, at: datetime) -> bool:
        """Whether the person has gone, by then, and has not come back."""
        if self.left_at is None or self.left_at > at:
            return False
        return self.returned_at is None or self.returned_at < self.left_at

    def after(self, one: "Judgement") -> "PassFound":
        """How the person stands once they have gone, or come back: the latest times count."""
        if one.leaves:
            return replace(self, left_at=max(one.at, self.left_at or one.at))
        return replace(self, returned_at=max(one.at, self.returned_at or one.at))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a scan comes to: `at` is the moment that counts, `arrives` whether it would be the arrival."""

    presented: Presented
    found: PassFound | None
    status: ScanStatus
    reason: RefusalReason | None
    at: datetime
    first_at: datetime | None
    offset_seconds: int | None
    arrives: bool = False

    @property
    def person_id(self) -> int | None:
        """The participant, when the code is one of this event's."""
        return self.found.person.id if self.found else None

    @property
    def leaves(self) -> bool:
        """Whether the person is going."""
        return self.presented.direction is Direction.OUT

    @property
    def returns(self) -> bool:
        """Whether the person had been here, had gone, and comes in again."""
        return not self.leaves and not self.arrives and self.status is ScanStatus.ADMITTED


def judge(presented: Presented, found: PassFound | None, *, hours: SessionHours, now: datetime) -> Judgement:
    """Judge one scan on its own. `now` is the present moment by the event's clock."""
    at = believed(presented, now)
    offset = clock_offset(presented, now)
    reason = refusal(found, hours, at, presented.direction)
    if reason is not None:
        known = found if found and found.event_id == hours.event_id else None
        return Judgement(presented, known, ScanStatus.REFUSED, reason, at, None, offset)
    if presented.direction is Direction.OUT:
        gone = found is not None and found.is_out(at)
        status = ScanStatus.ALREADY if gone else ScanStatus.ADMITTED
        return Judgement(presented, found, status, None, at, found.first_at if found else None, offset)
    if found and found.first_at and found.is_out(at):
        return Judgement(presented, found, ScanStatus.ADMITTED, None, at, found.first_at, offset)
    if found and found.first_at:
        return Judgement(presented, found, ScanStatus.ALREADY, None, at, min(found.first_at, at), offset)
    return Judgement(presented, found, ScanStatus.ADMITTED, None, at, at, offset, arrives=True)


def believed(presented: Presented, now: datetime) -> datetime:
    """Return the moment that counts: the device's word when it can be true, else the event's clock.

    A clock that is known to be off by more than two minutes is put right first: by the whole seconds that
    are stored, so that the stored scan tells the same moment again (`fall_back.believed_at`).
    """
    at, ahead = presented.at, timedelta(seconds=clock_offset(presented, now) or 0)
    if abs(ahead) > CLOCK_TOLERANCE:
        at -= ahead
    return at if now - LONGEST_QUEUE <= at <= now + CLOCK_TOLERANCE else now


def clock_offset(presented: Presented, now: datetime) -> int | None:
    """Return by how many seconds the device is ahead. A time in the past says nothing: it may have waited."""
    offset = presented.clock_offset
    if offset is None and presented.at > now:
        offset = presented.at - now
    if offset is None:
        return None
    return max(-FURTHEST_OFF, min(round(offset.total_seconds()), FURTHEST_OFF))


def refusal(
    found: PassFound | None, hours: SessionHours, at: datetime, direction: Direction = Direction.IN
) -> RefusalReason | None:
    """Return why this pass lets nobody in (or out) at this session at this moment, or None.

    Who goes must have come; whether an arrival that travels in the same batch counts, `settling` says.
    """
    reason = _wrong_pass(found, hours, at)
    if reason is not None or found is None:
        return reason or RefusalReason.UNKNOWN_CODE
    leaves = direction is Direction.OUT
    if not (hours.lets_out(at) if leaves else hours.lets_in(at)):
        return RefusalReason.SESSION_NOT_OPEN if hours.is_its_day(at) else RefusalReason.WRONG_DAY
    if leaves:
        return None if found.first_at and found.first_at <= at else RefusalReason.NOT_CHECKED_IN
    return None if hours.admits(found.person.id) else RefusalReason.NOT_ADMITTED_HERE


def _wrong_pass(found: PassFound | None, hours: SessionHours, at: datetime) -> RefusalReason | None:
    """Return what is wrong with the pass or its owner, wherever it is shown."""
    if found is None:
        return RefusalReason.UNKNOWN_CODE
    if found.event_id != hours.event_id:
        return RefusalReason.WRONG_EVENT
    if _over(found.voided_at, at):
        return RefusalReason.VOID_PASS
    if _over(found.withdrawn_at, at):
        return RefusalReason.WITHDRAWN
    # Whoever came before a pass ended had one then.
    known = found.confirmed or found.withdrawn_at or found.voided_at
    return None if known else RefusalReason.NOT_CONFIRMED


def _over(ended_at: datetime | None, at: datetime) -> bool:
    """Say whether it had ended by then. Who came before that came, however late an offline gate tells it."""
    return ended_at is not None and ended_at <= at


def arrival(hours: SessionHours, at: datetime) -> AttendanceStatus:
    """Return whether an arrival at this moment is in time."""
    return AttendanceStatus.LATE if at > hours.late_from else AttendanceStatus.PRESENT
