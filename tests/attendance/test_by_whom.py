"""Who wrote an attendance by hand is shown: on the page of a person, in the lists, and on the papers."""

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.attendance.account import account_paper
from app.attendance.office_files import days_of_office
from app.attendance.print_list import attendance_list_of_day
from app.checkin.models import AttendanceStatus
from app.participants.models import Participant
from tests.attendance.closing import CHAIR, Morning
from tests.cast import BAIQ, Cast, sign_in


@pytest.fixture
def baiq(cast: Cast) -> Participant:
    return cast.participant(BAIQ)


def remarks(morning: Morning) -> dict[str, str]:
    paper, _ = attendance_list_of_day(morning.cast.event, morning.day)
    return {line.name: line.remark for group in paper.groups for line in group.lines}


def test_pages_say_who_set_it_and_when(
    client: FlaskClient, morning: Morning, cast: Cast, andi: Participant, baiq: Participant
):
    morning.arrives(andi, morning.opening)
    morning.put(baiq, morning.opening, AttendanceStatus.ILL, note="Demam")
    sign_in(client, cast.user(Role.COMMITTEE))
    of_session = f"/events/{cast.event.slug}/sessions/{morning.opening.id}/attendance/people"
    listed = client.get(f"{of_session}?show=all").text
    assert listed.count("Dicatat oleh") == 1
    assert f"Dicatat oleh {CHAIR.name}, " in listed
    assert f"Dicatat oleh {CHAIR.name}, " in client.get(f"{of_session}/{baiq.id}").text
    assert "Dicatat oleh" not in client.get(f"{of_session}/{andi.id}").text


def test_the_list_says_who_wrote_what_no_scan_tells(morning: Morning, andi: Participant, baiq: Participant):
    morning.arrives(andi, morning.opening)
    morning.put(baiq, morning.opening, AttendanceStatus.PRESENT)
    assert remarks(morning) == {andi.display_name: "", baiq.display_name: f"dicatat {CHAIR.name}"}
    morning.close()
    assert remarks(morning)[baiq.display_name] == f"dicatat {CHAIR.name}"


def test_the_accountability_paper_names_whom_no_scan_saw(
    morning: Morning, andi: Participant, baiq: Participant
):
    morning.arrives(andi, morning.opening)
    morning.put(baiq, morning.opening, AttendanceStatus.ILL, note="Demam")
    cast = morning.cast
    paper = account_paper(cast.event, days_of_office(cast.event, baiq.office), at=morning.gate.clock.now())
    (told,) = [note for note in paper.notes if "tanpa pindaian" in note]
    assert told.startswith(f"{baiq.display_name}: sakit, dicatat tanpa pindaian oleh {CHAIR.name} (Demam): ")
