"""What looks odd in self check-in: one phone that checked several people in, and pictures of old codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, func, select

from app.agenda.models import Session
from app.checkin.allow_self_check_in import SelfCheckIn
from app.checkin.models import RefusalReason, Scan, ScanStatus
from app.db import db
from app.events.models import Event
from app.offices.models import Office
from app.participants.models import MergedInto, Participant

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Try:
    """One try of somebody: `name` is empty when the phone belongs to nobody we know."""

    participant_id: int | None
    name: str
    office: str
    session: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SharedPhone:
    """A phone that checked more than one person in, with all it did, in order."""

    people: int
    tries: Sequence[Try]


def shared_phones(event: Event) -> list[SharedPhone]:
    """List the phones that checked several people in, those with the most people first."""
    person = func.coalesce(MergedInto.participant_id, Scan.participant_id)
    shared = (
        select(SelfCheckIn.phone_sha256)
        .join(Scan, Scan.id == SelfCheckIn.scan_id)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Scan.participant_id)
        .where(Scan.event_id == event.id, SelfCheckIn.phone_sha256.is_not(None), _let_in())
        .group_by(SelfCheckIn.phone_sha256)
        .having(func.count(person.distinct()) > 1)
    )
    found = _tries(event, SelfCheckIn.phone_sha256.in_(shared) & _let_in())
    phones = []
    for _phone, group in groupby(found, key=lambda row: row[0]):
        tries = [one for _same, one in group]
        phones.append(SharedPhone(len({one.participant_id for one in tries}), tries))
    return sorted(phones, key=lambda one: -one.people)[:MOST_SHOWN]


def run_out_on(event: Event) -> list[Try]:
    """List who came with a code that had run out, the newest first."""
    found = _tries(event, Scan.reason == RefusalReason.CODE_RUN_OUT)
    return sorted((one for _phone, one in found), key=lambda one: one.at, reverse=True)[:MOST_SHOWN]


def _tries(event: Event, which: ColumnElement[bool]) -> list[tuple[str | None, Try]]:
    """Return tries with their phones, phone by phone, as they happened."""
    rows = db.session.execute(
        select(SelfCheckIn.phone_sha256, Participant, Office.short_name, Session.title, Scan.received_at)
        .join(Scan, Scan.id == SelfCheckIn.scan_id)
        .join(Session, Session.id == Scan.session_id)
        .outerjoin(MergedInto, MergedInto.duplicate_id == Scan.participant_id)
        .outerjoin(
            Participant, Participant.id == func.coalesce(MergedInto.participant_id, Scan.participant_id)
        )
        .outerjoin(Office, Office.id == Participant.office_id)
        .where(Scan.event_id == event.id, which)
        .order_by(SelfCheckIn.phone_sha256, Scan.id)
    )
    return [(phone, _try(person, office, title, at)) for phone, person, office, title, at in rows]


def _try(person: Participant | None, office: str | None, title: str, at: datetime) -> Try:
    if person is None:
        return Try(None, "", "", title, at)
    return Try(person.id, person.display_name, office or "", title, at)


def _let_in() -> ColumnElement[bool]:
    return Scan.status != ScanStatus.REFUSED
