"""How somebody stands in one session, as plain values that can be frozen, hashed and compared."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.checkin.allow_self_check_in import without_proof
from app.checkin.models import Attendance, AttendanceStatus, Scan
from app.checkin.set_before import written_over_own_scans
from app.db import db

Place = tuple[int, int]  # session, and the row of the participant list: a merged row keeps its own


@dataclass(frozen=True, slots=True)
class Mark:
    """One attendance. `scan_id` is the scan it came of, `set_by` who set it; instants are UTC.

    `by_hand` is true where somebody wrote it, over a scan or without one. `is_proven` is false where only the
    own phone says so and the rule of the session wants more.
    """

    status: AttendanceStatus
    first_at: datetime | None = None
    left_at: datetime | None = None
    returned_at: datetime | None = None
    note: str = ""
    represented_by: str = ""
    set_by: str = ""
    scan_id: int | None = None
    is_proven: bool = True
    by_hand: bool = field(default=False, compare=False)  # it changes nothing that counts

    @property
    def scanned_at(self) -> datetime | None:
        """When a scan saw the person come; without one `first_at` is only when somebody wrote it."""
        return self.first_at if self.scan_id is not None else None

    @property
    def is_here(self) -> bool:
        """Whether the person came, and it counts."""
        return self.status.is_here and self.is_proven

    @property
    def gone_at(self) -> datetime | None:
        """When the person left, unless they came back afterwards."""
        back = self.left_at and self.returned_at and self.returned_at >= self.left_at
        return None if back else self.left_at

    def plain(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        moments = {name: written(values[name]) for name in MOMENTS}
        return values | moments | {"status": self.status.value}


MOMENTS = ("first_at", "left_at", "returned_at")


def mark_from(plain: Mapping[str, Any]) -> Mark:
    """Read a mark back from JSON; what was sealed long ago says of a hand only that there was no scan."""
    moments = {name: read_moment(plain[name]) for name in MOMENTS}
    by_hand = {"by_hand": plain["scan_id"] is None}
    return Mark(**{**by_hand, **plain, **moments, "status": AttendanceStatus(plain["status"])})


def marks_of(session_ids: Iterable[int]) -> dict[Place, Mark]:
    """Return the attendance of these sessions as it stands now, row by row."""
    listed, unproven = list(session_ids), without_proof()
    by_another = or_(Scan.id.is_(None), Scan.by != Attendance.set_by)
    rows = db.session.execute(
        select(Attendance, unproven.c.attendance_id.is_(None), by_another)
        .outerjoin(unproven, unproven.c.attendance_id == Attendance.id)
        .outerjoin(Scan, Scan.id == Attendance.scan_id)
        .where(Attendance.session_id.in_(listed))
        .execution_options(populate_existing=True)
    ).all()
    written_over = written_over_own_scans(listed)
    return {
        (row.session_id, row.participant_id): _mark(
            row, is_proven=is_proven or row.id in written_over, by_hand=by_another or row.id in written_over
        )
        for row, is_proven, by_another in rows
    }


def _mark(row: Attendance, *, is_proven: bool, by_hand: bool) -> Mark:
    names = [name for name in Mark.__dataclass_fields__ if name not in ("is_proven", "by_hand")]
    return Mark(**{name: getattr(row, name) for name in names}, is_proven=is_proven, by_hand=by_hand)


def plain_or_none(mark: Mark | None) -> dict[str, Any] | None:
    """Return a mark as JSON takes it; None where nothing is known."""
    return mark.plain() if mark else None


def canonical(content: object) -> str:
    """Write JSON in the one way that is hashed."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def written(moment: datetime | None) -> str | None:
    """Write an instant in the one way that is hashed."""
    return moment.isoformat(timespec="microseconds") if moment else None


def read_moment(text: str | None) -> datetime | None:
    """Read an instant back."""
    return datetime.fromisoformat(text) if text else None
