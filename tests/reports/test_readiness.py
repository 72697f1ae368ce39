"""The evening before: every line tells how many are missing and leads to where it is mended."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event as sql_events

from app.access import Role
from app.agenda.models import SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, register_device
from app.checkin.heard import note_roster_fetched
from app.db import db, transaction
from app.jobs.models import Job, JobState
from app.jobs.worker import beat
from app.messages.models import Delivery, DeliveryState, Message, Sharing
from app.participants.models import Seat
from app.registration.models import DelegationStep, NameCorrection, State
from app.registration.pass_mail import PASS_MAIL
from app.reports.readiness import readiness_of
from app.services.clock import HeldClock
from tests.cast import Cast, sign_in

MOST_STATEMENTS = 16


def missing(cast: Cast) -> dict[str, int]:
    db.session.expire_all()
    return {line.title: line.missing for line in readiness_of(cast.event).lines}


def add(*rows: Any) -> None:
    with transaction() as session:
        session.add_all(rows)


def test_an_event_without_a_seat_plan_says_so(cast: Cast):
    assert missing(cast)["Seats of the delegations"] == 1
    assert "Assignment letters" not in missing(cast)


def test_empty_seats_letters_and_confirmations_are_counted(cast: Cast):
    bali = cast.delegation(cast.event, cast.office("bali"))
    places = {"event_id": cast.event.id, "delegation_id": bali.id, "position_id": None}
    add(*(Seat(**places, code=f"staff-{number}") for number in range(3)))
    person = cast.participant(office="bali")
    with transaction():
        person.seat_id = bali.seats[0].id
    now = missing(cast)
    assert now["Seats of the delegations"] == 2
    assert (now["Assignment letters"], now["Delegations handed in"]) == (1, 1)
    step = {"event_id": cast.event.id, "delegation_id": bali.id, "at": person.registered_at}
    add(DelegationStep(**step, state=State.CONFIRMED, by="user:1", by_name="Panitia"))
    assert missing(cast)["Delegations handed in"] == 0


def test_names_and_requests_are_counted(cast: Cast):
    person, other = cast.participant(), cast.participant("Made Lain")
    with transaction():
        other.name_confirmed_at = other.registered_at
    asked = {"event_id": cast.event.id, "participant_id": person.id, "name": "Andi"}
    add(NameCorrection(**asked, asked_at=person.registered_at))
    now = missing(cast)
    assert (now["Spelling of the names"], now["Requests to write a name otherwise"]) == (1, 1)


@pytest.mark.parametrize(
    ("state", "unsent"), [(DeliveryState.SENT, 1), (DeliveryState.HELD, 2), (DeliveryState.FAILED, 2)]
)
def test_a_pass_is_sent_when_the_mail_went_out(cast: Cast, state: DeliveryState, unsent: int):
    person = cast.participant()
    cast.participant("Made Lain")
    message = Message(
        key=f"{PASS_MAIL}:{person.id}:1:1",
        kind=PASS_MAIL,
        event_id=cast.event.id,
        about=person.reference,
        subject="Kartu",
        text="Kartu",
        composed_at=person.registered_at,
        composed_by="user:1",
    )
    message.deliveries = [Delivery(address="a@contoh.example", recipient_name="A", state=state)]
    add(message)
    assert missing(cast)["Passes sent by mail or WhatsApp"] == unsent


def test_a_pass_is_sent_when_somebody_opened_whatsapp(cast: Cast):
    person = cast.participant()
    opened = {"opened_at": person.registered_at, "opened_by": "user:1", "opened_by_name": "Dhea"}
    add(Sharing(key="a", event_id=cast.event.id, about=person.reference, **opened))
    assert missing(cast)["Passes sent by mail or WhatsApp"] == 0


def test_a_badge_that_was_never_printed_is_counted(cast: Cast):
    cast.participant()
    now = missing(cast)
    assert (now["Printed badges"], now["Badges as the list has them"]) == (1, 0)


def test_sessions_without_room_or_presenter_are_counted(cast: Cast):
    assert missing(cast)["Rooms of the sessions"] == 1  # the agenda is empty
    session = cast.session("Paparan")
    with transaction():
        session.room_id, session.kind = None, SessionKind.PRESENTATION
    now = missing(cast)
    assert (now["Rooms of the sessions"], now["Presenters"]) == (1, 1)


def test_a_device_is_charged_when_it_took_the_list(cast: Cast):
    assert missing(cast)["Devices of the gates"] == 1
    with transaction():
        register_device(cast.event, gate="Utama 1", by=COMMAND_LINE)
        new = add_open_device(cast.event, gate="Utama 2", by=COMMAND_LINE)
        note_roster_fetched(new.device.id)
    assert missing(cast)["Devices of the gates"] == 1


def test_the_worker_must_give_a_sign_of_life(cast: Cast, clock: HeldClock):
    assert missing(cast)["Background work"] == 1
    beat()
    assert missing(cast)["Background work"] == 0
    clock.pass_time(minutes=5)
    assert missing(cast)["Background work"] == 1


def test_failed_work_and_a_rehearsal_are_told(cast: Cast):
    now = cast.session().starts_at
    asked = {"requested_by": "user:1", "requested_at": now, "run_after": now}
    add(Job(kind="test", key="j", arguments={}, event_id=cast.event.id, state=JobState.FAILED, **asked))
    assert (missing(cast)["Finished work"], missing(cast)["Clock"]) == (1, 1)


def test_the_page_leads_to_exactly_what_is_missing(client: FlaskClient, cast: Cast):
    cast.participant()
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(f"/events/{cast.event.slug}/readiness").get_data(as_text=True)
    assert f"/events/{cast.event.slug}/participants?state=name_unconfirmed" in page
    assert "Ejaan nama" in page


def test_the_home_of_the_committee_says_how_much_is_ready(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.COMMITTEE))
    assert "siap" in client.get(f"/events/{cast.event.slug}/").get_data(as_text=True)
    summary = client.get(f"/events/{cast.event.slug}/readiness/summary")
    again = client.get(
        f"/events/{cast.event.slug}/readiness/summary", headers={"If-None-Match": summary.headers["ETag"]}
    )
    assert again.status_code == 304


def test_few_statements_whatever_the_number_of_people(cast: Cast):
    for number in range(25):
        cast.participant(f"Orang {'abcdefghijklmnopqrstuvwxyz'[number]}")
    event, counted = cast.event, []

    def count(*_: Any) -> None:
        counted.append(1)

    db.session.commit()
    sql_events.listen(db.engine, "before_cursor_execute", count)
    try:
        readiness_of(event)
    finally:
        sql_events.remove(db.engine, "before_cursor_execute", count)
    assert len(counted) <= MOST_STATEMENTS


@pytest.mark.parametrize("role", [Role.GATE, Role.REGISTRATION_DESK, Role.OFFICE_OPERATOR])
@pytest.mark.any_database
def test_others_do_not_see_it(client: FlaskClient, cast: Cast, role: Role):
    sign_in(client, cast.user(role, office=cast.office("kaltim")))
    for page in ("readiness", "readiness/summary", "chairs-report", "chairs-report.pdf"):
        assert client.get(f"/events/{cast.event.slug}/{page}").status_code == 403
