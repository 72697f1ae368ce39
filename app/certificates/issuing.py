"""The work of issuing: numbers in one transaction, printing outside of any, freezing in another.

It may be killed anywhere and begun again: a document has one key, a certificate one row, and what is
printed already is left alone. What the job did is read from the rows, not counted on the way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import update

from app.audit.record import Doer, record
from app.certificates.models import Certificate
from app.certificates.paper import Stationery, stationery_of, unprintable_letters
from app.certificates.queries import (
    ISSUE,
    certificates_for,
    count_printed_by,
    printed_certificates,
    to_be_printed,
)
from app.db import db, end_read, insert_once
from app.documents.issue import keep_printed
from app.events.models import Event
from app.jobs.background import Outcome, Work, background
from app.lib.refusals import N_
from app.participants.models import Participant
from app.services import services

CHUNK = 50  # bounds memory, gives progress, and is how many the press lays out together


@dataclass(frozen=True)
class Failure:
    """Somebody whose certificate cannot be printed, and the letters that no font has."""

    participant: int
    name: str
    letters: str


@background(ISSUE, words=N_("Issuing certificates"))
def issue(work: Work, *, event: int) -> Outcome:
    """Issue and print every certificate that is due; answer how many were issued, skipped and failed."""
    meeting = db.session.get_one(Event, event)
    stationery = stationery_of(meeting)
    people = to_be_printed(meeting)
    end_read()
    _try_the_press(stationery, people)
    failures = list(_failures(people))
    unable = {failure.participant for failure in failures}
    printable = [person for person in people if person.id not in unable]
    for start in range(0, len(printable), CHUNK):
        chunk = printable[start : start + CHUNK]
        with work.transaction():
            held = _given(stationery, chunk, by=work.by)
            work.progress(start, len(printable))
        printed = _printed(stationery, held)
        with work.transaction():
            _freeze(held, printed, job_id=work.job_id)
            work.progress(start + len(chunk), len(printable))
    return _concluded(work, meeting, failures=failures)


def _given(stationery: Stationery, people: Sequence[Participant], *, by: Doer) -> list[Certificate]:
    """Give each of these people a certificate with the next number; return those to be printed."""
    known = certificates_for(stationery.event, people)
    for person in people:
        if person.id not in known:
            _give(stationery, person, by=by)
    held = certificates_for(stationery.event, people)
    unprinted = [held[person.id] for person in people if not held[person.id].document.is_printed]
    for certificate in unprinted:  # a paper that was never printed bears the name as it is written today
        certificate.document.holder_name = certificate.participant.display_name
        certificate.document.holder_office = certificate.participant.office.name
    return unprinted


def _give(stationery: Stationery, participant: Participant, *, by: Doer) -> None:
    event = stationery.event
    document = stationery.issue(participant, key=f"certificate:{event.id}:{participant.id}", by=by)
    insert_once(Certificate, event_id=event.id, participant_id=participant.id, document_id=document.id)


def _try_the_press(stationery: Stationery, people: Sequence[Participant]) -> None:
    """Print a specimen before the first number is given, so that what is wrong for all costs no number."""
    if people:
        list(services().press.print_certificates([stationery.specimen(people)]))


def _failures(people: Sequence[Participant]) -> Iterator[Failure]:
    for person in people:
        letters = unprintable_letters(person)
        if letters:
            yield Failure(person.id, person.display_name, letters)


def _printed(stationery: Stationery, held: Sequence[Certificate]) -> list[bytes]:
    """Print the chunk and put the files on the disk, with no transaction open."""
    papers = [stationery.paper(certificate.participant, certificate.document) for certificate in held]
    printed = list(services().press.print_certificates(papers))
    for content in printed:
        services().storage.keep(content)
    return printed


def _freeze(held: Sequence[Certificate], printed: Sequence[bytes], *, job_id: int) -> None:
    now = services().clock.now()
    for certificate, content in zip(held, printed, strict=True):
        keep_printed(certificate.document, content, at=now)
    db.session.execute(
        update(Certificate)
        .where(Certificate.id.in_([one.id for one in held]), Certificate.printed_by_job.is_(None))
        .values(printed_by_job=job_id)
    )


def _concluded(work: Work, event: Event, *, failures: Sequence[Failure]) -> Outcome:
    """Count from the rows: certificates of this job, those that were there before, those that failed."""
    with work.transaction():
        issued = count_printed_by(work.job_id)
        skipped = len(printed_certificates(event)) - issued
        record(
            "certificates.issue",
            by=work.by,
            on=f"event:{event.id}",
            event_id=event.id,
            issued=issued,
            skipped=skipped,
            failed=len(failures),
        )
    return {
        "issued": issued,
        "skipped": skipped,
        "failed": len(failures),
        "failures": [asdict(failure) for failure in failures],
    }
