"""The evening before: behind the link of every line stand exactly as many rows as its number says."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import SessionKind
from app.audit.record import COMMAND_LINE
from app.checkin.devices import add_open_device, register_device
from app.checkin.heard import note_roster_fetched
from app.db import db, transaction
from app.events.models import Signer
from app.jobs.models import Job, JobState
from app.messages.models import Delivery, DeliveryState, Message, Sharing
from app.participants.models import Participant, Pass, Seat
from app.participants.restate import restate
from app.registration.models import DelegationStep, NameCorrection, State
from app.registration.pass_mail import PASS_MAIL
from app.reports.readiness import readiness_of
from tests.cast import Cast, sign_in
from tests.reading import first
from tests.registration.test_waiting_list import quota_for, register

Count = Callable[[BeautifulSoup], int]


def rows(selector: str) -> Count:
    return lambda page: len(page.select(selector))


def number_in(selector: str) -> Count:
    return lambda page: sum(int(re.sub(r"\D", "", tag.get_text()) or 0) for tag in page.select(selector))


BEHIND: dict[str, Count] = {
    "Seats of the delegations": lambda page: (
        len(page.select("tbody .seat.vacant"))
        + sum(int(str(one["max"])) - int(str(one["value"])) for one in page.select("tbody progress"))
    ),
    "Delegations handed in": rows("tbody tr:not(.zone)"),
    "Delegations answered": rows(".list li"),
    "Assignment letters": rows("tbody tr:not(.zone)"),
    "Waiting list": number_in("#quotas td[data-label=Menunggu]"),
    "Spelling of the names": rows("tbody tr"),
    "Requests to write a name otherwise": rows("section[id^=request-]"),
    "Passes": rows("tbody tr"),
    "Passes sent by mail or WhatsApp": rows("tbody tr"),
    "Printed badges": number_in("label:has(input[name=which]:checked)"),
    "Badges as the list has them": number_in("label:has(input[name=which]:checked)"),
    "Messages held for review": rows("tbody tr"),
    "Messages that arrived": rows("tbody tr"),
    "Rooms of the sessions": rows(".list li"),
    "Presenters": rows(".list li"),
    "Devices of the gates": rows("tbody tr"),
    "Signers": rows("#places .icon.muted"),
    "Finished work": rows("tbody tr"),
}
YES_OR_NO = {"Letterhead", "Printing", "Background work", "Clock"}


@pytest.fixture
def meeting(cast: Cast) -> Cast:
    """Return a meeting in which every line has a number of its own kind."""
    _delegations(cast)
    people = [cast.participant(f"Orang {number}") for number in range(7)]
    _people(cast, people)
    _messages(cast, people)
    _hall(cast)
    now = people[0].registered_at
    asked = {"requested_by": "user:1", "requested_at": now, "run_after": now, "state": JobState.FAILED}
    add(*(Job(kind="x", key=f"{n}", arguments={}, event_id=cast.event.id, **asked) for n in range(2)))
    return cast


def add(*new: Any) -> None:
    with transaction() as session:
        session.add_all(new)


def _delegations(cast: Cast) -> None:
    stand = {"kaltim": State.SUBMITTED, "bali": None, "merek": State.RETURNED}
    for code, standing in stand.items():
        one = cast.delegation(cast.event, cast.office(code))
        of = {"event_id": cast.event.id, "delegation_id": one.id}
        add(Seat(**of, position_id=cast.head.id, code="head"), Seat(**of, position_id=None, code="staff-1"))
        if standing:
            now = cast.event.rehearsal.set_at if cast.event.rehearsal else None
            add(DelegationStep(**of, state=standing, at=now, by="user:1", by_name="Panitia"))


def _people(cast: Cast, people: list[Participant]) -> None:
    now, event_id = people[0].registered_at, cast.event.id
    with transaction() as session:
        people[0].name_confirmed_at = people[1].name_confirmed_at = now
        people[1].badge_text_sha256 = "x"
        people[3].email = None
        session.query(Pass).filter_by(participant_id=people[6].id).update({"voided_at": now})
        session.flush()
        restate([people[6].id])
        for person in people[:2]:
            asked = {"participant_id": person.id, "name": "Lain", "asked_at": now}
            session.add(NameCorrection(event_id=event_id, **asked))
    quota = quota_for(cast, 0)
    for number in range(3):
        register(quota, number)


def _messages(cast: Cast, people: list[Participant]) -> None:
    states = [DeliveryState.SENT, DeliveryState.HELD, DeliveryState.FAILED]
    for person, state in zip(people, states, strict=False):
        about = {"about": person.reference, "kind": PASS_MAIL, "event_id": cast.event.id}
        key = f"{PASS_MAIL}:{person.id}:{person.passes[0].id}:1"
        written = {"composed_at": person.registered_at, "composed_by": "user:1"}
        message = Message(key=key, subject="Kartu", text="Kartu", **about, **written)
        message.deliveries = [Delivery(address=person.email or "", recipient_name="A", state=state)]
        add(message)
    opened = {"opened_at": people[0].registered_at, "opened_by": "user:1", "opened_by_name": "Dhea"}
    add(Sharing(key="a", event_id=cast.event.id, about=people[4].reference, **opened))


def _hall(cast: Cast) -> None:
    plain, silent, roomless = (cast.session(title) for title in ("Pleno", "Paparan", "Diskusi"))
    with transaction() as session:
        silent.kind, roomless.room_id = SessionKind.PRESENTATION, None
        plain.title = "Pembukaan"
        session.query(Signer).filter_by(id=cast.event.signers[0].id).delete()
        for gate in ("Utama 1", "Utama 2"):
            register_device(cast.event, gate=gate, by=COMMAND_LINE)
        note_roster_fetched(add_open_device(cast.event, gate="Utama 3", by=COMMAND_LINE).device.id)


def test_behind_every_line_stand_as_many_rows_as_it_says(meeting: Cast, client: FlaskClient) -> None:
    browser = sign_in(client, meeting.user(Role.COMMITTEE))
    page = BeautifulSoup(browser.get(f"/events/{meeting.event.slug}/readiness").data, "lxml")
    addresses = [str(tag["href"]) for tag in page.select("main .list li > a.button")]
    db.session.expire_all()
    lines = [line for line in readiness_of(meeting.event).missing if line.title not in YES_OR_NO]
    assert {line.title for line in lines} <= set(BEHIND)
    assert len(lines) == len(BEHIND)
    led = [address for address in addresses if not address.startswith("/admin/")]
    for line in lines:
        arguments = "&".join(f"{name}={value}" for name, value in line.mending.query.items())
        address = next(one for one in led if one.endswith(arguments) and _is(line.mending.endpoint, one))
        behind = BeautifulSoup(browser.get(address).data, "lxml")
        assert BEHIND[line.title](first_main(behind)) == line.missing, (line.title, address)


def _is(endpoint: str, address: str) -> bool:
    from flask import current_app  # noqa: PLC0415

    adapter = current_app.url_map.bind("localhost")
    return str(adapter.match(address.partition("?")[0])[0]) == endpoint


def first_main(page: BeautifulSoup) -> BeautifulSoup:
    return BeautifulSoup(str(first(page, "main")), "lxml")
