"""All certificates of an event as one ZIP: what goes into it, and the trace of who took it."""

from collections.abc import Sequence
from datetime import datetime

from app.audit.record import Doer, record
from app.certificates.models import Certificate
from app.certificates.queries import printed_certificates
from app.documents.queries import safe_number
from app.events.models import Event
from app.lib.folding import folded


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
