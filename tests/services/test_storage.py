"""What keeping a file promises: the bytes come back, and a crash leaves all of them or none."""

import hashlib
import os
from pathlib import Path

import pytest

from app.services.storage import DiskStorage, FileMissing, MemoryStorage, Storage

CONTENT = b"%PDF-1.7 isi"
KEY = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["disk", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Return the real storage and its fake: both keep the same promises."""
    return DiskStorage(tmp_path) if request.param == "disk" else MemoryStorage()


def test_what_is_kept_comes_back_under_the_hash_of_its_content(storage: Storage) -> None:
    assert storage.keep(CONTENT) == KEY
    assert storage.read(KEY) == CONTENT
    assert storage.has(KEY)


def test_keeping_the_same_twice_is_harmless(storage: Storage) -> None:
    assert storage.keep(CONTENT) == storage.keep(CONTENT)


def test_what_was_removed_is_missing(storage: Storage) -> None:
    storage.keep(CONTENT)
    storage.remove(KEY)
    storage.remove(KEY)
    with pytest.raises(FileMissing):
        storage.read(KEY)


def test_a_key_cannot_lead_out_of_the_directory(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="storage key"):
        DiskStorage(tmp_path).read("../secrets/session")


def test_a_write_that_fails_leaves_nothing_under_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    storage = DiskStorage(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        storage.keep(CONTENT)
    assert not storage.has(KEY)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
