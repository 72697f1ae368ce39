"""What every test stands on: one application, a clean database, held time, fakes for the outside.

The database is SQLite unless RAKORNIS_TEST_DATABASE_URL names a PostgreSQL one that may be emptied.
"""

import contextvars
import gc
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from app import create_app
from app.accounts import passwords
from app.db import db
from app.services import EXTENSION, Services
from app.services.clock import HeldClock
from app.services.mail import CollectingPost
from app.services.paper import FakePress
from app.services.storage import MemoryStorage
from config import Config
from tests.cast import Cast

# Friday of the meeting, 13.40 in Bali: a discussion is under way.
NOW = datetime(2024, 9, 6, 5, 40, tzinfo=UTC)
KEPT_TEMPLATES = Path(__file__).parent.parent / ".cache" / "templates"
GARBAGE_AFTER = 20_000  # new objects: rows of a test come and go, looking for circles costs more than they do


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what no database can change: it was tested with SQLite."""
    asked = [item for item in items if _asks_the_database(item)]
    if "RAKORNIS_TEST_DATABASE_URL" in os.environ and asked:
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asked)])
        items[:] = asked


def _asks_the_database(item: pytest.Item) -> bool:
    return "config" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("any_database")


class FreshClient(FlaskClient):
    """A browser that shares nothing with the test: each request has its own context and session."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request; what the test read before is read anew afterwards. A stream ends at once."""
        db.session.commit()
        context = contextvars.Context()
        answer = context.run(super().open, *args, **kwargs)
        if answer.mimetype == "text/event-stream":
            context.run(answer.close)
        db.session.expire_all()
        return answer


def database_url(directory: Path, worker: str) -> str:
    """Return the address of this worker's database; a PostgreSQL one is made when missing."""
    server = os.environ.get("RAKORNIS_TEST_DATABASE_URL")
    if server is None:
        return f"sqlite:///{directory / 'test.db'}"
    return _database_of_worker(server, worker)


def _database_of_worker(server: str, worker: str) -> str:
    import psycopg  # noqa: PLC0415 - only for PostgreSQL
    from psycopg import sql  # noqa: PLC0415

    url = make_url(server)
    name = f"rakornis_test_{worker}"
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Return the name of the xdist worker, or "main"."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Config:
    """Return the settings of the tests."""
    directory = tmp_path_factory.mktemp("data")
    return Config(
        data=directory,
        database_url=database_url(directory, worker_id),
        secret_key="s" * 40,
        pass_secret=b"p" * 32,
        base_url="https://rakornis.example",
        testing=True,
    )


@pytest.fixture(scope="session")
def built_app(config: Config) -> Iterator[Flask]:
    """Build the application once."""
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FreshClient
    KEPT_TEMPLATES.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(KEPT_TEMPLATES))
    with app.app_context():
        _wait_for_no_disk(db.engine)
        db.create_all()
        db.session.remove()
    _hash_quickly()
    gc.freeze()  # what the program consists of is no garbage: thousands of tests need not look through it
    gc.set_threshold(GARBAGE_AFTER, 20, 50)
    yield app
    with app.app_context():
        db.engine.dispose()


def _hash_quickly() -> None:
    """Hash passwords with the smallest cost: a test proves what is compared, not how slowly."""
    quick = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    passwords._hasher, passwords._NOBODY = quick, quick.hash("nobody")


def _wait_for_no_disk(engine: Engine) -> None:
    """Let SQLite leave the disk to itself: a database of tests may be lost with the power."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        event.listen(engine, "connect", lambda opened, _record: opened.execute("PRAGMA synchronous=OFF"))


@pytest.fixture
def clock() -> HeldClock:
    """Hold the time at 13.40 of the third day."""
    return HeldClock(NOW)


@pytest.fixture
def post() -> CollectingPost:
    """Collect the letters."""
    return CollectingPost()


@pytest.fixture
def app(built_app: Flask, clock: HeldClock, post: CollectingPost, config: Config) -> Iterator[Flask]:
    """Return the application with an empty database and fresh fakes, in its context."""
    built_app.extensions[EXTENSION] = Services(
        clock=clock,
        storage=MemoryStorage(),
        post=post,
        press=FakePress(),
        pass_secret=config.pass_secret,
        base_url=config.base_url,
    )
    with built_app.app_context():
        yield built_app
        db.session.remove()
        empty_database()


def empty_database() -> None:
    """Delete every row, children before parents, whichever database it is, in one round trip.

    Ids go on counting on PostgreSQL; TRUNCATE would start them anew, and every file of every table.
    """
    emptied = "".join(f"DELETE FROM {table.name};" for table in reversed(db.metadata.sorted_tables))
    with closing(db.engine.raw_connection()) as connection:
        if db.engine.dialect.name == "postgresql":
            # A prepared statement could be one only.
            connection.driver_connection.execute(emptied, prepare=False)  # type: ignore[union-attr]
            connection.commit()
        else:
            # A row may point at another of its own table.
            script = f"BEGIN IMMEDIATE; PRAGMA defer_foreign_keys=ON; {emptied} COMMIT;"
            connection.driver_connection.executescript(script)  # type: ignore[union-attr]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def cast(app: Flask, clock: HeldClock) -> Cast:
    """Return the people and things that tests play with."""
    return Cast(clock)
