"""Questions about certificates: who earned one, who holds one, how far the issuing is."""

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.certificates.models import Certificate
from app.checkin.queries import attendances_per_participant
from app.db import db
from app.documents.models import Document, DocumentState, Revocation
from app.events.models import Event
from app.jobs.models import Job
from app.lib.refusals import N_, NotThere
from app.participants.models import MergedInto, Participant, ParticipantState
from app.participants.queries import participants_of
from app.participants.wanted import ON_THE_LIST

ISSUE = "certificates.issue"  # the kind of the job
P = TypeVar("P")


class CertificateNotThere(NotThere):
    """The event has no such certificate."""


class CertificateState(enum.Enum):
    """How somebody stands with the certificate."""

    DUE = "due"
    ISSUED = "issued"
    NOT_DUE = "not_due"
    REVOKED = "revoked"


class PaperState(NamedTuple):
    """What has become of the paper of a certificate."""

    is_printed: bool
    is_revoked: bool


@dataclass(frozen=True)
class Line:
    """One participant of the event: how often here in person, of how many needed, and the certificate."""

    participant: Participant
    attendances: int
    needed: int
    certificate: Certificate | None

    @property
    def standing(self) -> CertificateState:
        """A certificate once printed stays, whatever happens to the attendance afterwards."""
        paper = self.certificate.document if self.certificate else None
        state = PaperState(paper.is_printed, paper.state is DocumentState.REVOKED) if paper else None
        return _standing(state, is_earned=self.is_earned)

    @property
    def is_earned(self) -> bool:
        """Whether the rule of the event gives this person a certificate."""
        return self.participant.withdrawal is None and self.attendances >= self.needed


def certificate_lines(event: Event) -> list[Line]:
    """List all participants in protocol order with their claim to a certificate.

    An attendance counts when the person came, in time or late; somebody who was represented did not come.
    """
    here = attendances_per_participant(event)
    held = _held(event)
    needed = event.rules.certificate_least_attendances
    return [
        Line(person, here.get(person.id, 0), needed, held.get(person.id)) for person in participants_of(event)
    ]


def count_states(event: Event) -> Counter[CertificateState]:
    """Count what `certificate_lines` lists, without loading it."""
    here = attendances_per_participant(event)
    papers = _papers(event)
    needed = event.rules.certificate_least_attendances
    people = db.session.execute(
        select(Participant.id, Participant.state.in_(ON_THE_LIST)).where(
            Participant.event_id == event.id, Participant.state != ParticipantState.MERGED
        )
    )
    return Counter(
        _standing(papers.get(person_id), is_earned=comes and here.get(person_id, 0) >= needed)
        for person_id, comes in people
    )


def _standing(paper: PaperState | None, *, is_earned: bool) -> CertificateState:
    if paper and paper.is_revoked:
        return CertificateState.REVOKED
    if paper and paper.is_printed:
        return CertificateState.ISSUED
    return CertificateState.DUE if paper or is_earned else CertificateState.NOT_DUE


def _papers(event: Event) -> dict[int, PaperState]:
    """What has become of each paper, by the person it counts for: as `_held` has them."""
    rows = db.session.execute(
        select(Certificate.participant_id, Document.storage_key.is_not(None), Revocation.id.is_not(None))
        .join(Certificate.document)
        .outerjoin(Document.revocation)
        .where(Certificate.event_id == event.id)
    )
    return _by_person((holder, printed, PaperState(printed, revoked)) for holder, printed, revoked in rows)


def _held(event: Event) -> dict[int, Certificate]:
    certificates = db.session.scalars(_of(event)).all()
    return _by_person((one.participant_id, one.document.is_printed, one) for one in certificates)


def _by_person(held: Iterable[tuple[int, bool, P]]) -> dict[int, P]:
    """By whom each counts for: holder, whether it is printed, what is said of it.

    One printed for a row that was merged is the person's own.
    """
    merges = db.session.execute(select(MergedInto.duplicate_id, MergedInto.participant_id))
    persons: dict[int, int] = dict(merges.all())
    own: dict[int, P] = {}
    for holder, is_printed, told in held:
        person_id = persons.get(holder)
        if person_id is None:
            own[holder] = told
        elif is_printed:
            own.setdefault(person_id, told)
    return own


def to_be_printed(event: Event) -> list[Participant]:
    """List who is due a certificate that is not printed yet."""
    return [line.participant for line in certificate_lines(event) if line.standing is CertificateState.DUE]


def certificate_of(event: Event, certificate_id: int) -> Certificate:
    """Return a certificate of this event with its holder and paper, or raise CertificateNotThere."""
    certificate = db.session.scalars(_of(event).where(Certificate.id == certificate_id)).one_or_none()
    if certificate is None:
        raise CertificateNotThere(
            N_("There is no such certificate in this event. Open the list of certificates again.")
        )
    return certificate


def certificate_for(participant: Participant) -> Certificate | None:
    """Return the certificate of somebody, as it is in the database now."""
    question = select(Certificate).where(Certificate.participant_id == participant.id)
    return db.session.scalars(_with_paper(question)).one_or_none()


def certificates_for(event: Event, people: Sequence[Participant]) -> dict[int, Certificate]:
    """Return the certificates of these people as they are in the database now, by participant id."""
    question = _of(event).where(Certificate.participant_id.in_([person.id for person in people]))
    return {certificate.participant_id: certificate for certificate in db.session.scalars(question)}


def certificates_of(participant: Participant) -> list[Document]:
    """List the papers somebody may take home: printed and in force. For the pages of the personal link."""
    certificate = certificate_for(participant)
    return [certificate.document] if certificate and _may_go_out(certificate) else []


def printed_certificates(event: Event) -> Sequence[Certificate]:
    """List the certificates whose paper is printed and in force, in the order of their numbers."""
    held = db.session.scalars(_of(event).order_by(Certificate.document_id))
    return [certificate for certificate in held if _may_go_out(certificate)]


def count_printed_by(job_id: int) -> int:
    """Count the certificates that a job printed."""
    question = select(func.count()).where(Certificate.printed_by_job == job_id)
    return db.session.execute(question).scalar_one()


def issuing_job(event: Event) -> Job | None:
    """Return the newest job that issues certificates of this event."""
    question = select(Job).where(Job.kind == ISSUE, Job.event_id == event.id).order_by(Job.id.desc()).limit(1)
    return db.session.scalars(question.execution_options(populate_existing=True)).one_or_none()


def _may_go_out(certificate: Certificate) -> bool:
    return certificate.document.is_printed and certificate.document.state is DocumentState.VALID


def _of(event: Event) -> Select[Certificate]:
    return _with_paper(select(Certificate).where(Certificate.event_id == event.id))


def _with_paper(question: Select[Certificate]) -> Select[Certificate]:
    return question.options(
        joinedload(Certificate.participant).joinedload(Participant.office),
        joinedload(Certificate.document).options(selectinload(Document.revocation)),
    ).execution_options(populate_existing=True)
