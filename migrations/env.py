"""Runs migrations inside one transaction, on the database of the application."""

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
    with context.begin_transaction():
        context.run_migrations()


def _say_nothing_about_nothing(_context: object, _revision: object, directives: list) -> None:
    """Write no file when models and migrations already agree."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


with current_app.extensions["migrate"].db.engine.connect() as connection:
    run(connection.execution_options(**{WRITES: True}))
