"""Revoke a paper: from then on its verification page says that it no longer holds, and why."""

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.documents.models import Document, Revocation
from app.lib.refusals import N_, Refused
from app.services import services

SHORTEST_REASON = 5


class ReasonMissing(Refused):
    """A revocation without a reason."""


class RevokedAlready(Refused):
    """Somebody was faster."""


def revoke_document(document: Document, *, reason: str, by: Doer) -> None:
    """Revoke a paper, once, with the reason that the public page will show."""
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise ReasonMissing(
            N_("Say why this document is revoked; the reason is shown on its verification page.")
        )
    new_id = insert_once(
        Revocation,
        document_id=document.id,
        reason=words,
        revoked_at=services().clock.now(),
        revoked_by=by.reference,
    )
    if new_id is None:
        raise RevokedAlready(N_("Document %(number)s has been revoked already."), number=document.number)
    db.session.expire(document, ["revocation"])
    record("documents.revoke", by=by, on=f"document:{document.id}", event_id=document.event_id, reason=words)
