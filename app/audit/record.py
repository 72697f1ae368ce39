"""Record what was done: a plain row in the same transaction as the deed."""

from dataclasses import dataclass
from typing import Protocol

from app.audit.models import AuditEntry
from app.db import db
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


def record(
    action: str, *, by: Doer, on: str | None = None, event_id: int | None = None, **details: object
) -> None:
    """Write one audit entry: `action` is `<area>.<verb>`, `on` an opaque reference like "minutes:7"."""
    db.session.add(
        AuditEntry(
            at=services().clock.now(),
            actor=by.reference,
            actor_name=by.name,
            action=action,
            subject=on,
            event_id=event_id,
            details=details,
            request_id=request_id(),
        )
    )
