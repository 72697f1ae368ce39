"""Hold a draft still while it is written to: minutes change only until they are published."""

from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.events.clock import event_now
from app.events.models import Event
from app.lib.refusals import N_, Conflict
from app.minutes.models import Minutes


class MinutesFrozen(Conflict):
    """The minutes are published; nothing in them changes any more."""


def hold_draft(minutes: Minutes) -> datetime:
    """Let nobody publish these minutes until the transaction ends; return the event's time.

    Raises MinutesFrozen when somebody has.
    """
    db.session.execute(select(Minutes.id).where(Minutes.id == minutes.id).with_for_update())
    db.session.refresh(minutes, ["publication"])
    if minutes.is_published:
        raise MinutesFrozen(N_("These minutes have been published and no longer change."))
    return event_now(db.session.get_one(Event, minutes.event_id))
