"""Taking a large sheet back is a job; an obstacle is told at once."""

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.events.models import Event
from app.jobs.worker import run_due_jobs
from app.participants import undo_in_background
from app.participants.edit_person import edit_person
from app.participants.person_entry import PersonEntry, entry_of
from tests.cast import Cast, sign_in
from tests.participants.test_pages import words
from tests.participants.test_register_roster import everybody, register
from tests.participants.test_undo_roster import ANDI, ANDI_ELSEWHERE, BAIQ


@pytest.fixture
def event(cast: Cast) -> Event:
    for code in ("kaltim", "bali"):
        cast.office(code)
    return cast.event


def test_a_large_sheet_is_taken_back_in_the_background_and_tells_what_it_left(
    event: Event, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo_in_background, "MANY_PEOPLE", 1)
    register(event, ANDI)
    done = register(event, ANDI_ELSEWHERE, BAIQ)
    andi = everybody()[0]
    with transaction():
        edit_person(
            andi, PersonEntry(**vars(entry_of(andi)) | {"position_name": "Sekretaris"}), by=COMMAND_LINE
        )
    sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{event.slug}/rosters/{done.roster_id}/undoing"
    asked = client.post(address)
    assert asked.status_code == 303
    assert asked.location.startswith("/jobs/")
    assert client.post(address).location == asked.location
    assert len(everybody()) == 2
    assert run_due_jobs() == 1
    assert len(everybody()) == 1
    told = words(client.get(address))
    assert "1 orang keluar dari daftar" in told
    assert andi.name in told


def test_a_large_sheet_with_an_obstacle_is_refused_at_once(
    event: Event, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo_in_background, "MANY_PEOPLE", 0)
    first = register(event, ANDI)
    register(event, ANDI_ELSEWHERE)
    sign_in(client, cast.user(Role.COMMITTEE))
    assert client.post(f"/events/{event.slug}/rosters/{first.roster_id}/undoing").status_code == 422
    assert run_due_jobs() == 0
