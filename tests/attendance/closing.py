"""A day that can be closed: two sessions in the morning, over by now, and people who came to some of them."""

from dataclasses import dataclass
from datetime import timedelta

from app.agenda.models import Session
from app.attendance.close_day import close_day
from app.attendance.day import DayLine
from app.attendance.days import DayAttendance, day_attendance
from app.attendance.models import DayClose
from app.attendance.set_attendance import set_attendance
from app.audit.record import COMMAND_LINE, Machine
from app.checkin.models import AttendanceStatus
from app.checkin.redeem import Admission, redeem_pass
from app.db import db, transaction
from app.events.models import Day
from app.participants.models import Participant
from tests.cast import Cast
from tests.checkin.conftest import GateUnderTest, new_key

CHAIR = Machine("user:7", "Sekretaris Uji")


@dataclass
class Morning:
    """The first day: an opening at nine and a panel at eleven; it is afternoon now."""

    gate: GateUnderTest
    opening: Session
    panel: Session

    @property
    def cast(self) -> Cast:
        """The cast of the test."""
        return self.gate.cast

    @property
    def day(self) -> Day:
        """The day of both sessions."""
        return db.session.get_one(Day, self.opening.day_id)

    def arrives(self, person: Participant, session: Session, minutes: float = 0) -> Admission:
        """Let somebody arrive so many minutes after the start; the scan is sent only now."""
        with transaction():
            return redeem_pass(
                self.cast.code(person),
                session=session,
                gate_id=self.gate.gate.id,
                key=new_key(),
                at=session.starts_at + timedelta(minutes=minutes),
                by=self.gate.by,
            )

    def put(
        self,
        person: Participant,
        session: Session,
        status: AttendanceStatus,
        *,
        note: str = "",
        by: Machine = CHAIR,
    ) -> None:
        """Set by hand how somebody stands."""
        with transaction():
            set_attendance(person, session=session, status=status, by=by, at=self.gate.clock.now(), note=note)

    def close(self) -> DayClose:
        """Close the day."""
        with transaction():
            return close_day(self.cast.event, self.day, by=CHAIR)

    def stands(self) -> DayAttendance:
        """How the day stands now."""
        db.session.expire_all()
        return day_attendance(self.cast.event, self.day)

    def line(self, person: Participant) -> DayLine:
        """How somebody stands on the day."""
        return next(line for line in self.stands().lines if person.id in line.person.rows)


def make_morning(gate: GateUnderTest) -> Morning:
    """Return the first day of the meeting; nothing of it is open any more."""
    cast = gate.cast
    start = gate.clock.now() - timedelta(days=1, hours=5)
    opening = cast.session("Pembukaan", at=start)
    panel = cast.session("Panel", at=start + timedelta(hours=2, minutes=30), minutes=60)
    return Morning(gate, opening, panel)


__all__ = ["CHAIR", "COMMAND_LINE", "Morning", "make_morning"]
