"""The numbers that the evening before asks for, in few statements: nothing is loaded that is only counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CompoundSelect, ScalarSelect, String, cast, func, literal, select, union
from sqlalchemy.orm import aliased

from app.access import Role
from app.accounts.models import RoleHeld
from app.agenda.models import SessionKind
from app.agenda.queries import sessions_of
from app.checkin.models import Device
from app.db import db
from app.events.models import Event, SignerTask
from app.jobs.models import Job, JobState
from app.jobs.worker import last_heartbeat
from app.messages.models import Delivery, DeliveryState, Message, Sharing
from app.participants.examine_in_background import EXAMINE
from app.participants.models import Delegation, Participant, ParticipantState, Seat
from app.participants.printed_badges import WhichBadges, count_badges
from app.participants.seats import is_gone
from app.participants.wanted import ON_THE_LIST
from app.registration.kept_requests import SubstitutionRequest
from app.registration.models import DelegationStep, Letter, NameCorrection, Nomination, State
from app.registration.pass_mail import PASS_MAIL
from app.registration.requests_of_offices import IS_OPEN
from app.services import services
from app.services.paper import PaperUnavailable

WORKER_IS_GONE = timedelta(minutes=2)
WITHOUT_ROOM = frozenset({SessionKind.BREAK, SessionKind.DEPARTURE})
WITH_PRESENTERS = frozenset({SessionKind.PRESENTATION, SessionKind.PANEL})


@dataclass(frozen=True)
class DelegationCount:
    """One delegation that has seats: how many, how many empty, where it stands, how many letters it sent."""

    seats: int
    empty: int
    standing: State | None
    letters: int

    @property
    def is_answered(self) -> bool:
        """Whether nothing is owed: the committee confirmed it, or filled every seat itself."""
        return self.standing is State.CONFIRMED or (self.standing is None and not self.empty)


@dataclass(frozen=True)
class PeopleCount:
    """How many people stand on the list, and in what they are not ready."""

    people: int
    unconfirmed: int
    without_pass: int
    unsent: int


@dataclass(frozen=True)
class Backlog:
    """What waits or has failed: in the queue, with the desk, in the outbox, in the background."""

    waiting: int
    corrections: int
    substitutions: int
    held: int
    failed: int
    jobs: int


@dataclass(frozen=True)
class DeviceCount:
    """How many devices of gates are registered, how many were opened and heard of; accounts for the gate."""

    registered: int
    charged: int
    accounts: int


@dataclass(frozen=True)
class HallCount:
    """How many sessions there are, and how many lack a room or somebody who presents."""

    sessions: int
    without_room: int
    without_presenter: int


@dataclass(frozen=True)
class PapersState:
    """What papers need: a letterhead, signers, and a machine that prints."""

    letterhead: bool
    signers_missing: int
    prints: bool


@dataclass(frozen=True)
class MachineState:
    """Whether the worker is alive, and whether the event only rehearses."""

    works: bool
    rehearses: bool


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Everything the evening before asks for."""

    delegations: Sequence[DelegationCount]
    people: PeopleCount
    backlog: Backlog
    badges: Mapping[WhichBadges, int]
    hall: HallCount
    devices: DeviceCount
    papers: PapersState
    machine: MachineState


def numbers_of(event: Event) -> Numbers:
    """Ask for all of it."""
    return Numbers(
        delegations=delegation_counts(event),
        people=people_count(event),
        backlog=backlog_of(event),
        badges=count_badges(event),
        hall=hall_count(event),
        devices=device_count(event),
        papers=papers_state(event),
        machine=machine_state(event),
    )


def delegation_counts(event: Event) -> Sequence[DelegationCount]:
    """Count the seats, steps and letters of every delegation that has seats."""
    every = aliased(DelegationStep)
    newest = select(func.max(every.id)).where(every.delegation_id == Delegation.id).correlate(Delegation)
    standing = select(DelegationStep.state).where(DelegationStep.id == newest.scalar_subquery())
    letters = select(func.count(Letter.id)).where(Letter.delegation_id == Delegation.id)
    rows = db.session.execute(
        select(
            func.count(Seat.id),
            func.count(Seat.id) - func.count(Participant.id),
            standing.correlate(Delegation).scalar_subquery(),
            letters.correlate(Delegation).scalar_subquery(),
        )
        .select_from(Delegation)
        .join(Seat, Seat.delegation_id == Delegation.id)
        .outerjoin(Participant, (Participant.seat_id == Seat.id) & ~is_gone())
        .where(Delegation.event_id == event.id)
        .group_by(Delegation.id)
    )
    return [DelegationCount(*row) for row in rows]


def people_count(event: Event) -> PeopleCount:
    """Count the people on the list who are not ready in some way."""
    mailed = (
        select(Message.about)
        .join(Message.deliveries)
        .where(Message.event_id == event.id, Message.kind == PASS_MAIL, Message.about.is_not(None))
        .where(Delivery.state == DeliveryState.SENT, Delivery.bounced_at.is_(None))
    )
    # One set that is made once, not a look for each person.
    told: CompoundSelect[Any] = union(mailed, select(Sharing.about).where(Sharing.event_id == event.id))
    about = literal("participant:") + cast(Participant.id, String)
    registered = Participant.state == ParticipantState.REGISTERED
    row = db.session.execute(
        select(
            func.count(Participant.id),
            func.count(Participant.id).filter(Participant.name_confirmed_at.is_(None)),
            func.count(Participant.id).filter(Participant.state == ParticipantState.WITHOUT_PASS),
            func.count(Participant.id).filter(registered, about.not_in(told)),
        ).where(Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST))
    ).one()
    return PeopleCount(*row)


def backlog_of(event: Event) -> Backlog:
    """Count what waits or has failed, in one statement; a sheet nobody can read is no failed work."""
    deliveries = select(func.count(Delivery.id)).join(Delivery.message).where(Message.event_id == event.id)
    bounced = (Delivery.state == DeliveryState.FAILED) | Delivery.bounced_at.is_not(None)
    row = db.session.execute(
        select(
            _number(Nomination.id, Nomination.event_id == event.id, Nomination.state == State.WAITING),
            _number(
                NameCorrection.id, NameCorrection.event_id == event.id, NameCorrection.answered_at.is_(None)
            ),
            _number(SubstitutionRequest.id, SubstitutionRequest.event_id == event.id, IS_OPEN),
            deliveries.where(Delivery.state == DeliveryState.HELD).scalar_subquery(),
            deliveries.where(bounced).scalar_subquery(),
            _number(Job.id, Job.event_id == event.id, Job.state == JobState.FAILED, Job.kind != EXAMINE),
        )
    ).one()
    return Backlog(*row)


def device_count(event: Event) -> DeviceCount:
    """Count the devices that have not been ended."""
    heard = Device.token_sha256.is_not(None) & (
        Device.last_seen_at.is_not(None) | Device.roster_fetched_at.is_not(None)
    )
    row = db.session.execute(
        select(
            func.count(Device.id),
            func.count(Device.id).filter(heard),
            _number(RoleHeld.id, RoleHeld.event_id == event.id, RoleHeld.role == Role.GATE),
        ).where(Device.event_id == event.id, Device.revoked_at.is_(None))
    ).one()
    return DeviceCount(*row)


def hall_count(event: Event) -> HallCount:
    """Count the sessions that lack something."""
    sessions = sessions_of(event)
    return HallCount(
        sessions=len(sessions),
        without_room=sum(one.room_id is None and one.kind not in WITHOUT_ROOM for one in sessions),
        without_presenter=sum(one.kind in WITH_PRESENTERS and not one.presenters for one in sessions),
    )


def papers_state(event: Event) -> PapersState:
    """Say what papers need."""
    named = {signer.task for signer in event.signers}
    try:
        services().press.make_ready()
    except PaperUnavailable:
        prints = False
    else:
        prints = True
    return PapersState(event.letterhead is not None, len(set(SignerTask) - named), prints)


def machine_state(event: Event) -> MachineState:
    """Say whether the background work is done, and by which clock the event goes."""
    seen_at = last_heartbeat()
    works = seen_at is not None and services().clock.now() - seen_at < WORKER_IS_GONE
    return MachineState(works, event.rehearsal is not None)


def _number(column: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()
