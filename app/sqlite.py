"""What SQLite is told at every connection, so that it is durable, patient and strict."""

import hashlib
from typing import Any

from sqlalchemy import Connection, Engine, event

from app.db import BUSY_TIMEOUT_MS, WRITES


def configure_sqlite(engine: Engine) -> None:
    """Make SQLite durable, patient and strict, and let a writing transaction say so at its start."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _prepare_connection(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # pysqlite must not begin on its own: _begin does
    connection.create_function("sha256", 1, _sha256, deterministic=True)
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # SQLite's own 2 MB hold neither the list of a large meeting nor the scans of a full hall.
        "cache_size=-16000",
        "wal_autocheckpoint=4000",  # pages; what hundreds of scans write to the same pages is copied once
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
