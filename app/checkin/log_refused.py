"""What a gate refuses, in the log: the reason code, by which device, in which session. Never whom.

Neither name nor card stands there: `scan` is the key of the scan, which tells the rest to whoever may see it.
What scans cannot tell of, `troubles` has.
"""

from collections.abc import Sequence

from app.checkin.devices import ended_device
from app.checkin.models import CLOCK_TOLERANCE
from app.checkin.redeem import Admission
from app.logs import log

TOLERATED = CLOCK_TOLERANCE.total_seconds()
A_PHONE = "phone"  # of whoever checks in by themselves


def log_refused(answers: Sequence[Admission], *, by: str, event_id: int, session_id: int) -> None:
    """Write a line for every scan that is refused now, and one when a clock was off; `by` is who scanned.

    What is only told again was written the first time.
    """
    where = {"by": by, "event_id": event_id, "session": session_id}
    for answer in answers:
        if answer.reason is not None and answer.is_new:
            log().warning("scan refused", reason=answer.reason.value, scan=answer.key, **where)
    off = [one for answer in answers if (one := answer.clock_offset_seconds) and abs(one) > TOLERATED]
    if off:
        log().warning("gate trouble", reason="clock_off", seconds=max(off, key=abs), scans=len(off), **where)


def log_ended_device(token: str) -> None:
    """Write that something came with a token that works no longer, or never did."""
    device = ended_device(token)
    if device is None:
        log().warning("device refused", reason="device_unknown")
    else:
        about = {"by": device.reference, "event_id": device.event_id}
        log().warning("device refused", reason="device_revoked", **about)
