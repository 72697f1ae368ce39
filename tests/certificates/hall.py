"""A hall with people in it, for the tests of the certificates."""

from datetime import timedelta

from sqlalchemy import select

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.certificates.issue import issue_certificates
from app.certificates.models import Certificate
from app.certificates.queries import certificates_for
from app.checkin.models import Attendance, AttendanceStatus
from app.db import db, transaction
from app.documents.models import Document
from app.events.models import Event
from app.jobs.models import Job
from app.jobs.worker import run_due_jobs
from app.participants.models import Participant
from tests.cast import Cast

UNPRINTABLE = "Ni Luh 愛 Sukawati"


class Hall:
    """The people of one event, and who came to which session."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.event: Event = cast.event

    def session(self, title: str = "Pleno") -> Session:
        """A session of the event."""
        return self.cast.session(title, event=self.event)

    def came(
        self,
        name: str,
        *,
        to: Session | None = None,
        status: AttendanceStatus = AttendanceStatus.PRESENT,
        office: str = "kaltim",
    ) -> Participant:
        """Somebody who came to a session, or stood otherwise in it."""
        person = self.cast.participant(name, office=office, event=self.event)
        self.attend(person, to or self.session(), status=status)
        return person

    def attend(
        self, person: Participant, session: Session, *, status: AttendanceStatus = AttendanceStatus.PRESENT
    ) -> None:
        """Write one line of attendance."""
        with transaction() as database:
            database.add(
                Attendance(
                    event_id=self.event.id,
                    session_id=session.id,
                    participant_id=person.id,
                    status=status,
                    first_at=session.starts_at + timedelta(minutes=1) if status.is_here else None,
                    set_by="test",
                )
            )

    def people(self, number: int) -> list[Participant]:
        """So many people who came."""
        session = self.session()
        return [
            self.came(f"Peserta Ke{chr(97 + n // 26)}{chr(97 + n % 26)}, S.H.", to=session)
            for n in range(number)
        ]

    def ask(self) -> Job:
        """Ask for the certificates."""
        with transaction():
            return issue_certificates(self.event, by=COMMAND_LINE)

    def issue(self) -> Job:
        """Ask for the certificates and do the work."""
        job = self.ask()
        run_due_jobs()
        db.session.refresh(job)
        return job

    def held_by(self, person: Participant) -> Certificate:
        """The certificate somebody holds."""
        return certificates_for(self.event, [person])[person.id]

    @staticmethod
    def papers() -> list[Document]:
        """All papers in the order of their issue."""
        db.session.rollback()
        return list(db.session.scalars(select(Document).order_by(Document.id)))
