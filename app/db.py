"""The database: base class, column types, and the one way to write."""

import enum
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    String,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from app.lib.turns import Turns

LONGEST_ENUM = 32
BUSY_TIMEOUT_MS = 10_000
WRITES = "rakornis_writes"  # the option of a connection that begins its transaction by locking
WRITING = "rakornis_writing"  # what a session knows while transaction() is open
AT_ONCE = 2_000
_writing = Turns(patience=BUSY_TIMEOUT_MS / 1000)

# Every constraint gets a name, or SQLite's batch migrations could not drop it again.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets zones, so a naive value is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """Store in UTC; a datetime without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant needs a zone: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy passes it
        """Return an aware datetime in UTC on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(kind: type[enum.Enum]) -> list[str]:
    """List the values of an enum: they are stored, so that renaming a member changes no row."""
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """The parent of every model. A registry, not a class attribute: Flask-SQLAlchemy's issue 1361."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: Instant(),
            str: String(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            enum.Enum: Enum(enum.Enum, values_callable=by_value, native_enum=False, length=LONGEST_ENUM),
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": True})


class TransactionOpen(RuntimeError):
    """A door opened inside another door: a bug in the program."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Write: all that happens inside is stored, or none of it.

    On SQLite the transaction begins with BEGIN IMMEDIATE, so that two writers queue instead of
    failing half-way. A read that is under way ends first, because a session keeps the options of
    the connection it already has. The objects read before stay usable; one that was changed before
    is a bug, told by `end_read`.
    """
    session: Session = db.session()
    if session.info.get(WRITING):
        message = "transaction() does not nest: verbs never open one"
        raise TransactionOpen(message)
    end_read()
    session.info[WRITING] = True
    try:
        with _one_writer(), _all_or_nothing(session):
            yield session
    finally:
        session.info.pop(WRITING, None)


@contextmanager
def _all_or_nothing(session: Session) -> Iterator[None]:
    try:
        session.connection(execution_options={WRITES: True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _one_writer() -> AbstractContextManager[None]:
    """Let all threads and processes of this machine write to SQLite one after the other.

    SQLite makes a writer wait by asking again, less and less often, and under load the unlucky one asks in
    vain until its time is up. So they wait here in turn; whoever has waited long enough asks SQLite itself,
    which then says that it is busy.
    """
    if db.engine.dialect.name != "sqlite":
        return nullcontext()
    database = db.engine.url.database
    return _writing.one(Path(f"{database}-turn") if database and database != ":memory:" else None)


def end_read() -> None:
    """End the read that is under way, so that slow work holds no snapshot of the database.

    What was read stays usable. A change that was not written through `transaction()` is a bug.
    """
    if not db.session.registry.has():
        return  # nothing was read
    session: Session = db.session()
    if session.new or session.dirty or session.deleted:
        message = "something was changed outside transaction()"
        raise TransactionOpen(message)
    session.commit()


def insert_once(model: type[Any], **values: object) -> int | None:
    """Insert a row unless a unique constraint already holds one like it.

    Returns the id of the new row, or None when somebody was first. This is how races are decided
    on both databases: never by looking first.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(model.id)
    new_id: int | None = db.session.execute(statement).scalar_one_or_none()
    return new_id


def insert_all_once(model: type[Any], rows: Iterable[dict[str, object]]) -> int:
    """Insert rows together, except those a unique constraint already holds; return how many are new."""
    listed = list(rows)
    if not listed:
        return 0
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).on_conflict_do_nothing().returning(model.id)
    return len(db.session.execute(statement, listed).all())


def insert_many(model: type[Any], rows: Iterable[dict[str, object]]) -> list[int]:
    """Insert rows and return their ids in the order given. Call it inside transaction().

    All rows name the same columns. They are taken and written a batch at a time, so that a generator of
    fifty thousand needs the memory of one batch.
    """
    ids: list[int] = []
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        given = reserve_ids(model, len(batch))
        write_rows(model, ({"id": new, **row} for new, row in zip(given, batch, strict=True)))
        ids += given
    return ids


def write_rows(model: type[Any], rows: Iterable[dict[str, object]]) -> None:
    """Insert rows that carry ids from `reserve_ids`, a batch at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        db.session.execute(model.__table__.insert(), batch)


def reserve_ids(model: type[Any], count: int) -> list[int]:
    """Take ids for rows that are about to be inserted, so that what follows from an id goes in with the row.

    On SQLite the write lock is ours: nobody else takes the next ids, and rows are written before more are
    reserved.
    """
    if db.engine.dialect.name == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence(f'"{model.__tablename__}"', "id"))
        numbers = func.generate_series(1, count).table_valued("number")
        return list(db.session.scalars(select(sequence).select_from(numbers)))
    first = _highest_id(model) + 1
    return list(range(first, first + count))


def _highest_id(model: type[Any]) -> int:
    """The highest id that SQLite has given: also to a row that is gone, where no id is given again."""
    highest: int = db.session.execute(select(func.max(model.id))).scalar_one() or 0
    if not model.__table__.dialect_options["sqlite"]["autoincrement"]:
        return highest
    given = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return max(highest, db.session.execute(given, {"name": model.__tablename__}).scalar() or 0)


def sha256_hex(text: ColumnElement[str]) -> ColumnElement[str]:
    """Let the database take the SHA-256 of a text, as hexadecimal digits."""
    if db.engine.dialect.name == "postgresql":
        return func.encode(func.sha256(func.convert_to(text, "UTF8")), "hex")
    return func.sha256(text)
