"""Verify a paper: what the register says about a code, and whether a file is the one that was issued."""

import enum
import hashlib
from dataclasses import dataclass

from app.db import db
from app.documents.facts import PaperFacts, facts_of
from app.documents.models import Document, DocumentState
from app.documents.queries import document_with_code

PDF_BEGINS_WITH = b"%PDF-"
BEFORE_PDF_BYTES = 1024  # some programs put a few bytes before the head; readers accept that


class FileVerdict(enum.Enum):
    """What an uploaded file is, compared with the paper that was issued."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_A_PDF = "not_a_pdf"
    NOT_PRINTED_YET = "not_printed_yet"


@dataclass(frozen=True)
class Verdict:
    """What the register says about a paper; `successor` is the one that replaced it."""

    document: Document
    facts: PaperFacts
    successor: Document | None

    @property
    def state(self) -> DocumentState:
        """What the paper is worth today."""
        return self.document.state


def verify_code(typed: str) -> Verdict | None:
    """Say what the register knows about a code, however it was typed.

    None for a code that no paper has, and no less for something that is not a code at all.
    """
    document = document_with_code(typed)
    if document is None:
        return None
    newer = document.superseded_by_id
    return Verdict(document, facts_of(document), db.session.get(Document, newer) if newer else None)


def compare_file(document: Document, content: bytes) -> FileVerdict:
    """Say whether these bytes are the very ones that were issued."""
    if PDF_BEGINS_WITH not in content[:BEFORE_PDF_BYTES]:
        return FileVerdict.NOT_A_PDF
    if document.sha256 is None:
        return FileVerdict.NOT_PRINTED_YET
    same = hashlib.sha256(content).hexdigest() == document.sha256
    return FileVerdict.SAME if same else FileVerdict.DIFFERENT
