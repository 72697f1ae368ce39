"""Record what was done: a plain row in the same transaction as the deed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from app.audit.models import AuditEntry
from app.db import db, insert_many
from app.logs import request_id
from app.services import services


class Doer(Protocol):
    """Whoever does something: an account, a gate device, the command line."""

    @property
    def reference(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Machine:
    """A doer that is not a person: the command line, the worker, the demonstration."""

    reference: str
    name: str


COMMAND_LINE = Machine("machine:command-line", "bin/rakornis")
WORKER = Machine("machine:worker", "worker")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done: `action` is `<area>.<verb>`, `on` an opaque reference like "minutes:7"."""

    action: str
    by: Doer
    on: str | None
    event_id: int | None
    details: dict[str, object]

    def row(self) -> dict[str, object]:
        """Return the columns of its audit entry, at this moment."""
        return {
            "at": services().clock.now(),
            "actor": self.by.reference,
            "actor_name": self.by.name,
            "action": self.action,
            "subject": self.on,
            "event_id": self.event_id,
            "details": self.details,
            "request_id": request_id(),
        }


def record(
    action: str, *, by: Doer, on: str | None = None, event_id: int | None = None, **details: object
) -> None:
    """Write one audit entry: `action` is `<area>.<verb>`, `on` an opaque reference like "minutes:7"."""
    db.session.add(AuditEntry(**Deed(action, by, on, event_id, details).row()))


def record_all(deeds: Iterable[Deed]) -> None:
    """Write an audit entry for each of many deeds, in this order and in as few statements as for one."""
    insert_many(AuditEntry, (one.row() for one in deeds))
