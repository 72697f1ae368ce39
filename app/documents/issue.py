"""Issue a paper: give it its number and its code, once, whatever is repeated.

Printing follows after the commit: `keep_printed` freezes the bytes. Numbers come from one row per
series that the transaction locks, so they have neither gaps nor doubles.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from app.audit.record import Doer
from app.db import db, insert_once
from app.documents.models import Document, DocumentKind, NumberSeries
from app.lib.codes import code_sha256, derived_verification_code
from app.lib.numbering import render_number
from app.lib.refusals import N_, Refused
from app.services import services

PRINTED = ("storage_key", "sha256", "size_bytes", "printed_at")


class NumberTaken(Refused):
    """The number stands on another paper: the pattern lacks the year, or was changed back."""


class AlreadyPrinted(RuntimeError):
    """Other bytes were offered for a paper whose bytes are frozen: a bug, never a person's mistake."""


def issue_document(
    event_id: int,
    *,
    kind: DocumentKind,
    key: str,
    number_pattern: str,
    title: str,
    dated: date,
    facts: Mapping[str, Any],
    by: Doer,
    holder_name: str | None = None,
    holder_office: str | None = None,
) -> Document:
    """Issue a paper with the next number of its series; the same `key` returns the same paper.

    `facts` is what the public page shows about it: plain JSON, no NIP.
    """
    if (known := document_with_key(key)) is not None:
        return known
    new_id = insert_once(
        Document,
        event_id=event_id,
        kind=kind,
        key=key,
        number=_next_number(event_id, kind=kind, pattern=number_pattern, dated=dated),
        title=title,
        holder_name=holder_name,
        holder_office=holder_office,
        dated=dated,
        facts=dict(facts),
        issued_at=services().clock.now(),
        issued_by=by.reference,
    )
    if new_id is None:
        _give_back(event_id, kind=kind, year=dated.year)
        return _issued_meanwhile(key, number_pattern)
    document = db.session.get_one(Document, new_id)
    document.code_sha256 = code_sha256(verification_code(document))
    db.session.flush()
    return document


def document_with_key(key: str) -> Document | None:
    """Return the paper that was issued under this key."""
    return db.session.execute(select(Document).where(Document.key == key)).scalar_one_or_none()


def _next_number(event_id: int, *, kind: DocumentKind, pattern: str, dated: date) -> str:
    running = _next_running(event_id, kind=kind, year=dated.year)
    return render_number(pattern, number=running, year=dated.year, month=dated.month, day=dated.day)


def _next_running(event_id: int, *, kind: DocumentKind, year: int) -> int:
    """Take the next number; nobody else gets one of this series until the transaction ends."""
    taken = _moved(event_id, kind=kind, year=year, by=1)
    if taken is None:
        insert_once(NumberSeries, event_id=event_id, kind=kind, year=year)
        taken = _moved(event_id, kind=kind, year=year, by=1)
    if taken is None:
        message = f"the series of {kind.value} {year} was neither there nor written"
        raise RuntimeError(message)
    return taken


def _give_back(event_id: int, *, kind: DocumentKind, year: int) -> None:
    """Return the number taken last: the series is still held, so no other was taken since."""
    _moved(event_id, kind=kind, year=year, by=-1)


def _moved(event_id: int, *, kind: DocumentKind, year: int, by: int) -> int | None:
    return db.session.execute(
        update(NumberSeries)
        .where(NumberSeries.event_id == event_id, NumberSeries.kind == kind, NumberSeries.year == year)
        .values(last=NumberSeries.last + by)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()


def _issued_meanwhile(key: str, pattern: str) -> Document:
    """Return the paper of whoever was faster; else the number itself stands on another paper."""
    document = document_with_key(key)
    if document is None:
        raise NumberTaken(
            N_(
                "The number pattern “%(pattern)s” gives a number that another document has already. "
                "Add {year} to the pattern in the settings of the event, then try again."
            ),
            pattern=pattern,
        )
    return document


def keep_printed(document: Document, content: bytes, *, at: datetime) -> None:
    """Freeze the bytes of a paper. Offering the same bytes again is harmless, other bytes are a bug.

    Of two who print the same paper the first one freezes it; the database decides, not this process.
    """
    digest = hashlib.sha256(content).hexdigest()
    frozen = db.session.execute(
        update(Document)
        .where(Document.id == document.id, Document.sha256.is_(None))
        .values(
            storage_key=services().storage.keep(content),
            sha256=digest,
            size_bytes=len(content),
            printed_at=at,
        )
        .returning(Document.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    db.session.refresh(document, PRINTED)
    if frozen is None and document.sha256 != digest:
        raise AlreadyPrinted(document.number)


def verification_code(document: Document) -> str:
    """Return the code that stands on the paper."""
    return derived_verification_code(services().pass_secret, document.id)


def verification_address(document: Document) -> str:
    """Return the address that the QR of the paper carries: upper case, for QR's dense mode."""
    return f"{services().base_url}/V/{verification_code(document)}".upper()
