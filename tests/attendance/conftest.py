"""The gate of the check-in stands here too: what it lets in is what attendance tells of."""

from tests.checkin.conftest import andi, gate

__all__ = ["andi", "gate"]
