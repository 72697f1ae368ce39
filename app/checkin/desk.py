"""The registration desk: who stands there, and being checked in without holding a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from app.agenda.models import Session, SessionKind
from app.agenda.queries import following, sessions_of
from app.audit.record import Doer
from app.checkin.gates import gate_named
from app.checkin.hours import hours_of_event
from app.checkin.models import Attendance, Device, Gate
from app.checkin.redeem import Admission, redeem_pass
from app.checkin.rules import checked_in_sessions, rulebook
from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.i18n import DEFAULT_LANGUAGE, force_locale, write
from app.lib.folding import folded
from app.lib.refusals import N_, Refused
from app.offices.models import Office
from app.offices.queries import positions_in_rank_order
from app.participants.models import Delegation, MergedInto, Participant, Pass
from app.participants.passes import code_of, issue_pass, valid_pass
from app.participants.queries import in_protocol_order, question, with_all
from app.participants.same_person import person_of
from app.participants.seats import free_seats
from app.participants.wanted import Wanted

FEWEST_LETTERS = 3
MOST_FOUND = 12


@dataclass(frozen=True)
class AtTheDesk:
    """Somebody the desk may mean: the valid pass, if any, and how he or she stands in the open session."""

    participant: Participant
    issued: Pass | None
    attendance: Attendance | None


@dataclass(frozen=True)
class Found:
    """Whom a search finds; `more` says that there are others beyond these."""

    people: Sequence[AtTheDesk]
    more: bool


@dataclass(frozen=True)
class EmptySeat:
    """A seat that somebody at the desk could take; `post` is None for one of the staff."""

    id: int
    office: Office
    post: str | None


@dataclass(frozen=True)
class OpenSessions:
    """What one can be checked in for now: `chosen` is None when nothing is open; `next` opens after it."""

    open: Sequence[Session]
    chosen: Session | None
    next: Session | None


def sessions_at_the_desk(event: Event, *, chosen_id: int | None, now: datetime) -> OpenSessions:
    """Say what is open now. Unless one is chosen, it is the registration, else what began last."""
    taking = [one for one in sessions_of(event) if one.takes_attendance]
    checked_in = checked_in_sessions(taking, rulebook(event))
    hours = hours_of_event(event)
    running = [one for one in checked_in if hours[one.id].lets_in(now)]
    begun = [one for one in running if one.starts_at <= now]
    registers = [one for one in running if one.kind is SessionKind.REGISTRATION]
    asked = [one for one in running if one.id == chosen_id]
    chosen = next(iter([*asked, *registers, *reversed(begun), *running]), None)
    return OpenSessions(running, chosen, following(taking, now))


def find_at_the_desk(event: Event, search: str, *, actor: object, session: Session | None) -> Found:
    """Find people by letters of name, office or post, or the beginning of a NIP; names come first.

    Without an actor, for a device, everybody is within reach, and nobody is found by a number.
    """
    if len(folded(search).replace(" ", "")) < FEWEST_LETTERS:
        return Found((), more=False)
    asked = question(event, actor, Wanted(search=search, numbers=actor is not None))
    first_word = next(iter(folded(search).split()), "")
    by_name = case((Participant.folded_name.contains(first_word, autoescape=True), 0), else_=1)
    rows = with_all(in_protocol_order(asked.order_by(by_name))).limit(MOST_FOUND + 1)
    people = db.session.scalars(rows).unique().all()
    return Found(_standing(people[:MOST_FOUND], session), more=len(people) > MOST_FOUND)


def stands_at_the_desk(person: Participant, *, session: Session | None) -> AtTheDesk:
    """Say how one person stands."""
    return _standing([person], session)[0]


def empty_seats(event: Event) -> list[EmptySeat]:
    """List the seats that nobody fills, office by office in protocol order, the highest post first."""
    rows = db.session.execute(
        select(Delegation.id, Office).join(Delegation.office).where(Delegation.event_id == event.id)
    )
    offices = dict(rows.all())
    posts = {post.id: post.short_name or post.name for post in positions_in_rank_order()}
    empty = [
        EmptySeat(seat.id, offices[seat.delegation_id], posts.get(seat.position_id or 0))
        for seat in free_seats(event.id)
    ]
    return sorted(empty, key=lambda seat: (seat.office.protocol_order, seat.office.id))


class PassNeeded(Refused):
    """A device of the desk issues no pass: whoever has none is for the people at the desk."""


def check_in(
    person: Participant, *, session: Session, key: str, by: Doer, device: Device | None = None
) -> Admission:
    """Check somebody in who stands at the desk, with the pass they have; a missing pass is issued.

    The scan is kept as one of the gate of the desk, or of the device, so it counts, and is refused, as at
    any other gate. Raises PassNeeded at a device, which issues none.
    """
    person = person_of(person)
    event = db.session.get_one(Event, person.event_id)
    issued = valid_pass(person)
    if issued is None and device is not None:
        raise PassNeeded(
            N_("%(name)s has no pass. Send the person to the committee."), name=person.display_name
        )
    issued = issued or issue_pass(person, by=by)
    return redeem_pass(
        code_of(issued),
        session=session,
        gate_id=device.gate_id if device else desk_gate(event).id,
        key=key,
        at=event_now(event),
        by=by,
        device_id=device.id if device else None,
    )


def desk_gate(event: Event) -> Gate:
    """Return the gate that stands for the desk; it has one name, whoever asks in whatever language."""
    with force_locale(DEFAULT_LANGUAGE):
        return gate_named(event, write(N_("Registration desk"), {}))


def _standing(people: Sequence[Participant], session: Session | None) -> list[AtTheDesk]:
    known: dict[int, Attendance] = {}
    if session and people:
        person = func.coalesce(MergedInto.participant_id, Attendance.participant_id)
        rows = (
            select(person, Attendance)
            .outerjoin(MergedInto, MergedInto.duplicate_id == Attendance.participant_id)
            .where(Attendance.session_id == session.id, person.in_([one.id for one in people]))
            .order_by(Attendance.first_at.is_not(None), Attendance.id)
        )
        # Of two rows that are one person the arrival counts, so it comes last.
        known = dict(db.session.execute(rows).all())
    return [AtTheDesk(one, valid_pass(one), known.get(one.id)) for one in people]
