"""The clock on the wall. Everything that asks for the time asks here, so that tests can hold it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


@dataclass
class HeldClock:
    """A clock for tests: it stands until somebody moves it."""

    at: datetime

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.at

    def pass_time(self, **duration: float) -> None:
        """Move on by `minutes=5`, `hours=1` and so on."""
        self.at += timedelta(**duration)
