"""The pages of days and rules: what the committee sees before it saves, and what is saved then."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.agenda.models import Session
from app.attendance.models import DayClose
from app.checkin.models import AttendanceStatus
from app.checkin.rules import rulebook
from app.db import db, transaction
from app.participants.models import Participant
from app.participants.sending_bodies import AFTER_ALL_OTHERS
from tests.attendance.closing import Morning
from tests.cast import ANDI, BAIQ, Cast, sign_in

RULES = {
    "opens_before_minutes": "30",
    "late_after_minutes": "5",
    "closes_after_minutes": "0",
    "once": "session",
    "day_rule": "all",
}


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def settings(cast: Cast, session: Session | None = None) -> str:
    address = f"/events/{cast.event.slug}/settings/attendance"
    return f"{address}/sessions/{session.id}" if session else address


def test_rules_say_what_they_would_mean_before_they_are_saved(
    committee: FlaskClient, morning: Morning, cast: Cast, andi: Participant
):
    morning.arrives(andi, morning.panel)
    looked = committee.post(settings(cast), data=RULES | {"look": "1"}).text
    assert "setiap sesi yang wajib diikutinya" in looked
    assert "kini 1 hadir, nanti 0" in looked
    assert rulebook(cast.event).event.late_after_minutes == 15
    assert committee.post(settings(cast), data=RULES).status_code == 303
    db.session.expire_all()
    assert rulebook(cast.event).event.late_after_minutes == 5


@pytest.mark.parametrize(
    ("typed", "told"), [("9999", "Angkanya harus antara 0 dan 1440."), ("lima", "Tulis bilangan bulat")]
)
def test_a_number_nobody_can_mean_is_refused_in_the_language_of_the_page(
    committee: FlaskClient, morning: Morning, cast: Cast, typed: str, told: str
):
    answer = committee.post(settings(cast), data=RULES | {"late_after_minutes": typed})
    assert (answer.status_code, told in answer.text) == (422, True)


def test_a_breakout_list_is_pasted_name_by_name(committee: FlaskClient, morning: Morning, cast: Cast):
    andi, baiq = cast.participant(ANDI), cast.participant(BAIQ, nip="197607182002122911")
    form = {"is_limited": "yes", "check_out": "yes", "counts": "", "day": str(morning.day.id)}
    people = f"{ANDI}\nBaiq; 19760718 200212 2 911"
    address = settings(cast, morning.panel)
    refused = committee.post(address, data=form | {"people": "Siapa Ini"})
    assert (refused.status_code, "Siapa Ini" in refused.text) == (422, True)
    assert committee.post(address, data=form | {"people": people}).status_code == 303
    own = rulebook(cast.event).of(morning.panel)
    assert (own.people, own.check_out) == (frozenset({andi.id, baiq.id}), True)
    assert "Zohratulaini" in committee.get(address).text


def test_the_committee_closes_a_day_and_sees_what_was_added(
    committee: FlaskClient, morning: Morning, cast: Cast, andi: Participant
):
    address = f"/events/{cast.event.slug}/attendance/days/{morning.day.id}"
    assert "Makkulau" in committee.get(f"{address}/closure").text
    assert committee.post(f"{address}/closure", data={"missing": "absent"}).status_code == 422
    sure = {"missing": "absent", "is_sure": "y"}
    assert committee.post(f"{address}/closure", data=sure).status_code == 303
    assert morning.line(andi).status is AttendanceStatus.ABSENT
    person = f"/events/{cast.event.slug}/sessions/{morning.panel.id}/attendance/people/{andi.id}"
    assert committee.post(person, data={"status": "present"}).status_code == 422
    assert committee.post(person, data={"status": "present", "note": "Daftar kertas"}).status_code == 303
    page = committee.get(address).text
    assert "Daftar kertas" in page
    assert db.session.query(DayClose).one().sha256 in page
    assert committee.post(f"{address}/closure", data=sure).status_code == 422


def test_a_delegation_is_set_on_other_duty_for_the_day_one_part_after_the_other(
    committee: FlaskClient, morning: Morning, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.attendance.set_many.MOST_AT_ONCE", 2)  # one person in both sessions
    people = [cast.participant(name) for name in (ANDI, BAIQ)]
    address = f"/events/{cast.event.slug}/sessions/{morning.opening.id}/attendance/several"
    form = {"status": "other_duty", "scope": "day", "note": "Audiensi"}
    assert committee.post(address, data=form).status_code == 422
    ticked = form | {"people": [str(person.id) for person in people]}
    assert committee.post(address, data=ticked | {"note": ""}).status_code == 422
    assert {morning.line(person).status for person in people} == {None}
    assert committee.post(f"{address}?office={people[0].office_id}", data=ticked).status_code == 303
    assert {morning.line(person).status for person in people} == {AttendanceStatus.OTHER_DUTY}


def test_outside_bodies_stand_each_under_its_own_name(committee: FlaskClient, morning: Morning, cast: Cast):
    offices = [cast.participant(f"Orang {code}", office=code).office for code in ("kaltim", "bali")]
    with transaction():
        for office in offices:
            office.protocol_order = AFTER_ALL_OTHERS
    names = {office.short_name for office in offices}
    address = f"/events/{cast.event.slug}/sessions/{morning.opening.id}/attendance"
    people = BeautifulSoup(committee.get(f"{address}/people?show=all").text, "html.parser")
    assert names <= {str(heading.contents[0]).strip() for heading in people.select(".panel h2")}
    several = BeautifulSoup(committee.get(f"{address}/several").text, "html.parser")
    assert {legend.get_text() for legend in several.select("legend")} >= names


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.REGISTRATION_DESK, Role.LEADERSHIP])
@pytest.mark.any_database
def test_only_the_committee_closes_days(client: FlaskClient, morning: Morning, cast: Cast, role: Role):
    sign_in(client, cast.user(role))
    address = f"/events/{cast.event.slug}/attendance/days/{morning.day.id}"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/closure").status_code == 403
    assert client.get(settings(cast)).status_code == 403
