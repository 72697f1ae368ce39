"""Who was where: two and a half days of scans, drawn with a fixed seed and redeemed by the verb."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby, islice
from uuid import UUID

from app.agenda.models import Session, SessionKind
from app.agenda.queries import sessions_of
from app.attendance.set_attendance import set_attendance
from app.checkin.gates import gate_named
from app.checkin.hours import hours_of
from app.checkin.judging import Post, Presented
from app.checkin.models import AttendanceStatus
from app.checkin.redeem import redeem_passes
from app.demo.load_event import CLOCK_STARTS_AT, GATES
from app.demo.load_rules import limit_to, see_going
from app.demo.loader import DEMONSTRATION, SEED
from app.events.models import Event
from app.participants.models import Participant, ParticipantRole
from app.participants.passes import valid_pass
from app.participants.queries import participants_of
from app.participants.withdraw import withdraw_participant
from app.services import services

OFFICERS = {"Utama 1": "Dhea Nirwasita", "Utama 2": "Bagas Purwalelana", "Lobby": "Dewi Lokasari"}
SENT_EVERY = timedelta(minutes=10)  # how long a gate gathers scans before it sends them, here
HALL_GATES, LOBBY = GATES[:2], GATES[2]
NOT_HERE = (
    (AttendanceStatus.OTHER_DUTY, 4, "Mendampingi audiensi dengan Pemerintah Provinsi Bali"),
    (AttendanceStatus.EXCUSED, 4, "Izin keperluan keluarga"),
    (AttendanceStatus.ILL, 3, "Sakit, surat dokter menyusul"),
    (AttendanceStatus.REPRESENTED, 4, "Surat tugas pengganti sudah diterima"),
    (AttendanceStatus.ABSENT, 3, "Tanpa keterangan"),
)
WITHDRAWN = 2
WITHDRAWAL_REASON = "Bertugas di luar negeri pada tanggal kegiatan"
BREAKOUT_SEATS = 36
COMES_LIKELY = 0.985
SCANS_TWICE_LIKELY = 0.03
STRANGE_CODES = 4
ALREADY_IN_THE_DISCUSSION = 22


@dataclass(frozen=True)
class StayingAway:
    """How somebody stands who does not come, why, and who comes instead."""

    status: AttendanceStatus
    reason: str
    instead: str


@dataclass(frozen=True)
class Showing:
    """Somebody shows a code at a gate."""

    at: datetime
    gate: str
    code_sha256: str


@dataclass(frozen=True)
class Curve:
    """How people arrive around the start: mean, spread and bounds in minutes."""

    mean: float
    spread: float
    earliest: float
    latest: float

    def draw(self, dice: random.Random) -> timedelta:
        """Draw one arrival."""
        minutes = min(max(dice.gauss(self.mean, self.spread), self.earliest), self.latest)
        return timedelta(seconds=round(minutes * 60) + dice.randrange(20))


REGISTERING = Curve(mean=38, spread=26, earliest=-40, latest=112)
IN_THE_MORNING = Curve(mean=-19, spread=14, earliest=-56, latest=42)
AFTER_A_BREAK = Curve(mean=-6, spread=8, earliest=-40, latest=31)
STAYING = Curve(mean=1, spread=3.5, earliest=-8, latest=9)
JUST_OPENED = Curve(mean=0, spread=7, earliest=-16, latest=9)


def load_attendance(event: Event) -> None:
    """Fill the sessions up to the moment at which the rehearsal begins."""
    dice = random.Random(SEED)
    people = list(participants_of(event))
    dice.shuffle(people)
    people = _withdraw([person for person in people if person.withdrawal is None])
    staying_away = _who_does_not_come(people, dice)
    coming = [person for person in people if person not in staying_away]
    breakout = {person.id for person in coming if person.role is ParticipantRole.PARTICIPANT}
    breakout = set(dice.sample(sorted(breakout), BREAKOUT_SEATS))
    before: Session | None = None
    for session in sessions_of(event):
        if session.takes_attendance and session.starts_at <= CLOCK_STARTS_AT:
            crowd = _crowd(session, coming, breakout, dice)
            curve = _curve(session, before)
            if session.kind is SessionKind.BREAKOUT:
                limit_to(session, crowd)
            _scan(event, session, list(_showings(session, crowd, curve, dice)))
            if session.kind is SessionKind.BREAKOUT:
                see_going(event, session, crowd)
            else:
                _excuse(session, staying_away)
        before = session


def _who_does_not_come(people: list[Participant], dice: random.Random) -> dict[Participant, StayingAway]:
    """Choose those who stay away: how, why, and who comes instead."""
    candidates = (person for person in people if person.role is ParticipantRole.PARTICIPANT)
    return {
        person: StayingAway(
            status, reason, _colleague(person, people, dice) if status is AttendanceStatus.REPRESENTED else ""
        )
        for status, number, reason in NOT_HERE
        for person in islice(candidates, number)
    }


def _colleague(person: Participant, people: list[Participant], dice: random.Random) -> str:
    office = [one for one in people if one.office_id == person.office_id and one is not person]
    return dice.choice(office).display_name if office else "Staf pengganti"


def _withdraw(people: list[Participant]) -> list[Participant]:
    """Let the first ones withdraw before the meeting; return the others."""
    gone = list(
        islice((person for person in people if person.role is ParticipantRole.PARTICIPANT), WITHDRAWN)
    )
    for person in gone:
        withdraw_participant(person, reason=WITHDRAWAL_REASON, by=DEMONSTRATION)
    return [person for person in people if person not in gone]


def _crowd(
    session: Session, coming: list[Participant], breakout: set[int], dice: random.Random
) -> list[Participant]:
    if session.ends_at > CLOCK_STARTS_AT:
        return dice.sample(coming, ALREADY_IN_THE_DISCUSSION)
    if session.kind is SessionKind.BREAKOUT:
        return [person for person in coming if person.id in breakout]
    elsewhere = (
        breakout if session.kind is SessionKind.PRESENTATION and session.title.endswith("(II)") else set()
    )
    return [person for person in coming if person.id not in elsewhere and dice.random() < COMES_LIKELY]


def _curve(session: Session, before: Session | None) -> Curve:
    if session.kind is SessionKind.REGISTRATION:
        return REGISTERING
    if session.ends_at > CLOCK_STARTS_AT:
        return JUST_OPENED
    if before is None or before.day_id != session.day_id:
        return IN_THE_MORNING
    return STAYING if before.takes_attendance and before.ends_at == session.starts_at else AFTER_A_BREAK


def _showings(
    session: Session, crowd: list[Participant], curve: Curve, dice: random.Random
) -> Iterator[Showing]:
    """Draw every scan of a session: arrivals, a few repeated ones, and now and then a foreign code."""
    opens_at = session.starts_at - timedelta(minutes=60)
    for person in crowd:
        issued = valid_pass(person)
        if issued is None or issued.code_sha256 is None:
            continue
        at = max(session.starts_at + curve.draw(dice), opens_at + timedelta(seconds=dice.randrange(60)))
        at = min(at, CLOCK_STARTS_AT - timedelta(seconds=dice.randrange(20, 200)))
        gate = LOBBY if session.kind is SessionKind.REGISTRATION else dice.choice(HALL_GATES)
        yield Showing(at, gate, issued.code_sha256)
        if dice.random() < SCANS_TWICE_LIKELY and at + timedelta(minutes=4) < CLOCK_STARTS_AT:
            yield Showing(at + timedelta(seconds=dice.randrange(15, 200)), gate, issued.code_sha256)
    if session.kind is SessionKind.OPENING:
        for number in range(STRANGE_CODES):
            at = session.starts_at - timedelta(minutes=number + 1)
            yield Showing(at, HALL_GATES[0], f"{dice.getrandbits(256):064x}")


def _scan(event: Event, session: Session, showings: list[Showing]) -> None:
    """Redeem what was shown, gate by gate, in batches as a gate sends them."""
    hours = hours_of(session, event)
    real_now = services().clock.now()
    keys = random.Random(session.id)

    def batch_of(showing: Showing) -> tuple[datetime, str]:
        behind = (showing.at - session.starts_at) // SENT_EVERY
        return session.starts_at + (behind + 1) * SENT_EVERY, showing.gate

    for (sent_at, gate), batch in groupby(
        sorted(showings, key=lambda one: (*batch_of(one), one.at)), key=batch_of
    ):
        received_at = min(sent_at, CLOCK_STARTS_AT)
        post = Post(gate_named(event, gate).id, None, DEMONSTRATION.reference, OFFICERS[gate])
        redeem_passes(
            [
                Presented(
                    key=str(UUID(int=keys.getrandbits(128), version=4)),
                    code_sha256=one.code_sha256,
                    at=one.at,
                    post=post,
                )
                for one in batch
            ],
            hours=replace(hours, lead=received_at - real_now),
        )


def _excuse(session: Session, staying_away: dict[Participant, StayingAway]) -> None:
    """Write those down who stay away, once the session is over."""
    if session.ends_at > CLOCK_STARTS_AT:
        return
    for person, away in staying_away.items():
        set_attendance(
            person,
            session=session,
            status=away.status,
            by=DEMONSTRATION,
            at=session.ends_at,
            note=away.reason,
            represented_by=away.instead,
        )
