"""Files, kept by the SHA-256 of what is in them, so that no name can collide or be guessed."""

import hashlib
import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Protocol

KEY = re.compile(r"[0-9a-f]{64}")
DRAFT = re.compile(r"\.[0-9a-f]{64}\.[0-9a-f]{8}")


class FileMissing(LookupError):
    """A key that nothing is kept under: the data directory is incomplete."""


class Storage(Protocol):
    """Keeps bytes for good. Keys are content hashes: keeping the same twice is harmless."""

    def keep(self, content: bytes) -> str: ...
    def read(self, key: str) -> bytes: ...
    def has(self, key: str) -> bool: ...
    def remove(self, key: str) -> None: ...
    def older_than(self, moment: datetime) -> list[str]: ...
    def remove_older(self, key: str, moment: datetime) -> bool: ...


class DiskStorage:
    """Keeps files below one directory; a crash leaves either the whole file or none."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, content: bytes) -> str:
        """Write the bytes, wait until they are on the disk, and return their key."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        with suppress(FileNotFoundError):
            os.utime(path)  # whoever sweeps sees that it was just asked for
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{key}.{token_hex(4)}")
        try:
            _write(draft, content)
        except OSError:
            draft.unlink(missing_ok=True)  # a full disk is not filled further with halves
            raise
        draft.rename(path)
        _settle(path.parent)
        return key

    def read(self, key: str) -> bytes:
        """Return the bytes kept under a key, or raise FileMissing."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as missing:
            raise FileMissing(key) from missing

    def has(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        return self._path(key).exists()

    def remove(self, key: str) -> None:
        """Forget what is kept under a key; a key that holds nothing is no error."""
        self._path(key).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> list[str]:
        """List the keys of files that were last kept before a moment; halves of a crash are removed."""
        found: list[str] = []
        for path in self._directory.glob("??/*"):
            if path.is_file() and path.stat().st_mtime < moment.timestamp():
                if KEY.fullmatch(path.name):
                    found.append(path.name)
                elif DRAFT.fullmatch(path.name):
                    path.unlink(missing_ok=True)
        return found

    def remove_older(self, key: str, moment: datetime) -> bool:
        """Forget a file unless it was kept again since; say whether it is gone."""
        path = self._path(key)
        if not path.exists() or path.stat().st_mtime >= moment.timestamp():
            return False
        path.unlink(missing_ok=True)
        return True

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            message = f"not a storage key: {key!r}"
            raise ValueError(message)
        return self._directory / key[:2] / key


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(directory: Path) -> None:
    """Make the directory entry durable too: a file whose name is lost is lost."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class MemoryStorage:
    """The fake: keeps files for the length of a test."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def keep(self, content: bytes) -> str:
        """Keep the bytes and return their key."""
        key = hashlib.sha256(content).hexdigest()
        self._files[key] = content
        return key

    def read(self, key: str) -> bytes:
        """Return the bytes kept under a key, or raise FileMissing."""
        try:
            return self._files[key]
        except KeyError as missing:
            raise FileMissing(key) from missing

    def has(self, key: str) -> bool:
        """Say whether something is kept under a key."""
        return key in self._files

    def remove(self, key: str) -> None:
        """Forget a file."""
        self._files.pop(key, None)

    def older_than(self, moment: datetime) -> list[str]:  # noqa: ARG002 - what lives as long as a test gets not old
        """List nothing."""
        return []

    def remove_older(self, key: str, moment: datetime) -> bool:  # noqa: ARG002 - as above
        """Remove nothing."""
        return False
