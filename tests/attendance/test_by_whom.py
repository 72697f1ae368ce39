"""Who wrote an attendance by hand is shown: on the page of a person, in the lists, and on the papers."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.attendance.account import account_paper
from app.attendance.day import DaySession, stand
from app.attendance.marks import Mark
from app.attendance.office_files import days_of_office
from app.attendance.print_list import attendance_list_of_day
from app.audit.record import Machine
from app.checkin.models import AttendanceStatus
from app.checkin.rules import DayRule
from app.participants.models import Participant
from app.services.paper.sheets import AttendanceLine
from tests.attendance.closing import CHAIR, Morning
from tests.cast import BAIQ, Cast, sign_in


@pytest.fixture
def baiq(cast: Cast) -> Participant:
    return cast.participant(BAIQ)


def lines(morning: Morning) -> dict[str, AttendanceLine]:
    paper, _ = attendance_list_of_day(morning.cast.event, morning.day)
    return {line.name: line for group in paper.groups for line in group.lines}


def remarks(morning: Morning) -> dict[str, str]:
    return {name: line.remark for name, line in lines(morning).items()}


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


def test_papers_print_no_hour_of_writing_as_a_scan(morning: Morning, andi: Participant):
    morning.put(andi, morning.opening, AttendanceStatus.PRESENT)
    assert lines(morning)[andi.display_name].scanned_at == ""
    event, at = morning.cast.event, morning.gate.clock.now()
    paper = account_paper(event, days_of_office(event, andi.office), at=at)
    assert {cell.hours for line in paper.lines for cell in line.cells if cell.word == "hadir"} == {"dicatat"}


def test_what_was_written_late_says_not_when_anybody_left(morning: Morning, andi: Participant):
    start = morning.opening.starts_at
    first, last = (
        DaySession(one.id, one.title, one.starts_at, one.ends_at, counts=True)
        for one in (morning.opening, morning.panel)
    )
    (person,) = (line.person for line in morning.stands().lines)
    written = Mark(AttendanceStatus.PRESENT, first_at=start + timedelta(hours=8))
    left_at = start + timedelta(hours=4)
    scanned = Mark(AttendanceStatus.PRESENT, first_at=start + timedelta(hours=3), left_at=left_at, scan_id=1)
    marks = {(first.id, andi.id): written, (last.id, andi.id): scanned}
    (line,) = stand([person], [first, last], marks, rule=DayRule.ALL)
    assert (line.first_at, line.left_at) == (scanned.first_at, left_at)


@pytest.mark.parametrize("scanned_by", [Machine("user:1", "Dhea"), CHAIR])
def test_papers_tell_of_a_hand_over_a_scan_whoever_scanned(
    morning: Morning, andi: Participant, scanned_by: Machine
):
    morning.gate.by = scanned_by
    morning.arrives(andi, morning.opening, minutes=40)
    before = lines(morning)[andi.display_name]
    morning.put(andi, morning.opening, AttendanceStatus.PRESENT)
    after = lines(morning)[andi.display_name]
    assert (before.remark, after.remark) == ("terlambat", f"dicatat {CHAIR.name}")
    assert after.scanned_at == before.scanned_at != ""
    assert '"by_hand":true' in morning.close().content
    assert lines(morning)[andi.display_name].remark == after.remark
