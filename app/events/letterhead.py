"""The head of the papers: its lines, and the mark the agency uploads."""

import warnings
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from app.audit.record import Doer, record
from app.db import db
from app.events.models import Event, Letterhead
from app.lib.refusals import N_, Refused
from app.services import services

LONGEST_SIDE_PIXELS = 1200
MOST_PIXELS = 25_000_000
LARGEST_MARK_BYTES = 5 * 1024 * 1024
FORMATS = ("PNG", "JPEG")


class MarkUnreadable(Refused):
    """The uploaded file is not a picture that can be printed."""


class LetterheadEmpty(Refused):
    """A mark cannot stand alone."""


def write_letterhead(event: Event, *, lines: list[str], address_lines: list[str], by: Doer) -> Letterhead:
    """Set the lines of the letterhead, the ministry's first; the mark stays as it is."""
    if not lines:
        raise LetterheadEmpty(N_("The letterhead needs at least one line: the name of the ministry or body."))
    head = event.letterhead
    if head is None:
        head = event.letterhead = Letterhead(lines=lines, address_lines=address_lines)
    head.lines, head.address_lines = lines, address_lines
    db.session.flush()
    record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=["letterhead"])
    return head


def set_mark(event: Event, content: bytes, *, by: Doer) -> None:
    """Keep the agency's mark, drawn anew as PNG so that nothing but the picture is kept.

    Raises LetterheadEmpty and MarkUnreadable.
    """
    if event.letterhead is None:
        raise LetterheadEmpty(N_("Write the lines of the letterhead first, then upload the mark."))
    event.letterhead.mark_storage_key = services().storage.keep(redrawn(content))
    db.session.flush()
    record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=["mark"])


def remove_mark(event: Event, *, by: Doer) -> None:
    """Print the letterhead without a mark from now on; papers already printed keep theirs."""
    if event.letterhead is not None:
        event.letterhead.mark_storage_key = None
        db.session.flush()
        record("events.set_up", by=by, on=f"event:{event.id}", event_id=event.id, changed=["mark"])


def redrawn(content: bytes) -> bytes:
    """Return a picture as a fresh PNG of at most 1,200 pixels a side.

    `content` is a PNG or JPEG file. Raises MarkUnreadable for anything else, and for pictures so
    large that decoding them would be an attack.
    """
    if len(content) > LARGEST_MARK_BYTES:
        raise _unreadable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _unreadable()
                picture.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
                drawn = BytesIO()
                picture.convert("RGBA").save(drawn, format="PNG", optimize=True)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as trouble:
        raise _unreadable() from trouble
    return drawn.getvalue()


def _unreadable() -> MarkUnreadable:
    return MarkUnreadable(
        N_(
            "This file could not be read as a picture. Upload the mark as"
            " PNG or JPEG, at most 5 MB and 25 megapixels."
        )
    )
