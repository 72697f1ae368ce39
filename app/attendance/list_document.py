"""The list of a closed day as a paper with number and code: an edition for each state of its supplements."""

from sqlalchemy import select

from app.attendance.list_lines import Listed
from app.attendance.models import DayClose
from app.audit.record import Doer
from app.db import db
from app.documents.facts import PaperFacts
from app.documents.issue import issue_document, verification_address, verification_code
from app.documents.models import Document, DocumentKind
from app.documents.supersede import supersede_document
from app.events.clock import day_of
from app.events.models import Event, SignerTask
from app.events.on_paper import printed_letterhead, printed_signer
from app.lib import indonesian_dates
from app.services.paper.parts import Verification

NUMBER = "DH-{year}-{number:02}"


def list_document(event: Event, listed: Listed, close: DayClose, *, by: Doer) -> Document:
    """Return the paper of a closed day as it is supplemented now; an earlier edition is replaced by it."""
    key = f"{_of_day(close)}{len(listed.supplements)}"
    day = day_of(event, listed.starts_at)
    document = issue_document(
        event.id,
        kind=DocumentKind.ATTENDANCE_LIST,
        key=key,
        number_pattern=NUMBER,
        title=f"Daftar hadir {indonesian_dates.full_date(day)}",
        dated=day,
        facts=_facts(event).plain(),
        by=by,
    )
    for earlier in _earlier(close, document):
        supersede_document(earlier, successor=document, by=by)
    return document


def verification_of(document: Document) -> Verification:
    """Return where the paper can be checked, as it prints it."""
    return Verification(verification_address(document), verification_code(document))


def _of_day(close: DayClose) -> str:
    return f"attendance.day:{close.id}:"


def _earlier(close: DayClose, newest: Document) -> list[Document]:
    editions = select(Document).where(
        Document.key.startswith(_of_day(close)),
        Document.id < newest.id,
        Document.superseded_by_id.is_(None),
    )
    return list(db.session.scalars(editions))


def _facts(event: Event) -> PaperFacts:
    return PaperFacts(
        event=event.title,
        place=event.city,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        issuer=printed_letterhead(event).lines[-1],
        signer=printed_signer(event, SignerTask.ATTENDANCE_LIST).post,
        rehearsal=event.rehearsal is not None,
    )
