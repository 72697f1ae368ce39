"""Papers as one ZIP, made while it is being sent: never whole in memory."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from app.services.storage import Storage

# Path inside the ZIP, key in the storage, and the time the paper was issued.
Entry = tuple[str, str, datetime]


class _Outgoing(io.RawIOBase):
    """A file that forgets what was taken from it."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


def zipped(entries: Iterable[Entry], storage: Storage) -> Iterator[bytes]:
    """Yield a ZIP piece by piece. PDFs are compressed already, so they are stored as they are."""
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_STORED) as archive:
        for path, key, at in entries:
            archive.writestr(ZipInfo(path, at.timetuple()[:6]), storage.read(key))
            yield outgoing.taken()
    yield outgoing.taken()
