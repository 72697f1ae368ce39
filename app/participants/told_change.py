"""What is written down of a change: as JSON for the undoing of a sheet, with less for the audit trail."""

import enum
from collections.abc import Sequence
from typing import Any

# The trail is sealed: what may have to be erased one day never stands in it.
CONTACTS = frozenset({"email", "phone", "sex"})


def told_change(name: str, pair: Sequence[Any]) -> list[Any]:
    """Old and new value for the trail; of a contact only that there was one and is one."""
    return [bool(value) if name in CONTACTS else plain(value) for value in pair]


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    return value.value if isinstance(value, enum.Enum) else value
