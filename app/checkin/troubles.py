"""What goes wrong on a device and no scan tells of: the page says so, and the log keeps its reason code."""

from enum import StrEnum

from app.logs import log


class Trouble(StrEnum):
    """Why a device could not scan, or recorded nobody."""

    TWO_CARDS = "two_cards"
    CAMERA_REFUSED = "camera_refused"
    CAMERA_MISSING = "camera_missing"
    CAMERA_INSECURE = "camera_insecure"
    STORAGE_FULL = "storage_full"


_ONE = "|".join(Trouble)
SEVERAL = rf"^({_ONE})(,({_ONE})){{0,{len(Trouble) - 1}}}$"


def log_troubles(told: str | None, *, by: str, event_id: int) -> None:
    """Write what a device met since it was heard last: codes with commas between. `by` is who says so."""
    for trouble in sorted(set((told or "").split(",")) & set(Trouble)):
        log().warning("gate trouble", reason=str(trouble), by=by, event_id=event_id)
