"""Lists on paper: by day and session, blank the evening before, sealed when the day is closed."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.attendance.print_list import attendance_list, attendance_list_of_day
from app.audit.models import AuditEntry
from app.checkin.models import AttendanceStatus
from app.checkin.rules import AdmittedPerson, SessionRule
from app.db import db
from app.documents.models import Document, DocumentState
from app.jobs.worker import run_due_jobs
from app.services import services
from app.services.paper.parts import Presence
from app.services.paper.sheets import AttendanceLine, AttendanceList
from tests.attendance.closing import CHAIR, Morning
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in

NIP = "198001012005011003"


def lines(paper: AttendanceList) -> dict[str, AttendanceLine]:
    return {line.name: line for group in paper.groups for line in group.lines}


def address(morning: Morning, blank: str = "") -> str:
    return f"/events/{morning.cast.event.slug}/attendance/days/{morning.day.id}{blank}.pdf"


def print_day(client: FlaskClient, morning: Morning, blank: str = "") -> AttendanceList:
    assert "/jobs/" in client.post(address(morning, blank)).headers["Location"]
    run_due_jobs()
    return services().press.printed[-1]  # type: ignore[attr-defined]


def test_the_list_of_a_day_says_who_came_first_when_and_who_was_away(morning: Morning):
    andi, ill, missing = (morning.cast.participant(name) for name in (ANDI, BAIQ, FITRI))
    morning.arrives(andi, morning.panel, minutes=1)
    morning.arrives(andi, morning.opening, minutes=3)
    for session in (morning.opening, morning.panel):
        morning.put(ill, session, AttendanceStatus.ILL, note="demam")
    paper, _ = attendance_list_of_day(morning.cast.event, morning.day)
    found = lines(paper)
    arrived = morning.opening.starts_at
    assert found[ANDI].presence is Presence.PRESENT
    assert found[ANDI].scanned_at == f"{arrived.hour + 8:02}.{arrived.minute + 3:02}"
    reason = f"sakit, demam; dicatat {CHAIR.name}"
    assert (found[BAIQ].presence, found[BAIQ].remark) == (Presence.EXCUSED, reason)
    assert found[missing.display_name].presence is Presence.OPEN
    assert paper.facts[-1].value == "Pembukaan; Panel"


def test_who_is_represented_did_not_come(morning: Morning):
    assert not Presence.REPRESENTED.here
    assert Presence.REPRESENTED.away


def test_a_blank_list_holds_lines_to_sign_and_nothing_else(morning: Morning):
    andi = morning.cast.participant(ANDI)
    morning.arrives(andi, morning.opening)
    for paper in (
        attendance_list_of_day(morning.cast.event, morning.day, blank=True)[0],
        attendance_list(morning.cast.event, morning.opening, blank=True),
    ):
        (line,) = lines(paper).values()
        assert (line.presence, line.scanned_at, line.remark) == (Presence.OPEN, "", "")
        assert paper.as_of.startswith("daftar kosong")


def test_offices_follow_protocol_and_numbers_are_masked_for_who_needs_none(morning: Morning):
    morning.cast.participant(BAIQ, office="bali")
    morning.cast.participant(ANDI, office="kaltim", nip=NIP)
    whole = attendance_list(morning.cast.event, morning.opening, numbers=True)
    masked = attendance_list(morning.cast.event, morning.opening, numbers=False)
    assert [group.office for group in whole.groups] == [
        morning.cast.office(one).name for one in ("kaltim", "bali")
    ]
    assert lines(whole)[ANDI].nip == NIP
    assert lines(masked)[ANDI].nip == "•••••••• •••••• • 003"


def test_the_list_of_a_closed_day_is_a_numbered_paper_with_its_seal(client: FlaskClient, morning: Morning):
    andi = morning.cast.participant(ANDI)
    morning.arrives(andi, morning.opening)
    close = morning.close()
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    paper = print_day(client, morning)
    document = db.session.scalars(select(Document)).one()
    assert paper.reference == f"Kode {document.number}" == "Kode DH-2024-01"
    assert paper.verification is not None
    assert document.is_printed
    assert close.sha256[:8] in " ".join(paper.notes)
    assert client.get(address(morning)).data.startswith(b"%PDF")
    assert "Daftar hadir" in client.get(f"/V/{paper.verification.code}").text


def test_a_supplement_makes_a_new_edition_that_tells_it(client: FlaskClient, morning: Morning, clock):
    andi, fitri = morning.cast.participant(ANDI), morning.cast.participant(FITRI)
    morning.arrives(andi, morning.opening)
    morning.close()
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    print_day(client, morning)
    morning.put(fitri, morning.opening, AttendanceStatus.EXCUSED, note="surat menyusul")
    clock.pass_time(minutes=2)
    paper = print_day(client, morning)
    (told,) = paper.supplements
    assert (told.name, told.before, told.after) == (FITRI, "belum ada", "izin")
    assert "surat menyusul" in told.why
    first, second = db.session.scalars(select(Document).order_by(Document.id))
    assert (first.state, second.state) == (DocumentState.SUPERSEDED, DocumentState.VALID)


def test_a_supervisor_gets_masked_numbers_and_never_the_other_list(client: FlaskClient, morning: Morning):
    morning.cast.participant(ANDI, nip=NIP)
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    print_day(client, morning)
    sign_in(client, morning.cast.user(Role.SUPERVISOR))
    assert client.get(address(morning)).status_code == 303  # nothing of theirs was printed yet
    assert NIP not in repr(print_day(client, morning))


@pytest.mark.parametrize("blank", ["", "/blank"])
def test_taking_a_list_leaves_a_trace(client: FlaskClient, morning: Morning, blank: str):
    morning.cast.participant(ANDI)
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    assert client.get(address(morning, blank)).status_code == 303
    print_day(client, morning, blank)
    assert client.get(address(morning, blank)).status_code == 200
    deeds = [one.action for one in db.session.scalars(select(AuditEntry))]
    assert "attendance.print_list" in deeds
    assert "attendance.export" in deeds


def test_a_day_without_sessions_has_no_list(client: FlaskClient, morning: Morning):
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    empty = next(day for day in morning.cast.event.days if day.id != morning.day.id and day.date.day == 8)
    answer = client.post(f"/events/{morning.cast.event.slug}/attendance/days/{empty.id}.pdf")
    assert "jadi tidak ada daftarnya" in client.get(answer.headers["Location"]).text


def test_the_page_of_papers_offers_what_the_role_may(client: FlaskClient, morning: Morning):
    page = f"/events/{morning.cast.event.slug}/attendance/papers"
    sign_in(client, morning.cast.user(Role.COMMITTEE))
    assert "matrix.xlsx" in client.get(page).text
    sign_in(client, morning.cast.user(Role.SUPERVISOR))
    seen = client.get(page).text
    assert "matrix.xlsx" not in seen
    assert "NIP disamarkan" in seen


def test_a_session_lists_only_those_who_may_enter(morning: Morning, cast: Cast):
    andi, other = cast.participant(ANDI), cast.participant(BAIQ)
    db.session.add(SessionRule(session_id=morning.panel.id, is_limited=True))
    db.session.add(AdmittedPerson(session_id=morning.panel.id, participant_id=andi.id))
    db.session.commit()
    assert list(lines(attendance_list(cast.event, morning.panel))) == [ANDI]
    assert other.display_name in lines(attendance_list(cast.event, morning.opening))
