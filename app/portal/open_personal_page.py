"""Open the pages of one person by the personal link, and say what a scanned badge is."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from app.agenda.models import Session
from app.agenda.queries import sessions_of
from app.certificates.queries import certificates_of
from app.checkin.my_presence import OpenToMe, my_presence
from app.db import db
from app.documents.models import Document
from app.events.clock import event_now
from app.events.models import Event
from app.lib.codes import code_sha256, normalise_code
from app.lib.refusals import N_, NotThere
from app.participants.models import Participant, Pass
from app.participants.passes import valid_pass


class PaperNotThere(NotThere):
    """The person has no such paper."""


@dataclass(frozen=True)
class PersonalPage:
    """What the page of one person shows; `days` are the days of the agenda in order."""

    event: Event
    person: Participant
    issued: Pass | None
    days: tuple[tuple[date, tuple[Session, ...]], ...]
    papers: tuple[Document, ...]
    open_now: tuple[OpenToMe, ...]
    now: datetime

    @property
    def lead_seconds(self) -> int:
        """How far the event's clock is ahead of the real one: a rehearsal has its own."""
        return round(self.event.rehearsal.lead.total_seconds()) if self.event.rehearsal else 0

    @property
    def admits(self) -> bool:
        """Whether the pass on the page is worth showing at a gate."""
        return self.issued is not None and self.person.withdrawal is None


def personal_page(person: Participant) -> PersonalPage:
    """Gather what one person's page shows."""
    event = db.session.get_one(Event, person.event_id)
    now = event_now(event)
    by_day = groupby(sessions_of(event), key=lambda session: session.day.date)
    return PersonalPage(
        event=event,
        person=person,
        issued=valid_pass(person),
        days=tuple((day, tuple(sessions)) for day, sessions in by_day),
        papers=tuple(certificates_of(person)),
        open_now=tuple(my_presence(person, event, now)),
        now=now,
    )


def paper_of(person: Participant, document_id: int) -> Document:
    """Return a printed paper of this very person, or raise PaperNotThere."""
    for paper in certificates_of(person):
        if paper.id == document_id:
            return paper
    raise PaperNotThere(N_("This paper is not yours, or it is not printed yet. Open your page again."))


def event_of_code(text: str) -> Event | None:
    """Return the event of a scanned or typed pass code; None when it is no pass of ours. Names nobody."""
    code = normalise_code(text)
    if code is None:
        return None
    found = select(Event).join(Pass, Pass.event_id == Event.id).where(Pass.code_sha256 == code_sha256(code))
    return db.session.scalars(found).one_or_none()
