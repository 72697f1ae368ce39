"""Recognise a device by its token, with as little work as a gate in a hurry allows.

What a token stands for is remembered for five seconds in each process: a revocation holds after
that, well within the ten seconds that the committee is promised.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from app.checkin.devices import DeviceInUse, device_with_token, in_use, token_sha256
from app.checkin.heard import note_seen
from app.db import transaction
from app.services import services

REMEMBERED_FOR = timedelta(seconds=5)
MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Remembered:
    """A device, and when it was read."""

    device: DeviceInUse
    read_at: datetime


# Keyed by the hash of the token. Tokens are random, so nothing here can mean another installation's device.
_remembered: dict[str, Remembered] = {}
_reading = Lock()


def known_device(token: str) -> DeviceInUse | None:
    """Return the device of this token as last read, or read it anew; None as `recognise` says it.

    When what is remembered has run out under load, one request reads and the others wait for it.
    """
    return remembered(token) or _read_once(token)


def _read_once(token: str) -> DeviceInUse | None:
    with _reading:
        known = remembered(token)
        if known is not None:
            return known
        device = recognise(token)
    if device is not None and device.is_due_to_be_noted:
        with transaction():
            note_seen(device.id)
    return device


def remembered(token: str) -> DeviceInUse | None:
    """Return the device of this token, if it was read within the last seconds."""
    known = _remembered.get(token_sha256(token))
    if known is None or abs(services().clock.now() - known.read_at) >= REMEMBERED_FOR:
        return None
    return known.device


def recognise(token: str) -> DeviceInUse | None:
    """Read the device of this token anew and remember it; None when there is none or it was revoked."""
    device = device_with_token(token)
    if device is None:
        _remembered.pop(token_sha256(token), None)
        return None
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    found = in_use(device)
    _remembered[token_sha256(token)] = Remembered(found, services().clock.now())
    return found


def remember(token: str, device: DeviceInUse) -> None:
    """Replace what is remembered of a device, without letting it last longer."""
    known = _remembered.get(token_sha256(token))
    if known is not None:
        _remembered[token_sha256(token)] = Remembered(device, known.read_at)
