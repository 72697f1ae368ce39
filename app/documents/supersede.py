"""Replace a paper by a newer one: its verification page then leads to the successor."""

from app.audit.record import Doer, record
from app.db import db
from app.documents.models import Document


def supersede_document(document: Document, *, successor: Document, by: Doer) -> None:
    """Say that a newer paper stands in the place of this one."""
    document.superseded_by_id = successor.id
    db.session.flush()
    record(
        "documents.supersede",
        by=by,
        on=f"document:{document.id}",
        event_id=document.event_id,
        successor=successor.id,
    )
