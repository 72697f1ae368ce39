"""Write down who opens WhatsApp for whom, before the address is handed out: no two send the same."""

from sqlalchemy import select

from app.audit.record import Doer, record
from app.db import db, insert_once
from app.lib.phone_numbers import SHARE_ADDRESS
from app.lib.refusals import N_, Conflict
from app.messages.models import Sharing
from app.services import services

# wa.me leads on to these; a browser looks at every step before it takes it.
WHATSAPP = (SHARE_ADDRESS, "https://api.whatsapp.com", "https://web.whatsapp.com", "whatsapp:")


class SharedMeanwhile(Conflict):
    """Somebody else has just opened WhatsApp for the same person or office."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            N_(
                "%(name)s has opened WhatsApp for this one already. "
                "Ask whether the message went out before you send another."
            ),
            name=name,
        )


def open_sharing(about: str, *, event_id: int, seen: int, by: Doer) -> Sharing:
    """Write down that WhatsApp is opened for somebody; `seen` is how often that was done before, as shown.

    Raises SharedMeanwhile when it was done again since the page was drawn.
    """
    earlier = sharings_with(about)
    if len(earlier) > seen:
        raise SharedMeanwhile(name=earlier[-1].opened_by_name)
    new_id = insert_once(
        Sharing,
        key=f"whatsapp:{about}:{len(earlier) + 1}",
        event_id=event_id,
        about=about,
        opened_at=services().clock.now(),
        opened_by=by.reference,
        opened_by_name=by.name,
    )
    if new_id is None:
        raise SharedMeanwhile(name=sharings_with(about)[-1].opened_by_name)
    record("messages.share", by=by, on=about, event_id=event_id)
    return db.session.get_one(Sharing, new_id)


def sharings_with(about: str) -> list[Sharing]:
    """List who opened WhatsApp for one person or office, the oldest first, as it is in the database now."""
    question = select(Sharing).where(Sharing.about == about).order_by(Sharing.id)
    return list(db.session.scalars(question.execution_options(populate_existing=True)))
