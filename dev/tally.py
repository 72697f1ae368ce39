"""Count what a pytest run says in its JUnit file; what could not run counts as failed."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

PASSED, SOME_FAILED = 0, 1  # pytest's exit codes; all others mean that it did not get that far


@dataclass(frozen=True)
class Tally:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Add up two groups."""
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        """Say it as the last line of bin/test says it."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def tally_of(report: Path, *, exit_code: int) -> Tally:
    """Count one run. A crash, an empty selection or a missing report adds one failure."""
    try:
        suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it
    except (OSError, ET.ParseError):
        return Tally(failed=1)
    tests, broken, skipped = (
        _sum(suites, *names) for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    unexplained = exit_code not in {PASSED, SOME_FAILED} or (exit_code == SOME_FAILED and not broken)
    return Tally(max(tests - broken - skipped, 0), broken + unexplained, skipped)


def _sum(suites: list[ET.Element], *names: str) -> int:
    return sum(int(suite.get(name, "0")) for suite in suites for name in names)
