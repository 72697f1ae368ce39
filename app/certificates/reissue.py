"""Issue a certificate anew, with the name as it is written now: a new number, and the old paper says so."""

from sqlalchemy import update

from app.audit.record import Doer, record
from app.certificates.models import Certificate
from app.certificates.paper import stationery_of, unprintable_letters
from app.db import db
from app.documents.models import Document
from app.documents.supersede import supersede_document
from app.events.models import Event
from app.lib.refusals import N_, Conflict, Refused
from app.services.paper import UnprintableLetters


class NotPrintedYet(Refused):
    """The certificate that is to be replaced was never printed."""


class ReissuedAlready(Conflict):
    """Somebody else issued it anew at the same moment."""


def reissue_certificate(event: Event, certificate: Certificate, *, by: Doer) -> Document:
    """Give somebody a corrected certificate. It is printed by the next job of `issue_certificates`.

    Raises NotPrintedYet, UnprintableLetters, ReissuedAlready.
    """
    old, participant = certificate.document, certificate.participant
    if not old.is_printed:
        raise NotPrintedYet(
            N_(
                "This certificate is not printed yet. "
                "Issue the certificates: it will bear the corrected name."
            )
        )
    letters = unprintable_letters(participant)
    if letters:
        raise UnprintableLetters(letters)
    edition = _next_edition(certificate)
    key = f"certificate:{event.id}:{participant.id}:{edition}"
    new = stationery_of(event).issue(participant, key=key, by=by)
    certificate.document_id, certificate.document = new.id, new
    certificate.printed_by_job = None
    supersede_document(old, successor=new, by=by)
    record("certificates.reissue", by=by, on=participant.reference, event_id=event.id, number=new.number)
    return new


def _next_edition(certificate: Certificate) -> int:
    """Take the next edition; of two who ask at the same moment one is refused."""
    edition = certificate.edition + 1
    taken = db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.edition == certificate.edition)
        .values(edition=edition)
        .returning(Certificate.id)
    ).scalar_one_or_none()
    if taken is None:
        raise ReissuedAlready(
            N_("This certificate has just been issued anew by somebody else. Open the list again.")
        )
    return edition
