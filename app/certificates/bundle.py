"""All certificates of an event as one ZIP, made while it is being sent: never whole in memory."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from app.audit.record import Doer, record
from app.certificates.models import Certificate
from app.certificates.queries import printed_certificates
from app.documents.queries import safe_number
from app.events.models import Event
from app.lib.folding import folded
from app.services.storage import Storage


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


def file_name(certificate: Certificate) -> str:
    """Return the name of one certificate's file: its number and its holder, in plain letters."""
    holder = folded(certificate.document.holder_name or "").replace(" ", "-")
    return f"{safe_number(certificate.document)}_{holder}.pdf"


def entries_of(certificates: Sequence[Certificate]) -> list[tuple[str, str, datetime]]:
    """List what goes into the ZIP: path with a folder for each office, key in the storage, time of issue."""
    return [
        (
            f"{folded(one.participant.office.short_name).replace(' ', '-')}/{file_name(one)}",
            one.document.storage_key or "",
            one.document.issued_at,
        )
        for one in certificates
    ]


def taken_home(event: Event, *, by: Doer) -> list[tuple[str, str, datetime]]:
    """List what goes into the ZIP of an event; the audit trail says who took it."""
    entries = entries_of(printed_certificates(event))
    record("certificates.export", by=by, on=f"event:{event.id}", event_id=event.id, papers=len(entries))
    return entries


def zipped(entries: Sequence[tuple[str, str, datetime]], storage: Storage) -> Iterator[bytes]:
    """Yield a ZIP piece by piece. PDFs are compressed already, so they are stored as they are."""
    outgoing = _Outgoing()
    with ZipFile(outgoing, "w", ZIP_STORED) as archive:
        for path, key, at in entries:
            archive.writestr(ZipInfo(path, at.timetuple()[:6]), storage.read(key))
            yield outgoing.taken()
    yield outgoing.taken()
