"""Runs migrations inside one transaction, on the database of the application."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.db import WRITES, db


def run(connection: Connection) -> None:
    """Migrate: SQLite changes a table by copying it, hence the batch mode."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        process_revision_directives=_say_nothing_about_nothing,
    )
    with _copying_tables(connection), context.begin_transaction():
        context.run_migrations()
        _leave_nothing_dangling(connection)


@contextmanager
def _copying_tables(connection: Connection) -> Iterator[None]:
    """Let SQLite drop the old copy of a table that rows of other tables still refer to.

    The PRAGMA is heard outside a transaction only, so it goes straight to the driver.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _leave_nothing_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("a row would refer to one that is not there; nothing was changed")


def _say_nothing_about_nothing(_context: object, _revision: object, directives: list) -> None:
    """Write no file when models and migrations already agree."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with current_app.extensions["migrate"].db.engine.connect() as connection:
    run(connection.execution_options(**{WRITES: True}))
