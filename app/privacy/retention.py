"""Erase by date: each kind of data goes so many days after the event, unless the event is on hold."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from app.audit.record import WORKER, Doer, record
from app.db import db, end_read, insert_once, transaction
from app.events.clock import event_today
from app.events.models import Event
from app.events.one_at_a_time import one_at_a_time
from app.lib.refusals import N_, Refused
from app.messages.models import Message
from app.participants.kept_sheets import Roster
from app.participants.models import Participant
from app.privacy.erase import AFTER_RETENTION, HAS_NOTE, NOMINATED, erase_kinds, erase_nominated
from app.privacy.models import RetentionHold
from app.privacy.notice import notice_of
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import NameCorrection, Nomination
from app.registration.requests_of_offices import HAS_CONTACTS, forget_contacts
from app.services import services
from app.travel.models import Journey, Needs

OF_PEOPLE = ("needs", "travel", "contact")
SHEETS = "sheets"
INSTEAD_OF_A_SHEET = b"Berkas ini telah dihapus sesuai masa simpan data pribadi.\n"
INSTEAD_KEY = hashlib.sha256(INSTEAD_OF_A_SHEET).hexdigest()  # as storage names it: counting stores nothing


class OnHold(Refused):
    """The event is on hold already."""


@dataclass(frozen=True)
class Due:
    """A kind of data: after which day it goes, how much there is of it, and whether it is over-due now."""

    kind: str
    last_day: date
    rows: int
    is_due: bool


@dataclass(frozen=True)
class DueErased:
    """How much of each kind was erased, and the keys of files to be removed once that is committed."""

    rows: dict[str, int]
    freed: tuple[str, ...] = ()


def plan(event: Event) -> list[Due]:
    """Tell what of an event goes when, and how much that is at this moment."""
    notice, today = notice_of(event), event_today(event)
    days = {
        "needs": notice.needs_days,
        "travel": notice.travel_days,
        "contact": notice.contact_days,
        SHEETS: notice.contact_days,
    }
    counted = _counted(event)
    last_days = {kind: event.ends_on + timedelta(days=number) for kind, number in days.items()}
    return [Due(kind, last, counted[kind], today > last) for kind, last in last_days.items()]


def hold_of(event: Event) -> RetentionHold | None:
    """Return the hold of an event, when there is one."""
    held = select(RetentionHold).where(RetentionHold.event_id == event.id)
    return db.session.scalars(held.execution_options(populate_existing=True)).one_or_none()


def set_hold(event: Event, *, reason: str, by: Doer) -> None:
    """Let nothing of the event be erased by date from now on. Raises OnHold when that is so already."""
    one_at_a_time(event.id)
    set_at = services().clock.now()
    who = {"set_by": by.reference, "set_by_name": by.name}
    if insert_once(RetentionHold, event_id=event.id, reason=reason, set_at=set_at, **who) is None:
        raise OnHold(N_("The event is on hold already. Read below who set it, and why."))
    record("privacy.set_hold", by=by, on=f"event:{event.id}", event_id=event.id, reason=reason)


def lift_hold(event: Event, *, by: Doer) -> None:
    """Let data be erased by date again."""
    hold = hold_of(event)
    if hold is not None:
        db.session.delete(hold)
        db.session.flush()
        record("privacy.lift_hold", by=by, on=f"event:{event.id}", event_id=event.id)


def erase_due(event: Event, *, by: Doer) -> DueErased:
    """Erase what is due of an event; on hold, or done before: nothing.

    The files of sheets still lie there: the door hands `freed` to remove_files after the commit.
    """
    one_at_a_time(event.id)
    if hold_of(event) is not None:
        return DueErased({})
    due = [one.kind for one in plan(event) if one.is_due and one.rows]
    people = db.session.scalars(select(Participant).where(Participant.event_id == event.id)).all()
    kinds = [kind for kind in due if kind in OF_PEOPLE]
    erased = dict(erase_kinds(people, kinds, reason=AFTER_RETENTION, by=by).rows) if kinds else {}
    if "contact" in kinds:
        _add(erased, "contact", len(erase_nominated(Nomination.event_id == event.id)))
        _add(erased, "contact", forget_contacts(SubstitutionRequest.event_id == event.id))
    sheets = _erase_sheets(event) if SHEETS in due else []
    _add(erased, SHEETS, len(sheets))
    if erased:
        record("privacy.erase_due", by=by, on=f"event:{event.id}", event_id=event.id, **erased)
    db.session.expire_all()
    return DueErased(erased, tuple(dict.fromkeys(sheets)))


def remove_files(keys: Iterable[str]) -> None:
    """Remove the files of erased sheets, except those that a sheet of another event still is."""
    for key in keys:
        if not _count(Roster, Roster.storage_key == key):
            services().storage.remove(key)
    end_read()


def erase_all_due() -> None:
    """Do it for every event, each by itself. The worker's daily duty: a door, so it commits."""
    for event in db.session.scalars(select(Event)).all():
        overdue = any(one.is_due and one.rows for one in plan(event)) and hold_of(event) is None
        end_read()
        if overdue:
            with transaction():
                gone = erase_due(event, by=WORKER)
            remove_files(gone.freed)


def _counted(event: Event) -> dict[str, int]:
    known = or_(*(column.is_not(None) for column in (Participant.email, Participant.phone, Participant.sex)))
    whose = or_(Message.about.startswith("participant:"), Message.about.startswith("nomination:"))
    return {
        "needs": _count(Needs, Needs.event_id == event.id),
        "travel": _count(Journey, Journey.event_id == event.id),
        "contact": _count(Participant, (Participant.event_id == event.id) & known)
        + _count(Nomination, (Nomination.event_id == event.id) & NOMINATED)
        + _count(NameCorrection, (NameCorrection.event_id == event.id) & HAS_NOTE)
        + _count(SubstitutionRequest, (SubstitutionRequest.event_id == event.id) & HAS_CONTACTS)
        + _count(Message, (Message.event_id == event.id) & whose & (Message.text != "")),
        SHEETS: _count(Roster, (Roster.event_id == event.id) & (Roster.storage_key != INSTEAD_KEY)),
    }


def _add(erased: dict[str, int], kind: str, rows: int) -> None:
    """Count rows of a kind; a kind of which nothing went stays absent."""
    if rows:
        erased[kind] = erased.get(kind, 0) + rows


def _count(model: type[object], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0


def _erase_sheets(event: Event) -> list[str]:
    """Put a note in the place of each sheet; return the keys they had."""
    mine = select(Roster).where(Roster.event_id == event.id, Roster.storage_key != INSTEAD_KEY)
    sheets = db.session.scalars(mine).all()
    keys = [sheet.storage_key for sheet in sheets]
    if sheets:
        note = services().storage.keep(INSTEAD_OF_A_SHEET)
        for sheet in sheets:
            sheet.storage_key = note
        db.session.flush()
    return keys
