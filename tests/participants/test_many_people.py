"""What is done to all who match: the page answers at once, the worker does it to everybody, once."""

import time

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.access import Role
from app.accounts.models import Link
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, insert_many, transaction
from app.jobs.models import Job, JobState
from app.jobs.worker import run_due_jobs
from app.participants import many_people
from app.participants.models import Participant, ParticipantState
from app.participants.withdraw import restore_participant, withdraw_people
from app.services import services
from tests.cast import ANDI, BAIQ, Cast, sign_in

CHOSEN = "/events/rakornis-uji/participants/chosen"
EVERYBODY = 5_000
SOON_SECONDS = 1.0


class Killed(BaseException):
    """The worker is gone in the middle of a step."""


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def write_everybody(cast: Cast) -> None:
    home = cast.office("bali")
    delegation = cast.delegation(cast.event, home)
    common = {
        "event_id": cast.event.id,
        "delegation_id": delegation.id,
        "office_id": home.id,
        "registered_at": services().clock.now(),
    }
    with transaction():
        people = (
            {
                "identity": f"{number}",
                "name": f"Peserta {number}",
                "folded_name": f"peserta {number}",
                "state": ParticipantState.REGISTERED,
                **common,
            }
            for number in range(EVERYBODY)
        )
        insert_many(Participant, people)


def soon(client: FlaskClient, address: str, **data: str):
    began = time.process_time()
    answer = client.post(address, data={"all": "1", **data})
    assert time.process_time() - began < SOON_SECONDS
    return answer


def how_many(model, *conditions) -> int:
    return db.session.scalar(select(func.count(model.id)).where(*conditions)) or 0


def deeds(action: str) -> int:
    return how_many(AuditEntry, AuditEntry.action == action)


def kill_in_step(number: int, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    """Let the worker do this step and be killed before it is stored."""
    real, steps = getattr(many_people, verb), []

    def kill(*args, **details):
        done = real(*args, **details)
        steps.append(done)
        if len(steps) == number:
            raise Killed
        return done

    monkeypatch.setattr(many_people, verb, kill)


def test_thousands_get_one_link_each_though_the_worker_is_killed_and_they_are_asked_for_twice(
    committee: FlaskClient, cast: Cast, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_everybody(cast)
    kill_in_step(3, monkeypatch, "make_missing_links")
    assert soon(committee, f"{CHOSEN}/links").location.startswith("/jobs/")
    with pytest.raises(Killed):
        run_due_jobs()
    assert how_many(Link) == 2 * many_people.FEW
    clock.pass_time(minutes=1)
    soon(committee, f"{CHOSEN}/links")
    assert run_due_jobs() == 2
    assert how_many(Link) == db.session.scalar(select(func.count(Link.subject.distinct()))) == EVERYBODY
    assert deeds("participants.make_link") == EVERYBODY
    for paper in ("badges/chosen", "participants/paper", "participants/nominal"):
        assert soon(committee, f"/events/rakornis-uji/{paper}").location.startswith("/jobs/")


def test_thousands_are_withdrawn_once_and_who_was_restored_meanwhile_stays(
    committee: FlaskClient, cast: Cast, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_everybody(cast)
    kill_in_step(3, monkeypatch, "withdraw_people")
    asked = soon(committee, f"{CHOSEN}/withdrawal", reason="Batal", key="k", number=str(EVERYBODY))
    with pytest.raises(Killed):
        run_due_jobs()
    gone = db.session.scalars(select(Participant).where(Participant.state == ParticipantState.WITHDRAWN))
    back = gone.first()
    assert back is not None
    with transaction():
        restore_participant(back, by=COMMAND_LINE)
    assert committee.post(f"{CHOSEN}/withdrawal", data={"all": "1", "reason": "x", "key": "k"}).location == (
        asked.location
    )
    clock.pass_time(minutes=1)
    assert run_due_jobs() == 1
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, EVERYBODY, EVERYBODY)
    assert how_many(Participant, Participant.state == ParticipantState.WITHDRAWN) == EVERYBODY - 1
    assert deeds("participants.withdraw") == EVERYBODY


def test_other_people_than_those_agreed_to_are_not_withdrawn(committee: FlaskClient, cast: Cast) -> None:
    andi, _ = cast.participant(ANDI), cast.participant(BAIQ)
    page = BeautifulSoup(committee.post(f"{CHOSEN}/withdrawal", data={"all": "1"}).data, "lxml")
    hidden = {tag["name"]: tag["value"] for tag in page.select("main input[type=hidden]")}
    assert hidden["number"] == "2"
    with transaction():
        withdraw_people(cast.event, [andi.id], reason="sakit", by=COMMAND_LINE)
    asked = committee.post(f"{CHOSEN}/withdrawal", data={**hidden, "reason": "Batal"})
    assert asked.status_code == 422
    assert how_many(Participant, Participant.state == ParticipantState.WITHDRAWN) == 1
