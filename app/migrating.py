"""Migrations: how far the database is, and bringing it forward.

Alembic is loaded by whoever migrates, and by nobody else: an ordinary start has nothing to migrate, and
loading it takes a third of a second.
"""

from pathlib import Path
from typing import Any, cast

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo
from sqlalchemy import text

from app.db import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def newest_revision() -> str:
    """Return the revision that the program expects: the files are numbered in their order."""
    names = [path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")]
    return max(names).partition("_")[0]


def reached_revision() -> str | None:
    """Return the revision that the database is at, None when it is at none, or at several."""
    with db.engine.connect() as connection:
        if not db.engine.dialect.has_table(connection, "alembic_version"):
            return None
        reached = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return str(reached[0]) if len(reached) == 1 else None


def migrate() -> None:
    """Bring the database to the newest revision; where it is there already, nothing happens."""
    if reached_revision() == newest_revision():
        return
    from flask_migrate import upgrade  # noqa: PLC0415 - see above

    load_alembic(current_app)
    upgrade()


def load_alembic(app: Flask) -> None:
    """Tell Flask-Migrate of the database and of the directory of the migrations."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see above

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS))


class MigrationCommands(click.Group):
    """`bin/rakornis db …`: the commands of Flask-Migrate, loaded when somebody asks for them."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Let Flask-Migrate's own group take the words that were typed."""
        from flask_migrate.cli import db as commands  # noqa: PLC0415 - see above

        if parent is not None:
            load_alembic(parent.ensure_object(ScriptInfo).load_app())
        return cast("click.Group", commands).make_context(info_name, args, parent, **extra)
