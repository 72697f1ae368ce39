"""Remove files that no row names: what a crash between a commit and the removal of a file leaves behind."""

import re
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import JSON, String, cast, select

from app.audit.record import WORKER, Doer, record
from app.db import db, end_read, transaction
from app.participants.forget_uploads import forget_uploads
from app.services import services

KEPT_FOR = timedelta(days=1)  # a file is written before the row that names it
NAMES_A_FILE = "storage_key"
_KEY = re.compile(r"\b[0-9a-f]{64}\b")


def sweep_storage(*, by: Doer = WORKER) -> list[str]:
    """Remove every file older than a day that nothing names, and return the keys of those.

    Named is what stands in a column of keys, and every key inside a column of JSON: frozen minutes, the
    outcomes of work. Sheets that nobody came back for are forgotten first. A door: it commits what it did.
    Repeating it is harmless.
    """
    with transaction():
        forget_uploads(by=by)
    before = services().clock.now() - KEPT_FOR
    old = services().storage.older_than(before)
    unnamed = sorted(set(old) - set(_named())) if old else []
    end_read()
    gone = [key for key in unnamed if services().storage.remove_older(key, before)]
    if gone:
        with transaction():
            record("admin.sweep_storage", by=by, files=len(gone))
    return gone


def _named() -> Iterator[str]:
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith(NAMES_A_FILE):
                yield from db.session.scalars(select(column).where(column.is_not(None)))
            elif isinstance(column.type, JSON):
                text = cast(column, String)
                for kept in db.session.scalars(select(text).where(text.is_not(None))).yield_per(500):
                    yield from _KEY.findall(kept)
