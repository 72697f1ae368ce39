"""The doctor: examines what one installation stands on. It never raises; a failed look is a finding."""

import contextlib
import shutil
import socket
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_bytes
from urllib.parse import urlsplit

from sqlalchemy import text

from app.db import db
from app.jobs.worker import last_heartbeat
from app.lib.refusals import N_
from app.migrating import newest_revision, reached_revision
from app.services import services
from app.services.paper import paper_health

WORKER_IS_LATE_AFTER = timedelta(seconds=90)
LEAST_FREE_BYTES = 200 * 1024 * 1024
SQLITE_WITHOUT_THE_FAULT = (3, 51, 3)  # https://sqlite.org/wal.html, "WAL-reset bug"
CONNECT_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Check:
    """One finding. `msgid` with its `values` is the detail in English; pages translate it."""

    name: str
    ok: bool
    msgid: str
    values: dict[str, object]

    @property
    def detail(self) -> str:
        """Return the detail in English, as commands print it."""
        return self.msgid % self.values if self.values else self.msgid


@dataclass(frozen=True)
class Examination:
    """All findings; `ok` when nothing needs a hand."""

    ok: bool
    checks: tuple[Check, ...]


def examine(data: Path, *, served: bool | None = None) -> Examination:
    """Examine the installation whose data directory this is.

    `served`: whether a web server is known to run; None means look whether one answers. A stopped
    installation is well without its worker, a running one is not.
    """
    paper = {check.name: check for check in paper_health()}

    def of_paper(name: str) -> Callable[[], Check]:
        return lambda: _check(name, paper[name].msgid, ok=paper[name].ok, **paper[name].values)

    looks: dict[str, Callable[[], Check]] = {
        "database": _database,
        "migrations": _migrations,
        "fonts": of_paper("fonts"),
        "weasyprint": of_paper("weasyprint"),
        "harfbuzz_subset": of_paper("harfbuzz_subset"),
        "storage": lambda: _storage(data),
        "worker": lambda: _worker(served=is_served(data) if served is None else served),
        "sqlite_version": _sqlite_version,
    }
    checks = tuple(_look(name, look) for name, look in looks.items())
    return Examination(all(check.ok for check in checks), checks)


def _check(name: str, msgid: str, *, ok: bool, **values: object) -> Check:
    return Check(name=name, ok=ok, msgid=msgid, values=values)


def _look(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is what the doctor found
        with contextlib.suppress(Exception):
            db.session.remove()
        return _check(
            name, N_("could not be looked at: %(failure)s"), ok=False, failure=str(failure).split("\n")[0]
        )


def _database() -> Check:
    version = "SQLite " + sqlite3.sqlite_version
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("SELECT 1"))
    else:
        version = "PostgreSQL " + str(db.session.scalar(text("SHOW server_version")))
    return _check("database", N_("%(version)s answers"), ok=True, version=version)


def _migrations() -> Check:
    newest, reached = newest_revision(), reached_revision()
    if reached == newest:
        return _check("migrations", N_("up to date: %(revision)s"), ok=True, revision=newest)
    return _check(
        "migrations",
        N_("the database is at %(present)s, the program at %(newest)s: start bin/run, it migrates"),
        ok=False,
        present=reached or "-",
        newest=newest,
    )


def _storage(data: Path) -> Check:
    storage, probe = services().storage, token_bytes(32)
    key = storage.keep(probe)
    kept = storage.read(key) == probe
    storage.remove(key)
    free = shutil.disk_usage(data).free
    if not kept:
        return _check("storage", N_("a file was not read back as it was kept: check the disk"), ok=False)
    free_gb = round(free / 1e9, 1)
    if free < LEAST_FREE_BYTES:
        return _check(
            "storage", N_("only %(free_gb)s GB free: make room on the disk"), ok=False, free_gb=free_gb
        )
    return _check(
        "storage", N_("files are kept and read back; %(free_gb)s GB free"), ok=True, free_gb=free_gb
    )


def _worker(*, served: bool) -> Check:
    seen = last_heartbeat()
    age = services().clock.now() - seen if seen else None
    if age is not None and age < WORKER_IS_LATE_AFTER:
        return _check(
            "worker", N_("seen %(seconds)s seconds ago"), ok=True, seconds=max(0, int(age.total_seconds()))
        )
    if not served:
        return _check("worker", N_("not running; neither is the web server"), ok=True)
    return _check("worker", N_("not running although pages are served: start bin/run again"), ok=False)


def _sqlite_version() -> Check:
    if db.engine.dialect.name != "sqlite":
        return _check("sqlite_version", N_("not used: the database is PostgreSQL"), ok=True)
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= SQLITE_WITHOUT_THE_FAULT:
        return _check("sqlite_version", "%(version)s", ok=True, version=version)
    return _check(
        "sqlite_version",
        N_("%(version)s works, but before 3.51.3 a rare fault in the WAL reset can lose a transaction"),
        ok=True,
        version=version,
    )


def is_served(data: Path) -> bool:
    """Say whether a web server answers at the address under which this data was served last."""
    address = data / "address"
    if not address.exists():
        return False
    parts = urlsplit(address.read_text().strip())
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=CONNECT_SECONDS):
            return True
    except OSError:
        return False
