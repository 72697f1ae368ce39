"""Papers for the tests of the documents."""

from datetime import date

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.documents.facts import PaperFacts
from app.documents.issue import issue_document, keep_printed
from app.documents.models import Document, DocumentKind
from app.events.models import Event
from app.services import services

PDF = b"%PDF-1.7\nthe very bytes that were issued\n%%EOF\n"
FACTS = PaperFacts(
    event="Rapat Koordinasi Teknis Uji Coba Tahun 2024",
    place="Bali",
    starts_on=date(2024, 9, 4),
    ends_on=date(2024, 9, 8),
    issuer="UNIT UJI",
    signer="Sekretaris Uji",
    role="Peserta",
)


def issued(
    event: Event,
    key: str = "certificate:1",
    *,
    kind: DocumentKind = DocumentKind.CERTIFICATE,
    facts: PaperFacts = FACTS,
    printed: bytes | None = PDF,
) -> Document:
    """Issue a paper to Andi and print it."""
    with transaction():
        document = issue_document(
            event.id,
            kind=kind,
            key=key,
            number_pattern="{number:04}/UJI/{year}",
            title=event.title,
            dated=date(2024, 9, 6),
            facts=facts.plain(),
            by=COMMAND_LINE,
            holder_name="Andi Tenrisangka Makkulau, S.H., M.Kn.",
            holder_office="Kantor Wilayah Kalimantan Timur",
        )
        if printed is not None:
            keep_printed(document, printed, at=services().clock.now())
    return document
