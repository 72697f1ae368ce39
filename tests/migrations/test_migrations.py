"""Migrations lead up, down and up again, and end where the models are; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from app.db import db
from config import Config
from tests.conftest import database_url

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")


@pytest.fixture
def empty_app(config: Config, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """Return an application on a database without a single table."""
    url = database_url(tmp_path, f"{worker_id}_migrations")
    app = create_app(replace(config, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    """List the tables that exist."""
    db.session.remove()
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    """List where the database and the models differ."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_migrations_go_up_and_down_and_up_again(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    assert tables() == set(db.metadata.tables)
    downgrade(directory=MIGRATIONS, revision="base")
    assert tables() == set()
    upgrade(directory=MIGRATIONS)
    assert tables() == set(db.metadata.tables)


def test_migrations_end_where_the_models_are(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    assert differences() == []
