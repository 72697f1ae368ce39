"""The gate of the check-in stands here too: what it lets in is what attendance tells of."""

import pytest

from tests.attendance.closing import Morning, make_morning
from tests.checkin.conftest import GateUnderTest, andi, gate

__all__ = ["andi", "gate", "morning"]


@pytest.fixture
def morning(gate: GateUnderTest) -> Morning:
    """Return a day that is over."""
    return make_morning(gate)
