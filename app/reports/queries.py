"""The numbers that the evening before asks for, in few statements: nothing is loaded that is only counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from app.access import Role
from app.accounts.models import RoleHeld
from app.agenda.queries import Lack, lacking, sessions_of
from app.checkin.devices import WAS_HEARD
from app.checkin.models import Device
from app.db import db
from app.events.models import Event, SignerTask
from app.jobs.models import Job, JobState
from app.jobs.worker import last_heartbeat
from app.messages.models import Delivery, DeliveryState, Message
from app.participants.models import Delegation, Participant, ParticipantState, Seat
from app.participants.printed_badges import WhichBadges, count_badges
from app.participants.seats import is_gone
from app.participants.wanted import ON_THE_LIST
from app.registration.correct_name import WAITS_FOR_THE_DESK
from app.registration.kept_requests import SubstitutionRequest
from app.registration.letters_owed import letters_that_count
from app.registration.mail_list import is_untold
from app.registration.models import NameCorrection, Nomination, State
from app.registration.requests_of_offices import IS_OPEN
from app.registration.steps import newest_state, owes_submission
from app.services import services
from app.services.paper import PaperUnavailable

WORKER_IS_GONE = timedelta(minutes=2)


@dataclass(frozen=True)
class DelegationCount:
    """One delegation that has seats: how many, how many empty, where it stands, how many letters count."""

    seats: int
    empty: int
    standing: State | None
    letters: int

    @property
    def owes_submission(self) -> bool:
        """Whether the office still has to hand it in."""
        return owes_submission(self.standing, seats=self.seats, is_complete=not self.empty)


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
    handed_in: int
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
    rows = db.session.execute(
        select(
            func.count(Seat.id),
            func.count(Seat.id) - func.count(Participant.id),
            newest_state(),
            letters_that_count(),
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
    registered = Participant.state == ParticipantState.REGISTERED
    row = db.session.execute(
        select(
            func.count(Participant.id),
            func.count(Participant.id).filter(Participant.name_confirmed_at.is_(None)),
            func.count(Participant.id).filter(Participant.state == ParticipantState.WITHOUT_PASS),
            func.count(Participant.id).filter(registered, is_untold(event)),
        ).where(Participant.event_id == event.id, Participant.state.in_(ON_THE_LIST))
    ).one()
    return PeopleCount(*row)


def backlog_of(event: Event) -> Backlog:
    """Count what waits or has failed, in one statement."""
    deliveries = select(func.count(Delivery.id)).join(Delivery.message).where(Message.event_id == event.id)
    row = db.session.execute(
        select(
            _number(Nomination.id, Nomination.event_id == event.id, Nomination.state == State.WAITING),
            _number(Delegation.id, Delegation.event_id == event.id, is_handed_in()),
            _number(
                NameCorrection.id,
                NameCorrection.event_id == event.id,
                NameCorrection.participant_id == Participant.id,
                WAITS_FOR_THE_DESK,
            ),
            _number(SubstitutionRequest.id, SubstitutionRequest.event_id == event.id, IS_OPEN),
            deliveries.where(Delivery.state == DeliveryState.HELD).scalar_subquery(),
            deliveries.where(Delivery.state == DeliveryState.FAILED).scalar_subquery(),
            _number(Job.id, Job.event_id == event.id, Job.state == JobState.FAILED),
        )
    ).one()
    return Backlog(*row)


def is_handed_in() -> ColumnElement[bool]:
    """The condition of a delegation that the committee has to answer, as the page of those lists them."""
    people = select(Nomination.id).where(
        Nomination.delegation_id == Delegation.id, Nomination.state == State.SUBMITTED
    )
    return (newest_state() == State.SUBMITTED) | people.correlate(Delegation).exists()


def device_count(event: Event) -> DeviceCount:
    """Count the devices that have not been ended."""
    row = db.session.execute(
        select(
            func.count(Device.id),
            func.count(Device.id).filter(WAS_HEARD),
            _number(RoleHeld.id, RoleHeld.event_id == event.id, RoleHeld.role == Role.GATE),
        ).where(Device.event_id == event.id, Device.revoked_at.is_(None))
    ).one()
    return DeviceCount(*row)


def hall_count(event: Event) -> HallCount:
    """Count the sessions that lack something."""
    sessions = sessions_of(event)
    return HallCount(
        sessions=len(sessions),
        without_room=len(lacking(sessions, Lack.ROOM)),
        without_presenter=len(lacking(sessions, Lack.PRESENTER)),
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
