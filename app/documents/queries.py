"""Questions about papers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from app.access import Permission, can
from app.db import db
from app.documents.models import Document, DocumentKind
from app.lib.codes import VERIFICATION_CODE_LENGTH, code_sha256, normalise_code
from app.lib.refusals import N_, NotThere, Unavailable
from app.services import services

PAGE_SIZE = 50
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
# A paper shows what its room shows: who may not see the room does not get its papers either.
SEEN_WITH = {
    DocumentKind.MINUTES: Permission.MINUTES_VIEW,
    DocumentKind.CERTIFICATE: Permission.CERTIFICATES_VIEW,
    DocumentKind.ATTENDANCE_LIST: Permission.PARTICIPANTS_REGISTER,  # it holds whole NIPs
    DocumentKind.INVITATION: Permission.REGISTRATION_INVITE,
}


@dataclass(frozen=True)
class Page:
    """One page of the list of papers; `number` counts from 1, `total` is the length of the whole list."""

    documents: list[Document]
    number: int
    total: int

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.documents) - 1


class DocumentNotThere(NotThere):
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
        raise DocumentNotThere(N_("There is no such document in this event."))
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


def document_seen_by(actor: Any, event_id: int, document_id: int) -> Document:
    """Return a paper of this event that the actor may see; what may not be seen is not there."""
    document = document_of(event_id, document_id)
    if document.kind not in kinds_seen_by(actor, event_id):
        raise DocumentNotThere(N_("There is no such document in this event."))
    return document


def kinds_seen_by(actor: Any, event_id: int) -> list[DocumentKind]:
    """List the kinds of paper the actor may see in an event."""
    return [kind for kind, needed in SEEN_WITH.items() if can(actor, needed, event_id=event_id)]


def page_of_documents(event_id: int, *, kinds: Iterable[DocumentKind], search: str, number: int) -> Page:
    """Return one page of these kinds of paper, the newest first; beyond the end comes the last page."""
    query = _found(
        select(Document).where(Document.event_id == event_id, Document.kind.in_(list(kinds))), search
    )
    total = db.session.scalar(query.with_only_columns(func.count())) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    rows = db.session.scalars(
        query.options(selectinload(Document.revocation))
        .order_by(Document.id.desc())
        .offset((number - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    )
    return Page(list(rows), number, total)


def count_by_kind(event_id: int, *, search: str) -> dict[DocumentKind, int]:
    """Count the papers of an event that a search finds, by kind."""
    query = _found(select(Document).where(Document.event_id == event_id), search)
    rows = db.session.execute(query.with_only_columns(Document.kind, func.count()).group_by(Document.kind))
    return dict(rows.all())


def _found(query: Select[Document], search: str) -> Select[Document]:
    words = search.strip()
    if not words:
        return query
    places = (Document.number, Document.title, Document.holder_name, Document.holder_office)
    return query.where(or_(*(place.icontains(words, autoescape=True) for place in places)))


def filename(document: Document) -> str:
    """Return the name under which a paper is saved: its number in letters every disk accepts."""
    return f"{safe_number(document)}.pdf"


def safe_number(document: Document) -> str:
    """Return the number with a dash for whatever is not a letter, digit or full stop."""
    return _UNSAFE.sub("-", document.number).strip("-.") or f"document-{document.id}"


def printed_bytes(document: Document) -> bytes:
    """Return the frozen bytes of a paper."""
    if document.storage_key is None:
        raise NotPrintedYet(
            N_("Document %(number)s is still being printed. Try again in a moment."), number=document.number
        )
    return services().storage.read(document.storage_key)
