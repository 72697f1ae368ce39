"""A meeting for the load: people, passes, open sessions and a device."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import create_app
from app.agenda.models import Session, SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device
from app.db import db, insert_many, transaction
from app.events.models import Day, Event, Rules
from app.lib.codes import pass_code
from app.offices.models import Office, OfficeKind
from app.participants.models import Delegation, Participant
from app.participants.passes import NewPass, issue_passes
from config import Config


@dataclass(frozen=True)
class Meeting:
    """What the load needs to know: a device's token, sessions to scan for, and the codes."""

    token: str
    sessions: list[int]
    codes: list[str]


def arrange(config: Config, *, passes: int, sessions: int) -> Meeting:
    """Make an event with so many people from 33 offices, their passes, open sessions and a device."""
    app = create_app(config)
    with app.app_context():
        with transaction():
            event = make_event()
            opened = [_session(event) for _ in range(sessions)]
            people = insert_many(Participant, _people(event, passes))
            issued = issue_passes(event, [NewPass(person) for person in people])
            device = add_open_device(event, gate="Utama 1", by=COMMAND_LINE)
        codes = [pass_code(config.pass_secret, pass_id, 1) for pass_id in issued]
        meeting = Meeting(device.token, [session.id for session in opened], codes)
        db.engine.dispose()
    return meeting


def make_event() -> Event:
    """Make the event `bench`, today."""
    today = datetime.now(UTC).date()
    event = Event(
        slug="bench", title="Rapat", short_title="Rapat", city="Bali", zone="Asia/Makassar",
        starts_on=today, ends_on=today + timedelta(days=1), days=[Day(date=today)], rules=Rules(),
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    return event


def _session(event: Event) -> Session:
    now = datetime.now(UTC)
    session = Session(
        event_id=event.id, day_id=event.days[0].id, kind=SessionKind.PLENARY, title="Pleno",
        starts_at=now, ends_at=now + timedelta(hours=5),
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return session


def _people(event: Event, count: int) -> Iterator[dict[str, object]]:
    now = datetime.now(UTC)
    delegations = make_delegations(event, 33)
    for number in range(count):
        delegation = delegations[number % len(delegations)]
        yield {
            "event_id": event.id, "delegation_id": delegation.id, "office_id": delegation.office_id,
            "identity": str(number), "name": f"Peserta {number}", "folded_name": f"peserta {number}",
            "back_titles": "S.H.", "position_name": "Kepala Bidang", "registered_at": now,
        }  # fmt: skip


def make_delegations(event: Event, count: int) -> list[Delegation]:
    """Make so many offices with a delegation each."""
    return [_delegation(event, number) for number in range(count)]


def _delegation(event: Event, number: int) -> Delegation:
    name = f"Kantor Wilayah {number}"
    office = Office(code=f"k{number}", name=name, short_name=name, kind=OfficeKind.REGIONAL)
    db.session.add(office)
    db.session.flush()
    delegation = Delegation(event_id=event.id, office_id=office.id)
    db.session.add(delegation)
    db.session.flush()
    return delegation
