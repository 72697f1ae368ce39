"""The letterhead and the agency's mark."""

from io import BytesIO

import pytest
from PIL import Image

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.events.letterhead import LetterheadEmpty, MarkUnreadable, redrawn, set_mark, write_letterhead
from app.services import services


def picture(width=40, height=30, form="PNG"):
    drawn = BytesIO()
    Image.new("RGB", (width, height), "teal").save(drawn, format=form)
    return drawn.getvalue()


def test_the_lines_are_kept_and_the_mark_stays(app, cast):
    event = cast.event
    with transaction():
        set_mark(event, picture(), by=COMMAND_LINE)
        write_letterhead(event, lines=["KEMENTERIAN BARU"], address_lines=[], by=COMMAND_LINE)
    assert event.letterhead.lines == ["KEMENTERIAN BARU"]
    assert event.letterhead.mark_storage_key


def test_a_letterhead_needs_a_line(app, cast):
    event = cast.event
    with pytest.raises(LetterheadEmpty), transaction():
        write_letterhead(event, lines=[], address_lines=[], by=COMMAND_LINE)


def test_only_the_picture_itself_is_kept(app, cast):
    event = cast.event
    with transaction():
        set_mark(event, picture(form="JPEG") + b"<script>alert(1)</script>", by=COMMAND_LINE)
    kept = services().storage.read(event.letterhead.mark_storage_key)
    assert kept.startswith(b"\x89PNG")
    assert b"script" not in kept


def test_a_large_picture_becomes_smaller():
    with Image.open(BytesIO(redrawn(picture(3000, 1000)))) as drawn:
        assert drawn.size == (1200, 400)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture(form="GIF"),
        picture(6000, 5000),
        b"x" * 6_000_000,
    ],
    ids=["empty", "text", "svg", "gif", "too many pixels", "too many bytes"],
)
def test_anything_else_is_refused(content):
    with pytest.raises(MarkUnreadable):
        redrawn(content)
