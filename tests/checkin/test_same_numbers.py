"""What a gate decides by itself and what the server decides rest on the same numbers, written twice."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.checkin.hours import LEAVING_TAKES
from app.checkin.models import CLOCK_TOLERANCE
from app.checkin.read_scans import MOST_SCANS
from app.checkin.undo import UNDO_LASTS

GATE = Path(__file__).parents[2] / "static" / "js" / "gate"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("file", "name", "known"),
    [
        ("judge.js", "LEAVING_TAKES_MS", LEAVING_TAKES),
        ("recent.js", "UNDO_MS", UNDO_LASTS),
        ("clock.js", "TOLERANCE_MS", CLOCK_TOLERANCE),
        ("sending.js", "MOST", MOST_SCANS),
    ],
)
def test_the_gate_and_the_server_agree_on(file: str, name: str, known: timedelta | int):
    written = re.search(rf"^const {name} = ([\d_ *]+);$", (GATE / file).read_text(), re.MULTILINE)
    assert written
    product = 1
    for factor in written[1].split("*"):
        product *= int(factor)
    assert product == (known / timedelta(milliseconds=1) if isinstance(known, timedelta) else known)
