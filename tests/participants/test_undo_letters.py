"""Letters to people whom a sheet added go with them when the sheet is taken back."""

from sqlalchemy import select

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.messages.compose import compose, queue_all_again
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.participants.models import Participant
from tests.cast import Cast
from tests.participants.test_register_roster import everybody, register
from tests.participants.test_undo_roster import ANDI, undo

STATES = (DeliveryState.HELD, DeliveryState.RELEASED, DeliveryState.SENT, DeliveryState.FAILED)


def test_letters_to_whom_the_sheet_added_are_withdrawn_and_forgotten(cast: Cast, post) -> None:
    done = register(cast.event, ANDI)
    for state in STATES:
        write_to(everybody()[0], state)
    undo(done.roster_id)
    with transaction():
        queue_all_again(db.session.scalars(select(Message.id)).all())
    deliver_released()
    assert post.letters == []
    found = db.session.scalars(select(Delivery).order_by(Delivery.id)).all()
    assert [one.state.value for one in found] == ["discarded", "discarded", "sent", "failed"]
    assert {(one.address, one.recipient_name, one.message.text) for one in found} == {("", "", "")}


def write_to(person: Participant, state: DeliveryState) -> None:
    with transaction():
        letter = compose(
            key=f"note:{state.value}",
            to="andi@contoh.example",
            recipient_name=person.name,
            subject="Kartu",
            text="Isi",
            about=person.reference,
            event_id=person.event_id,
            by=COMMAND_LINE,
        )
        letter.deliveries[0].state = state
