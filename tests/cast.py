"""A small cast of people and things, all invented. Tests ask for what they need by its name.

Everything is written and committed at once, so that verbs and pages find it.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session as DatabaseSession

from app.access import Role
from app.accounts.models import RoleHeld, User
from app.agenda.models import Session, SessionKind
from app.db import WRITING, db, transaction
from app.events.models import Day, Event, Letterhead, Rehearsal, Room, Rules, Signer, SignerTask, Venue
from app.lib.codes import code_sha256, pass_code
from app.lib.personal_names import folded_name, split_display_name
from app.offices.models import Office, OfficeKind, Position
from app.participants.models import Delegation, Participant, ParticipantRole, ParticipantState, Pass
from app.participants.restate import restate
from app.services import services
from app.services.clock import HeldClock

OFFICES = {
    "kaltim": ("Kantor Wilayah Kalimantan Timur", "Kanwil Kalimantan Timur", OfficeKind.REGIONAL),
    "bali": ("Kantor Wilayah Bali", "Kanwil Bali", OfficeKind.REGIONAL),
    "merek": ("Direktorat Merek", "Direktorat Merek", OfficeKind.DIRECTORATE),
}
ANDI = "Andi Tenrisangka Makkulau, S.H., M.Kn."
BAIQ = "Hj. Baiq Zohratulaini, S.Sos., M.A.P."
FITRI = "dr. Fitriyani Azkadhina, M.H."
Parts = dict[str, tuple[type[Any], int]]


class Cast:
    """Makes the people and things of a test; asking twice for the same one returns the same one."""

    def __init__(self, clock: HeldClock) -> None:
        self._clock = clock
        self._made: dict[str, Any] = {}

    def parts(self) -> "Parts":
        """Say which rows play which parts, for `recalled`."""
        return {part: (type(row), row.id) for part, row in self._made.items()}

    @classmethod
    def recalled(cls, clock: HeldClock, parts: "Parts") -> "Cast":
        """Return a cast whose rows stand in the database already."""
        cast = cls(clock)
        cast._made = {part: db.session.get_one(kind, number) for part, (kind, number) in parts.items()}
        return cast

    def _save(self, *rows: Any) -> None:
        with self._writing() as session:
            session.add_all(rows)
            session.flush()

    @staticmethod
    def _writing() -> AbstractContextManager[DatabaseSession]:
        """Write in a transaction, or in the one that is open."""
        session: DatabaseSession = db.session()
        return nullcontext(session) if session.info.get(WRITING) else transaction()

    @property
    def event(self) -> Event:
        """A rehearsed meeting in Bali, 4 to 8 September 2024, on its third day."""
        if "event" not in self._made:
            self._made["event"] = self.make_event("rakornis-uji")
        event: Event = self._made["event"]
        return event

    def make_event(self, slug: str) -> Event:
        """Make one more event."""
        now = self._clock.now()
        event = Event(
            slug=slug,
            title="Rapat Koordinasi Teknis Uji Coba Tahun 2024",
            short_title="Rakornis Uji",
            city="Bali",
            zone="Asia/Makassar",
            starts_on=date(2024, 9, 4),
            ends_on=date(2024, 9, 8),
            planned_participants=350,
        )
        event.days = [Day(date=date(2024, 9, 4) + timedelta(days=n)) for n in range(5)]
        event.venues = [Venue(name="Hotel Uji", rooms=[Room(name="Ballroom"), Room(name="Ruang Dua")])]
        event.letterhead = Letterhead(lines=["KEMENTERIAN UJI", "UNIT UJI"], address_lines=["Jalan Uji 1"])
        event.signers = [
            Signer(task=task, prefix="", post="Sekretaris Uji", name=BAIQ, nip=None) for task in SignerTask
        ]
        event.rules = Rules()
        event.rehearsal = Rehearsal(clock_starts_at=now, set_at=now)
        self._save(event)
        return event

    def office(self, code: str) -> Office:
        """One of kaltim, bali (regional) and merek (directorate)."""
        key = f"office {code}"
        if key not in self._made:
            name, short_name, kind = OFFICES[code]
            order = list(OFFICES).index(code)
            self._made[key] = Office(
                code=code,
                name=name,
                short_name=short_name,
                kind=kind,
                protocol_order=order,
                zone="Asia/Makassar",
            )
            self._save(self._made[key])
        office: Office = self._made[key]
        return office

    @property
    def head(self) -> Position:
        """The post at the head of a regional office."""
        if "head" not in self._made:
            self._made["head"] = Position(name="Kepala Kantor Wilayah", short_name="Kakanwil", rank_order=10)
            self._save(self._made["head"])
        position: Position = self._made["head"]
        return position

    def session(
        self,
        title: str = "Pleno",
        *,
        at: datetime | None = None,
        minutes: int = 120,
        event: Event | None = None,
    ) -> Session:
        """A plenary; without `at` it began ten minutes ago and is open."""
        event = event or self.event
        starts_at = at or self._clock.now() - timedelta(minutes=10)
        day = next(day for day in event.days if day.date == starts_at.astimezone(UTC).date())
        session = Session(
            event_id=event.id,
            day_id=day.id,
            room_id=event.venues[0].rooms[0].id,
            kind=SessionKind.PLENARY,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
        )
        self._save(session)
        return session

    def user(self, role: Role, *, event: Event | None = None, office: Office | None = None) -> User:
        """An account that holds one role in the event; it cannot sign in with a password."""
        event = event or self.event
        now = self._clock.now()
        count = len(self._made)
        user = User(email=f"{role.value}{count}@contoh.example", name=f"Petugas {role.value}", created_at=now)
        user.roles_held = [
            RoleHeld(
                role=role,
                event_id=None if role is Role.ADMINISTRATOR else event.id,
                office_id=office.id if office else None,
                given_at=now,
                given_by="test",
            )
        ]
        self._save(user)
        self._made[f"user {count}"] = user
        return user

    def participant(
        self,
        display: str = ANDI,
        *,
        office: str = "kaltim",
        role: ParticipantRole = ParticipantRole.PARTICIPANT,
        event: Event | None = None,
        nip: str | None = None,
    ) -> Participant:
        """A registered person with a valid pass."""
        event = event or self.event
        name = split_display_name(display)
        with self._writing():
            home = self.office(office)
            person = Participant(
                event_id=event.id,
                delegation_id=self.delegation(event, home).id,
                office_id=home.id,
                identity=nip or f"{folded_name(name.name)}|{home.code}",
                front_titles=name.front_titles,
                name=name.name,
                back_titles=name.back_titles,
                folded_name=folded_name(name.name),
                nip=nip,
                position_name="Kepala Kantor Wilayah",
                role=role,
                email=f"peserta{len(self._made)}@contoh.example",
                phone="08000000000",
                registered_at=self._clock.now(),
                state=ParticipantState.REGISTERED,  # as `restate` says of whoever has a valid pass
            )
            self._save(person)
            self._write_pass(person, serial=1)
        self._made[f"participant {person.id}"] = person
        return person

    def delegation(self, event: Event, office: Office) -> Delegation:
        """The delegation of an office at an event."""
        key = f"delegation {event.id} {office.id}"
        if key not in self._made:
            self._made[key] = Delegation(event_id=event.id, office_id=office.id)
            self._save(self._made[key])
        delegation: Delegation = self._made[key]
        return delegation

    def give_pass(self, person: Participant, *, serial: int = 1) -> Pass:
        """Give somebody a pass with this serial."""
        with transaction():
            issued = self._write_pass(person, serial=serial)
            restate([person.id])
        return issued

    def _write_pass(self, person: Participant, *, serial: int) -> Pass:
        issued = Pass(
            event_id=person.event_id, participant_id=person.id, serial=serial, issued_at=self._clock.now()
        )
        self._save(issued)
        issued.code_sha256 = code_sha256(pass_code(services().pass_secret, issued.id, serial))
        return issued

    def code(self, person: Participant) -> str:
        """The code on somebody's newest pass."""
        newest = max(person.passes, key=lambda issued: issued.serial)
        return pass_code(services().pass_secret, newest.id, newest.serial)


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Let a browser belong to this account, without the sign-in page."""
    with client.session_transaction() as session:
        session["_user_id"] = user.get_id()
        session["_fresh"] = True
    db.session.commit()
    return client
