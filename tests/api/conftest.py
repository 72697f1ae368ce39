"""A device as the tests hold it: its token, and how it calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device
from app.db import db, transaction
from app.services.clock import HeldClock
from tests.cast import Cast
from tests.checkin.conftest import new_key


@dataclass
class DeviceUnderTest:
    """A phone at the gate Utama 1, and the session it scans for."""

    client: FlaskClient
    clock: HeldClock
    session: Session
    id: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """How it says who it is."""
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, body: Any) -> TestResponse:
        """Post a body as it is."""
        return self.client.post("/api/v1/scans", json=body, headers=self.headers)

    def scan(self, *codes: str, **more: Any) -> TestResponse:
        """Post scans of these codes, made now."""
        return self.send({"session": self.session.id, "scans": [self.one(code, **more) for code in codes]})

    def one(self, code: str, **more: Any) -> dict[str, Any]:
        """One scan as it is sent."""
        return {"key": new_key(), "code": code, "at": self.clock.now().isoformat(), **more}


@pytest.fixture
def device(client: FlaskClient, cast: Cast, clock: HeldClock) -> DeviceUnderTest:
    """Return a registered device at an open plenary."""
    session = cast.session("Pleno")
    with transaction():
        new = add_open_device(cast.event, gate="Utama 1", by=COMMAND_LINE)
    return DeviceUnderTest(client, clock, session, new.device.id, new.token)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what is sent to the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
