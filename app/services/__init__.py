"""The outside world, each part a Protocol, a real one and a fake: clock, storage, mail, paper."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from app.services.clock import Clock
from app.services.mail import Post
from app.services.storage import Storage

if TYPE_CHECKING:
    from app.services.paper import Press

EXTENSION = "rakornis"


@dataclass(frozen=True, kw_only=True)
class Services:
    """What the rooms reach of the outside world.

    `pass_secret` derives pass codes, personal links and verification codes; it stands in no table.
    `base_url` has no trailing slash.
    """

    clock: Clock
    storage: Storage
    post: Post
    press: "Press"
    pass_secret: bytes
    base_url: str


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[EXTENSION])
