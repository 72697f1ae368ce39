"""The outbox of a long list: most people were mailed their pass, some were written to by WhatsApp."""

from collections.abc import Mapping

from app.db import insert_many
from app.events.models import Event
from app.messages.models import Delivery, DeliveryState, Message, Sharing
from app.registration.pass_mail import PASS_MAIL
from app.services import services

TEXT = "Yth. Peserta, inilah kartu masuk Anda.\n" * 30  # as long as a letter is
STATES = (DeliveryState.SENT, DeliveryState.HELD, DeliveryState.FAILED)


def write_letters(event: Event, passes: Mapping[int, int]) -> None:
    """Write to most of these people (ids with the ids of their passes), and open WhatsApp for every fifth."""
    now = services().clock.now()
    mailed = [one for one in passes if one % 4]
    written = {"event_id": event.id, "kind": PASS_MAIL, "composed_at": now, "composed_by": "bench"}
    letters = insert_many(
        Message,
        (
            {
                **written,
                "key": f"{PASS_MAIL}:{one}:{passes[one]}:1",
                "about": f"participant:{one}",
                "subject": "Kartu masuk",
                "text": TEXT,
                "html": TEXT,
            }
            for one in mailed
        ),
    )
    insert_many(
        Delivery,
        (
            {
                "message_id": letter,
                "address": f"{one - 1}@contoh.example",
                "recipient_name": "Peserta",
                "state": STATES[letter % 3],
            }
            for letter, one in zip(letters, mailed, strict=True)
        ),
    )
    insert_many(
        Sharing,
        (
            {
                "key": f"participant:{one}:1",
                "event_id": event.id,
                "about": f"participant:{one}",
                "opened_at": now,
                "opened_by": "bench",
                "opened_by_name": "Panitia",
            }
            for one in passes
            if one % 5 == 0
        ),
    )
