"""Print published minutes: from what was frozen, outside of any transaction, once."""

from dataclasses import replace

from app.audit.record import Doer
from app.db import db, end_read
from app.documents.issue import keep_printed, verification_address, verification_code
from app.jobs.background import Outcome, Work, background
from app.jobs.models import Job
from app.lib.refusals import N_
from app.minutes.frozen import paper_from
from app.minutes.models import Publication
from app.services import services
from app.services.paper.parts import Verification


@background("minutes.print", words=N_("Printing published minutes"))
def print_minutes(work: Work, *, publication_id: int) -> Outcome:
    """Print the frozen content and keep the bytes; a repeat after a crash gives the same bytes."""
    publication = db.session.get_one(Publication, publication_id)
    document = publication.document
    if document.is_printed:
        return {"document": document.id}
    verification = Verification(address=verification_address(document), code=verification_code(document))
    paper = replace(paper_from(publication.content), verification=verification)
    end_read()
    content = services().press.print_minutes(paper)
    with work.transaction() as session:
        session.refresh(document)
        keep_printed(document, content, at=services().clock.now())
        work.progress(1, 1)
    return {"document": document.id}


def printing_key(publication: Publication) -> str:
    """Return the key of the job that prints a publication."""
    return f"minutes.print:{publication.id}"


def ask_for_printing(publication: Publication, *, event_id: int, by: Doer) -> Job:
    """Let the worker print a publication; what is printed already stays as it is."""
    return print_minutes.later(
        key=printing_key(publication), by=by, event_id=event_id, publication_id=publication.id
    )
