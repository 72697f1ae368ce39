"""A furnished house for walking every door: who changed something in it leaves it as it was found."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.access import Role
from app.db import db
from app.services import EXTENSION
from app.services.clock import HeldClock
from app.services.mail import CollectingPost
from app.services.paper import FakePress
from app.services.storage import MemoryStorage
from tests.access.house import House, furnish
from tests.cast import Cast, sign_in
from tests.conftest import NOW, empty_database
from tests.pictures import Picture, take_picture

WRITES = ("INSERT", "UPDATE", "DELETE")
Visitor = Role | None  # None is somebody without an account


class Lodging:
    """A house that is used until a visitor changes something in it; then it is put back."""

    def __init__(self, app: Flask, visitors: list[Visitor]) -> None:
        self.app = app
        self._visitors = visitors
        self._house: House | None = None
        self._keys: dict[Visitor, str] = {}
        self._cabinet = MemoryStorage()
        self._picture: sqlite3.Connection | Picture | None = None
        self._addresses: dict[tuple[str, str], str] = {}
        self._changed = True
        event.listen(db.engine, "before_cursor_execute", self._look)

    def close(self) -> None:
        """Leave nothing behind."""
        event.remove(db.engine, "before_cursor_execute", self._look)
        db.session.remove()
        empty_database()
        if isinstance(self._picture, sqlite3.Connection):
            self._picture.close()

    def visit(self, visitor: Visitor, endpoint: str, method: str) -> TestResponse:
        """Let somebody knock at a door of the house as it was furnished."""
        house = self._put_in_order()
        client = self.app.test_client()
        if visitor is not None:
            client.set_cookie("rakornis", self._keys[visitor])
        door = (endpoint, method)
        if door not in self._addresses:
            self._addresses[door] = house.address(self.app, rule_of(self.app, endpoint, method))
        return client.open(self._addresses[door], method=method)

    def _put_in_order(self) -> House:
        if self._house is None:
            self._house = self._furnish()
            self._picture = _copy(None) if db.engine.dialect.name == "sqlite" else take_picture()
        elif self._changed:
            db.session.remove()
            if isinstance(self._picture, Picture):
                empty_database()
                self._picture.put_up()
            else:
                _copy(self._picture)
        if self._changed:
            _install_fakes(self.app, self._cabinet)
            self._changed = False
        return self._house

    def _furnish(self) -> House:
        """Make one of everything, with an account for each part that is played."""
        db.session.remove()
        empty_database()
        _install_fakes(self.app, MemoryStorage())
        house = furnish(Cast(HeldClock(NOW)))
        self._cabinet = self.app.extensions[EXTENSION].storage
        for role in self._visitors:
            if role is not None:
                guest = sign_in(self.app.test_client(), house.user(role))
                self._keys[role] = guest.get_cookie("rakornis").value  # type: ignore[union-attr]
        return house

    def _look(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self._changed = self._changed or statement.lstrip().startswith(WRITES)


def rule_of(app: Flask, endpoint: str, method: str) -> Rule:
    """Return the route of an endpoint that takes this method."""
    return next(rule for rule in app.url_map.iter_rules(endpoint) if method in (rule.methods or set()))


def _copy(picture: sqlite3.Connection | None) -> sqlite3.Connection | None:
    """Take a picture of the database, or make the database what the picture shows."""
    with closing(db.engine.raw_connection()) as pooled:
        database: Any = pooled.driver_connection
        if picture is not None:
            picture.backup(database)
            return picture
        taken = sqlite3.connect(":memory:", check_same_thread=False)
        database.backup(taken)
        return taken


def _install_fakes(app: Flask, cabinet: MemoryStorage) -> None:
    """Put in a clock that is held, a copy of the files, and nothing that reaches outside."""
    storage = MemoryStorage()
    storage._files = dict(cabinet._files)
    kept = app.extensions[EXTENSION]
    fakes = {"clock": HeldClock(NOW), "storage": storage, "post": CollectingPost(), "press": FakePress()}
    app.extensions[EXTENSION] = replace(kept, **fakes)


def draw_refusals_tersely(draw: pytest.MonkeyPatch) -> None:
    """Let refusals be a line instead of a page: for doors where the page was drawn for somebody before."""
    draw.setattr("app.errors.render_template", lambda _template, *, words, **_rest: words)
