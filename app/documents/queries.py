"""Questions about papers."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.db import db
from app.documents.models import Document, DocumentKind
from app.lib.codes import VERIFICATION_CODE_LENGTH, code_sha256, normalise_code
from app.lib.refusals import N_, NotThere, Unavailable
from app.services import services


class NoSuchDocument(NotThere):
    """A paper that does not exist, or not in this event."""


class NotPrintedYet(Unavailable):
    """A paper whose file is still being made."""


def document_of(event_id: int, document_id: int) -> Document:
    """Return a paper of this event."""
    document = db.session.execute(
        select(Document)
        .where(Document.id == document_id, Document.event_id == event_id)
        .options(selectinload(Document.revocation))
    ).scalar_one_or_none()
    if document is None:
        raise NoSuchDocument(N_("There is no such document in this event."))
    return document


def document_with_code(typed: str) -> Document | None:
    """Return the paper with this verification code, however it was typed; None when there is none."""
    code = normalise_code(typed, length=VERIFICATION_CODE_LENGTH)
    if code is None:
        return None
    return db.session.execute(
        select(Document)
        .where(Document.code_sha256 == code_sha256(code))
        .options(selectinload(Document.revocation))
    ).scalar_one_or_none()


def documents_of(
    event_id: int, *, kind: DocumentKind | None = None, ids: Iterable[int] | None = None
) -> list[Document]:
    """List the papers of an event in the order of their issue."""
    query = (
        select(Document)
        .where(Document.event_id == event_id)
        .options(selectinload(Document.revocation))
        .order_by(Document.id)
    )
    if kind is not None:
        query = query.where(Document.kind == kind)
    if ids is not None:
        query = query.where(Document.id.in_(list(ids)))
    return list(db.session.execute(query).scalars())


def printed_bytes(document: Document) -> bytes:
    """Return the frozen bytes of a paper."""
    if document.storage_key is None:
        raise NotPrintedYet(
            N_("Document %(number)s is still being printed. Try again in a moment."), number=document.number
        )
    return services().storage.read(document.storage_key)
