"""Who may open a screen that stands by itself: a device of its profile, or an account with the permission."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import g
from flask.typing import ResponseReturnValue

from app.access import Permission, declare, demand
from app.checkin.models import DeviceProfile
from app.checkin.routes.guard import device_of_browser

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def at_a_screen(profile: DeviceProfile, permission: Permission) -> Callable[[View[P]], View[P]]:
    """Guard a route: for the event's devices of this profile (`g.device`), and for accounts that may."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            device = device_of_browser()
            g.device = device if device and device.profile is profile else None
            if g.device is None:
                demand(permission)
            return view(*args, **kwargs)

        return declare(guarded, permission.value)

    return guard
