"""The gate of the tests: a session that is open, a gate, and a person with a pass."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
import structlog
from flask import Flask

from app.agenda.models import Session
from app.audit.record import Machine
from app.checkin.gates import gate_named
from app.checkin.models import Gate, RefusalReason, ScanStatus
from app.checkin.redeem import Admission, redeem_pass
from app.db import db, transaction
from app.participants.models import Participant
from app.services.clock import HeldClock
from tests.cast import Cast


def new_key() -> str:
    """A key as a device makes it."""
    return str(uuid4())


@dataclass
class GateUnderTest:
    """Somebody with a scanner: shows codes to the verb, each in a transaction of its own."""

    cast: Cast
    clock: HeldClock
    session: Session
    gate: Gate
    by: Machine = field(default=Machine("user:1", "Dhea"))

    def scan(self, code: str, *, key: str | None = None, at: datetime | None = None) -> Admission:
        """Scan a code and return the answer."""
        with transaction():
            return redeem_pass(
                code,
                session=self.session,
                gate_id=self.gate.id,
                key=key or new_key(),
                at=at or self.clock.now(),
                by=self.by,
            )

    def scan_pass_of(
        self, person: Participant, *, key: str | None = None, minutes_ago: float = 0
    ) -> Admission:
        """Scan somebody's newest pass."""
        at = self.clock.now() - timedelta(minutes=minutes_ago)
        return self.scan(self.cast.code(person), key=key, at=at)


@pytest.fixture
def gate(cast: Cast, clock: HeldClock) -> GateUnderTest:
    """Return a gate at a plenary that began ten minutes ago."""
    return make_gate(cast, clock, cast.session("Pleno"), "Utama 1")


def make_gate(cast: Cast, clock: HeldClock, session: Session, name: str) -> GateUnderTest:
    """Return a gate of this name at a session."""
    with transaction():
        row = gate_named(cast.event, name)
    return GateUnderTest(cast, clock, session, row)


@pytest.fixture
def andi(cast: Cast) -> Participant:
    """Return somebody with a valid pass."""
    return cast.participant()


def outcome(admission: Admission) -> tuple[ScanStatus, RefusalReason | None]:
    """What an answer says in short."""
    db.session.expire_all()
    return admission.status, admission.reason


@pytest.fixture
def log(app: Flask) -> Iterator[StringIO]:
    """What the log says, line by line."""
    before, told = structlog.get_config(), StringIO()
    structlog.configure(**{**before, "logger_factory": structlog.PrintLoggerFactory(told)})
    yield told
    structlog.configure(**before)


def told_in(log: StringIO, what: str) -> list[str]:
    """The lines of this kind, without their time and their request."""
    lines = [line.partition(f" {what} ") for line in log.getvalue().splitlines()]
    return [rest.strip().partition(" request_id=")[0] for _, found, rest in lines if found]
