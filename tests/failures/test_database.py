"""The database is locked or full: the page says so, and keeps what was typed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.db import WRITES, TransactionOpen, db, transaction
from tests.failures.conftest import TYPED, Desk

IMPATIENT_MS = 50


@contextmanager
def locked_by_somebody_else(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold a lock that the secretary's entry needs, and let nobody wait for it long."""
    sqlite = db.engine.dialect.name == "sqlite"
    for module in ("app.db", "app.sqlite"):
        monkeypatch.setattr(f"{module}.BUSY_TIMEOUT_MS", IMPATIENT_MS)
    db.session.remove()
    if not sqlite:
        be_patient(f"{IMPATIENT_MS}ms")
    db.engine.dispose()
    with db.engine.connect() as other:
        writing = other.execution_options(**{WRITES: True})
        writing.execute(text("SELECT 1" if sqlite else "LOCK TABLE entry IN ACCESS EXCLUSIVE MODE"))
        yield
        other.rollback()
    if not sqlite:
        be_patient("0")
    db.engine.dispose()


def be_patient(time: str) -> None:
    """Tell PostgreSQL how long a new connection waits for a lock; SQLite is told by the program."""
    with db.engine.begin() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '{time}'"))


@contextmanager
def full(words: str) -> Iterator[None]:
    """Fail when the audit entry is written, which is the last that a verb writes."""

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO audit_entry"):
            raise OperationalError(statement, {}, sqlite3.OperationalError(words))

    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)


def test_a_locked_database_gives_back_what_was_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    with locked_by_somebody_else(monkeypatch):
        answer = desk.write()
    assert answer.status_code == 503
    assert "Pangkalan data sedang sibuk" in answer.text
    assert TYPED in answer.text
    assert desk.entries() == 0


def test_what_was_given_back_can_be_sent_again(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    with locked_by_somebody_else(monkeypatch):
        answer = desk.write()
    assert desk.send_again(answer).status_code == 303
    assert desk.entries() == 1


@pytest.mark.parametrize(
    "words", ["database or disk is full", "could not extend file: No space left on device"]
)
def test_a_full_database_stores_nothing_by_halves(desk: Desk, words: str):
    with full(words):
        answer = desk.write()
    assert answer.status_code == 503
    assert "Penyimpanan server penuh" in answer.text
    assert TYPED in answer.text
    assert desk.entries() == 0


def test_what_was_changed_before_a_transaction_is_not_stored_with_it(cast):
    office = cast.office("bali")
    office.short_name = "Bukan Bali"
    with pytest.raises(TransactionOpen, match="outside transaction"), transaction():
        pass
    db.session.rollback()
    db.session.expire_all()
    assert cast.office("bali").short_name != "Bukan Bali"
