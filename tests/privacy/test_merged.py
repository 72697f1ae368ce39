"""Two rows that are one person: my data and the erasure reach both."""

import pytest

from app.attendance.set_attendance import set_attendance
from app.audit.record import COMMAND_LINE
from app.checkin.models import AttendanceStatus
from app.db import db, transaction
from app.messages.compose import compose
from app.messages.models import Message
from app.participants.merge import merge_people
from app.participants.models import Participant
from app.privacy.erase import AT_REQUEST, erase_person
from app.travel.models import Direction, Journey, Means, Needs
from tests.cast import BAIQ
from tests.privacy.people import open_data, token_for


@pytest.fixture
def two(cast, clock):
    """One person twice; all that is kept hangs on the row that does not count."""
    into, duplicate = cast.participant(BAIQ), cast.participant("Baiq Zohratulaini", office="bali")
    now, who = clock.now(), {"event_id": cast.event.id, "participant_id": duplicate.id}
    journey = {"direction": Direction.ARRIVAL, "means": Means.FLIGHT, "number": "GA 402"}
    session = cast.session("Pleno uji")
    with transaction() as database:
        database.add(Journey(**who, **journey, at=now, changed_at=now, changed_by="x"))
        database.add(Needs(**who, diets=[], assistance=[], note="Kursi roda", changed_at=now))
        present = {"status": AttendanceStatus.PRESENT, "note": "", "at": now}
        set_attendance(duplicate, session=session, by=COMMAND_LINE, **present)
        compose(
            key="note:1", to=duplicate.email, recipient_name=duplicate.name, subject="Kartu lama", text="Isi",
            about=duplicate.reference, event_id=cast.event.id, by=COMMAND_LINE,
        )  # fmt: skip
        merge_people(duplicate, into, reason="Orang yang sama", by=COMMAND_LINE)
    return into, duplicate


def test_my_data_tells_what_hangs_on_the_duplicate(client, two):
    into, duplicate = two
    token = token_for(into)
    open_data(client, token)
    told = client.get(f"/me/{token}/data.json").json
    assert {one["email"] for one in told["person"]} == {into.email, duplicate.email}
    assert "Pleno uji" in [one["session"] for one in told["attendance"]]
    assert "GA 402" in [one["number"] for one in told["journeys"]]
    assert "Kursi roda" in [one["note"] for one in told["needs"]]
    assert "Kartu lama" in [one["subject"] for one in told["letters"]]
    assert client.get(f"/me/{token}/data").status_code == 200
    assert client.get(f"/me/{token}/data.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("asks", [0, 1])
def test_an_erasure_reaches_both_rows_whichever_asks(two, asks):
    with transaction():
        erase_person(two[asks], reason=AT_REQUEST, by=COMMAND_LINE)
    for row in two:
        fresh = db.session.get_one(Participant, row.id, populate_existing=True)
        assert (fresh.email, fresh.phone) == (None, None)
    assert db.session.scalars(db.select(Journey)).all() == []
    assert db.session.scalars(db.select(Needs)).all() == []
    assert not any(db.session.scalars(db.select(Message.text)))
