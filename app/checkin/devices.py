"""Devices of the gates: registered by the committee, opened once, recognised by a token, revoked.

A device is registered with an address that works once and for half an hour; opening it gives the
device its token. Only the token's SHA-256 is stored.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.audit.record import Doer, record
from app.checkin.gates import gate_named
from app.checkin.hours import SessionHours, hours_of_event
from app.checkin.judging import Post
from app.checkin.models import Device, DeviceProfile, Gate
from app.checkin.tell_roster import Viewpoint
from app.db import db
from app.events.models import Event
from app.lib.codes import random_token
from app.lib.refusals import N_, NotThere, Refused
from app.services import services

OPENING_LASTS = timedelta(minutes=30)
OPENING_LENGTH = 32
LONGEST_NUMBER = 9  # digits; a longer one is no row of any database
# Whether it was opened, and has said anything since.
WAS_HEARD = Device.token_sha256.is_not(None) & (
    Device.last_seen_at.is_not(None) | Device.roster_fetched_at.is_not(None)
)


class OpeningRefused(Refused):
    """The address that opens a device has been used, has run out, or is none of ours."""

    status = 410


class DeviceNotThere(NotThere):
    """The event has no such device."""


@dataclass(frozen=True)
class NewDevice:
    """A device that works at once; `token` is shown this one time."""

    device: Device
    token: str


@dataclass(frozen=True, slots=True)
class DeviceInUse:
    """What a token stands for: event, gate and the hours of all sessions, as last read."""

    id: int
    profile: DeviceProfile
    event_id: int
    event_slug: str
    post: Post
    lead: timedelta
    sessions: dict[int, SessionHours]
    is_due_to_be_noted: bool

    def now(self) -> datetime:
        """Return the present moment by the event's clock."""
        return services().clock.now() + self.lead

    def viewpoint(self) -> Viewpoint:
        """Return from where it asks what it takes along."""
        return Viewpoint(
            event_id=self.event_id,
            slug=self.event_slug,
            now=self.now(),
            lead=self.lead,
            hours=self.sessions,
        )


def register_device(
    event: Event, *, gate: str, by: Doer, profile: DeviceProfile = DeviceProfile.GATE
) -> Device:
    """Register a device for a gate, which is made when it is new; it must then be opened.

    Raises GateUnnamed.
    """
    device = _add(event, gate_named(event, gate), profile, by)
    device.opening_expires_at = device.created_at + OPENING_LASTS
    return device


def add_open_device(
    event: Event, *, gate: str, by: Doer, profile: DeviceProfile = DeviceProfile.GATE
) -> NewDevice:
    """Register a device that is open already, for the command line: the token goes by hand.

    Raises GateUnnamed.
    """
    device, token = _add(event, gate_named(event, gate), profile, by), random_token()
    device.token_sha256 = token_sha256(token)
    return NewDevice(device, token)


def _add(event: Event, gate: Gate, profile: DeviceProfile, by: Doer) -> Device:
    device = Device(
        event_id=event.id,
        gate=gate,
        profile=profile,
        created_at=services().clock.now(),
        created_by=by.reference,
    )
    db.session.add(device)
    db.session.flush()
    told = {"gate": gate.name, "profile": profile.value}
    record("checkin.register_device", by=by, on=device.reference, event_id=event.id, **told)
    return device


def opening_address(device: Device) -> str:
    """Return the address that opens a device once; in capitals, so that its QR has large squares."""
    return f"{services().base_url}/G/{opening_token(device)}"


def opening_token(device: Device) -> str:
    """Return the secret of the address that opens a device: derived, so that it stands in no table."""
    message = f"gate device\N{SYMBOL FOR UNIT SEPARATOR}{device.id}".encode()
    digest = hmac.new(services().pass_secret, message, hashlib.sha256).hexdigest().upper()
    return f"{device.id}-{digest[:OPENING_LENGTH]}"


def device_to_open(opening: str) -> Device:
    """Return the device that an address may open now, or raise OpeningRefused."""
    number = opening.partition("-")[0][:LONGEST_NUMBER]
    device = (
        db.session.get(Device, int(number), options=[joinedload(Device.gate)]) if number.isdecimal() else None
    )
    if device is None or not hmac.compare_digest(opening.upper().encode(), opening_token(device).encode()):
        raise OpeningRefused(N_("This address opens no gate. Ask the committee for a new one."))
    if device.token_sha256 or device.revoked_at:
        raise OpeningRefused(N_("This address has been used already. Ask the committee for a new one."))
    if device.opening_expires_at is None or device.opening_expires_at < services().clock.now():
        raise OpeningRefused(
            N_("This address has run out after 30 minutes. Ask the committee for a new one.")
        )
    return device


def open_device(opening: str) -> NewDevice:
    """Give a device its token; the address works once, whoever else tries at the same moment.

    Raises OpeningRefused.
    """
    device, token = device_to_open(opening), random_token()
    given = db.session.execute(
        update(Device)
        .where(Device.id == device.id, Device.token_sha256.is_(None), Device.revoked_at.is_(None))
        .values(token_sha256=token_sha256(token))
        .returning(Device.id)
    ).scalar_one_or_none()
    if given is None:
        raise OpeningRefused(N_("This address has been used already. Ask the committee for a new one."))
    record("checkin.open_device", by=device, on=device.reference, event_id=device.event_id)
    return NewDevice(device, token)


def revoke_device(device: Device, *, by: Doer) -> None:
    """End a device: its token works no longer. Twice is harmless."""
    if device.revoked_at is None:
        device.revoked_at = services().clock.now()
        record(
            "checkin.revoke_device", by=by, on=device.reference, event_id=device.event_id, gate=device.name
        )


def devices_of(event: Event) -> list[Device]:
    """List the devices of an event with their gates, the newest first."""
    question = select(Device).where(Device.event_id == event.id).options(joinedload(Device.gate))
    return list(db.session.scalars(question.order_by(Device.id.desc())))


def unheard_devices(event: Event) -> list[Device]:
    """List the devices that are still wanted, but were not opened or have never been heard of."""
    asked = select(Device).where(Device.event_id == event.id, Device.revoked_at.is_(None), ~WAS_HEARD)
    found = asked.options(joinedload(Device.gate)).order_by(Device.id.desc())
    return list(db.session.scalars(found))


def device_of(event: Event, device_id: int) -> Device:
    """Return a device of this event, or raise DeviceNotThere."""
    device = db.session.get(Device, device_id, options=[joinedload(Device.gate)])
    if device is None or device.event_id != event.id:
        raise DeviceNotThere(N_("This device does not belong to the event. Open the list of devices again."))
    return device


def device_with_token(token: str) -> Device | None:
    """Return the device that holds this token and has not been revoked."""
    return db.session.scalars(
        select(Device)
        .where(Device.token_sha256 == token_sha256(token), Device.revoked_at.is_(None))
        .options(joinedload(Device.gate))
    ).one_or_none()


def ended_device(token: str) -> Device | None:
    """Return the device that held this token until it was revoked."""
    held = Device.token_sha256 == token_sha256(token)
    return db.session.scalars(select(Device).where(held, Device.revoked_at.is_not(None))).one_or_none()


def in_use(device: Device) -> DeviceInUse:
    """Read what a device works with: its gate, and the hours of every session that takes attendance."""
    event = db.session.get_one(Event, device.event_id)
    hours = hours_of_event(event)
    return DeviceInUse(
        id=device.id,
        profile=device.profile,
        event_id=event.id,
        event_slug=event.slug,
        post=Post(device.gate_id, device.id, device.reference, device.name),
        lead=event.rehearsal.lead if event.rehearsal else timedelta(),
        sessions=hours,
        is_due_to_be_noted=device.is_due_to_be_noted(services().clock.now()),
    )


def after_first_admission(device: DeviceInUse, session_id: int) -> DeviceInUse:
    """Remember that a session has been attended, so that it is marked once and not with every scan."""
    hours = replace(device.sessions[session_id], attended=True)
    return replace(device, sessions={**device.sessions, session_id: hours})


def token_sha256(token: str) -> str:
    """Return how a token is stored."""
    return hashlib.sha256(token.strip().encode()).hexdigest()
