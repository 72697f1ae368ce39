"""Who may stand at a gate: an account with the permission, or a device that was opened for this event."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import Permission, declare, demand
from app.audit.record import Doer
from app.checkin.devices import device_with_token
from app.checkin.heard import note_seen
from app.checkin.log_refused import log_ended_device
from app.checkin.models import Device, DeviceProfile
from app.db import transaction
from app.services import services

P = ParamSpec("P")

COOKIE = "gate"


def standing(
    profile: DeviceProfile, *permissions: Permission
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Guard a route: for the event's devices of this profile (`g.device`), and for accounts that may.

    A device of another profile is told that this is not for it, unless somebody has signed in there.
    """

    def guard(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            device = device_of_browser()
            g.device = device if device and device.profile is profile else None
            if g.device is None:
                if device and not current_user.is_authenticated:
                    abort(HTTPStatus.FORBIDDEN)
                for permission in permissions:
                    demand(permission)
            return view(*args, **kwargs)

        return declare(guarded, permissions[-1].value)

    return guard


at_the_gate = standing(DeviceProfile.GATE, Permission.CHECKIN_REDEEM)
# A device of the desk finds people and checks them in; registering, badges and undoing need an account.
finding_people = standing(DeviceProfile.DESK, Permission.CHECKIN_REDEEM, Permission.PARTICIPANTS_REGISTER)


def at_the_desk(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Guard a route: for accounts that may both register people and check them in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        demand(Permission.CHECKIN_REDEEM)
        demand(Permission.PARTICIPANTS_REGISTER)
        return view(*args, **kwargs)

    return declare(guarded, Permission.PARTICIPANTS_REGISTER.value)


def device_of_browser() -> Device | None:
    """Return the device that this browser is, if it was opened for the event of the address."""
    token = request.cookies.get(COOKIE)
    device = device_with_token(token) if token else None
    if token and device is None and not current_user.is_authenticated:
        log_ended_device(token)
    if device is None or device.event_id != g.event.id:
        return None
    if device.is_due_to_be_noted(services().clock.now()):
        with transaction():
            note_seen(device.id)
    return device


def doer() -> Doer:
    """Return who scans: the device, or the account."""
    device: Device | None = g.get("device")
    return device or current_user
