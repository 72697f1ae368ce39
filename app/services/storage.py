"""Files, kept by the SHA-256 of what is in them, so that no name can collide or be guessed."""

import hashlib
import os
import re
from pathlib import Path
from secrets import token_hex
from typing import Protocol

KEY = re.compile(r"[0-9a-f]{64}")


class FileMissing(LookupError):
    """A key that nothing is kept under: the data directory is incomplete."""


class Storage(Protocol):
    """Keeps bytes for good. Keys are content hashes: keeping the same twice is harmless."""

    def keep(self, content: bytes) -> str: ...
    def read(self, key: str) -> bytes: ...
    def has(self, key: str) -> bool: ...
    def remove(self, key: str) -> None: ...


class DiskStorage:
    """Keeps files below one directory; a crash leaves either the whole file or none."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def keep(self, content: bytes) -> str:
        """Write the bytes, wait until they are on the disk, and return their key."""
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if path.exists():
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
