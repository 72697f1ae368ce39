"""Files that no row names are removed, once they are older than a day; all others stay."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.admin.sweep_storage import sweep_storage
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.jobs.models import Job, JobState
from app.participants.keep_roster import keep_roster
from app.services import EXTENSION, services
from app.services.storage import DiskStorage
from tests.cast import Cast


@pytest.fixture
def files(app: Flask, tmp_path: Path) -> Path:
    """Files on a disk, as a server has them."""
    app.extensions[EXTENSION] = replace(services(), storage=DiskStorage(tmp_path))
    return tmp_path


def kept(files: Path, content: bytes, *, days: int = 2) -> str:
    """Keep a file, as if so many days ago."""
    key = services().storage.keep(content)
    at = (services().clock.now() - timedelta(days=days)).timestamp()
    os.utime(files / key[:2] / key, (at, at))
    return key


def test_a_file_that_nothing_names_is_removed(cast: Cast, files: Path):
    orphan = kept(files, b"yatim")
    assert sweep_storage() == [orphan]
    assert not services().storage.has(orphan)
    assert sweep_storage() == []


def test_a_file_of_today_stays_for_its_row_may_not_be_written_yet(cast: Cast, files: Path):
    fresh = kept(files, b"baru", days=0)
    assert sweep_storage() == []
    assert services().storage.has(fresh)


def test_what_a_row_names_stays(cast: Cast, files: Path):
    event = cast.event
    kept(files, b"daftar")
    with transaction():
        sheet = keep_roster(event, filename="peserta.csv", content=b"daftar", by=COMMAND_LINE)
    kept(files, b"daftar")
    assert sweep_storage() == []
    assert services().storage.has(sheet.storage_key)


def test_what_the_outcome_of_work_names_stays(cast: Cast, files: Path):
    key = kept(files, b"kartu")
    now = services().clock.now()
    with transaction():
        done = {
            "kind": "badges",
            "key": "badges:1",
            "arguments": {},
            "requested_by": "test",
            "state": JobState.DONE,
        }
        db.session.add(Job(**done, requested_at=now, run_after=now, outcome={"storage_key": key}))
    assert sweep_storage() == []


def test_half_a_file_of_a_crash_is_removed(cast: Cast, files: Path):
    half = files / "ab" / f".{'a' * 64}.{'b' * 8}"
    half.parent.mkdir()
    half.write_bytes(b"setengah")
    at = (services().clock.now() - timedelta(days=2)).timestamp()
    os.utime(half, (at, at))
    sweep_storage()
    assert not half.exists()
