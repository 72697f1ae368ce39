"""Who is here: counts, setting it by hand, the live page, and the list on paper."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.attendance.days import as_it_is_now
from app.attendance.presence import presence_on
from app.attendance.print_list import attendance_list
from app.attendance.set_attendance import NoteMissing, clear_attendance, set_attendance
from app.audit.models import AuditEntry
from app.checkin.models import Attendance, AttendanceStatus
from app.checkin.queries import (
    attendances_per_participant,
    headcount,
    present_by_office,
    standings,
)
from app.checkin.rules import DayRule, rulebook
from app.checkin.set_rules import set_event_rules
from app.db import db, transaction
from app.jobs.worker import run_due_jobs
from app.participants.merge import merge_people
from app.participants.models import Participant, Withdrawal
from app.participants.withdraw import withdraw_participant
from app.services.paper.parts import Presence
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in
from tests.checkin.conftest import GateUnderTest


def put(gate: GateUnderTest, person: Participant, status: AttendanceStatus, **more: str) -> Attendance:
    with transaction():
        return set_attendance(
            person, session=gate.session, status=status, by=gate.by, at=gate.clock.now(), **more
        )


def test_heads_are_counted_without_those_who_withdrew(gate: GateUnderTest, cast: Cast):
    here, ill, gone, missing = (cast.participant(name) for name in (ANDI, BAIQ, FITRI, "Nur Aini"))
    gate.scan_pass_of(here)
    put(gate, ill, AttendanceStatus.ILL, note="demam")
    with transaction() as session:
        now = gate.clock.now()
        session.add(Withdrawal(participant_id=gone.id, reason="x", withdrawn_at=now, withdrawn_by="x"))
    count = headcount(gate.session)
    assert (count.expected, count.here, count.away, count.not_yet) == (3, 1, 1, 1)
    unknown = [one.participant for one in standings(cast.event, gate.session) if one.attendance is None]
    assert unknown == [missing]


def test_offices_stand_in_protocol_order(gate: GateUnderTest, cast: Cast):
    cast.participant(BAIQ, office="bali")
    gate.scan_pass_of(cast.participant(ANDI, office="kaltim"))
    rows = [(row.office.code, row.present, row.expected) for row in present_by_office(gate.session)]
    assert rows == [("kaltim", 1, 1), ("bali", 0, 1)]


def test_a_day_counts_people_once_and_offices_of_which_everybody_is_known(gate: GateUnderTest, cast: Cast):
    evening = cast.session("Malam keakraban")
    here, ill = cast.participant(ANDI, office="kaltim"), cast.participant(FITRI, office="kaltim")
    cast.participant(BAIQ, office="bali")
    gate.scan_pass_of(here)
    put(gate, ill, AttendanceStatus.ILL, note="demam")
    with transaction():
        set_attendance(
            here, session=evening, status=AttendanceStatus.PRESENT, by=gate.by, at=gate.clock.now(), note="x"
        )
    day = presence_on(cast.event, evening.day.date)
    assert day
    assert (day.here, day.expected, day.complete, day.offices) == (1, 3, 1, 2)


def test_a_day_of_which_all_sessions_are_asked_counts_as_the_rule_says(gate: GateUnderTest, cast: Cast):
    evening, here = cast.session("Malam keakraban"), cast.participant(ANDI)
    gate.scan_pass_of(here)
    with transaction():
        rules = replace(rulebook(cast.event).event, day_rule=DayRule.ALL)
        set_event_rules(cast.event, rules, by=gate.by)
    day = presence_on(cast.event, evening.day.date)
    assert day
    assert (day.here, day.complete) == (0, 0)


def test_a_day_counts_whom_its_lines_count_also_merged_rows_and_nobody_who_withdrew(
    gate: GateUnderTest, cast: Cast
):
    kept, double, gone = (cast.participant(name) for name in (ANDI, BAIQ, FITRI))
    for person in (double, gone):
        gate.scan_pass_of(person)
    with transaction():
        merge_people(double, kept, reason="ganda", by=gate.by)
        withdraw_participant(gone, reason="sakit", by=gate.by)
    day = next(one for one in cast.event.days if one.id == gate.session.day_id)
    lines = as_it_is_now(cast.event, day)
    counted = presence_on(cast.event, day.date)
    assert counted
    assert (counted.here, counted.expected) == (lines.here, len(lines.lines)) == (1, 1)
    assert (counted.complete, counted.offices) == (1, 1)


def test_sessions_attended_are_counted_per_person(gate: GateUnderTest, cast: Cast, andi: Participant):
    gate.scan_pass_of(andi)
    absent = cast.participant(BAIQ)
    put(gate, absent, AttendanceStatus.EXCUSED, note="izin")
    assert attendances_per_participant(cast.event) == {andi.id: 1}


def test_who_was_excused_and_comes_is_present(gate: GateUnderTest, andi: Participant):
    put(gate, andi, AttendanceStatus.EXCUSED, note="pesawat tertunda")
    assert gate.scan_pass_of(andi).status.value == "admitted"
    db.session.expire_all()
    row = db.session.scalars(select(Attendance)).one()
    assert (row.status, row.first_at) == (AttendanceStatus.PRESENT, gate.clock.now())


def test_set_by_hand_keeps_the_time_of_the_scan(gate: GateUnderTest, andi: Participant):
    first = gate.scan_pass_of(andi)
    gate.clock.pass_time(minutes=30)
    assert put(gate, andi, AttendanceStatus.LATE).first_at == first.first_at


def test_set_by_hand_asks_for_the_reason_and_is_audited(gate: GateUnderTest, andi: Participant):
    with pytest.raises(NoteMissing):
        put(gate, andi, AttendanceStatus.EXCUSED)
    with pytest.raises(NoteMissing):
        put(gate, andi, AttendanceStatus.REPRESENTED)
    put(gate, andi, AttendanceStatus.REPRESENTED, represented_by="Nur Aini, S.H.")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "attendance.set")).one()
    assert entry.details["status"] == "represented"


def test_what_was_set_by_hand_can_be_taken_back_but_not_a_scan(
    gate: GateUnderTest, cast: Cast, andi: Participant
):
    scanned = cast.participant(BAIQ)
    gate.scan_pass_of(scanned)
    put(gate, andi, AttendanceStatus.ILL, note="demam")
    with transaction():
        for person in (andi, scanned):
            clear_attendance(person, session=gate.session, by=gate.by)
    assert db.session.scalars(select(Attendance.participant_id)).all() == [scanned.id]


def test_the_live_part_is_sent_again_only_when_it_changed(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/sessions/{gate.session.id}/attendance/live"
    headers = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    gate.scan_pass_of(andi)
    changed = client.get(address, headers=headers)
    assert "Andi Tenrisangka Makkulau" in changed.get_data(as_text=True)


def test_the_desk_sets_somebody_s_attendance_on_the_page(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    sign_in(client, cast.user(Role.REGISTRATION_DESK))
    address = f"/events/{cast.event.slug}/sessions/{gate.session.id}/attendance/people/{andi.id}"
    assert client.post(address, data={"status": "excused"}).status_code == 422
    assert client.post(address, data={"status": "excused", "note": "izin"}).status_code == 303
    away = client.get(f"{address.rpartition('/')[0]}?show=away").get_data(as_text=True)
    assert "Makkulau" in away


def test_people_are_found_by_name_and_office(client: FlaskClient, gate: GateUnderTest, cast: Cast):
    cast.participant(ANDI, office="kaltim")
    cast.participant(BAIQ, office="bali")
    sign_in(client, cast.user(Role.LEADERSHIP))
    address = f"/events/{cast.event.slug}/sessions/{gate.session.id}/attendance/people"
    found = client.get(f"{address}?show=all&q=kanwil+bali").get_data(as_text=True)
    assert "Zohratulaini" in found
    assert "Makkulau" not in found


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.PARTICIPANT, Role.OFFICE_OPERATOR])
@pytest.mark.any_database
def test_others_do_not_see_who_is_here(client: FlaskClient, gate: GateUnderTest, cast: Cast, role: Role):
    sign_in(client, cast.user(role))
    of_session = f"sessions/{gate.session.id}/attendance"
    for page in (
        "attendance",
        "attendance/summary",
        of_session,
        f"{of_session}/live",
        f"{of_session}/people",
    ):
        assert client.get(f"/events/{cast.event.slug}/{page}").status_code == 403


@pytest.mark.any_database
def test_a_gate_officer_neither_sets_nor_prints(
    client: FlaskClient, gate: GateUnderTest, cast: Cast, andi: Participant
):
    sign_in(client, cast.user(Role.GATE))
    of_session = f"/events/{cast.event.slug}/sessions/{gate.session.id}/attendance"
    assert client.post(f"{of_session}/people/{andi.id}", data={"status": "present"}).status_code == 403
    assert client.post(f"{of_session}.pdf").status_code == 403
    assert client.get(f"{of_session}.pdf").status_code == 403


def test_a_session_of_another_event_is_not_there(client: FlaskClient, gate: GateUnderTest, cast: Cast):
    elsewhere = cast.session("Lain", event=cast.make_event("acara-lain"))
    sign_in(client, cast.user(Role.COMMITTEE))
    assert client.get(f"/events/{cast.event.slug}/sessions/{elsewhere.id}/attendance").status_code == 404


def test_the_list_is_printed_in_the_background(client: FlaskClient, gate: GateUnderTest, cast: Cast):
    cast.participant()
    sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/{cast.event.slug}/sessions/{gate.session.id}/attendance.pdf"
    assert client.get(address).status_code == 303
    assert "/jobs/" in client.post(address).headers["Location"]
    run_due_jobs()
    printed = client.get(address)
    assert printed.mimetype == "application/pdf"
    assert printed.data.startswith(b"%PDF")


def test_the_list_shows_scans_reasons_and_lines_to_sign(gate: GateUnderTest, cast: Cast):
    andi, ill, missing = (cast.participant(name) for name in (ANDI, BAIQ, FITRI))
    gate.scan_pass_of(andi)
    put(gate, ill, AttendanceStatus.ILL, note="demam")
    paper = attendance_list(cast.event, gate.session)
    (group,) = paper.groups
    lines = {line.name: (line.presence, line.scanned_at, line.remark) for line in group.lines}
    assert lines[ANDI] == (Presence.PRESENT, "13.40", "")
    assert lines[BAIQ] == (Presence.EXCUSED, "", "sakit, demam; dicatat Dhea")
    assert lines[FITRI] == (Presence.OPEN, "", "")
    assert paper.as_of == "keadaan data 06-09-2024 pukul 13.40 WITA"
    assert missing.display_name in lines


def test_before_anybody_is_registered_the_table_of_offices_says_what_to_do(client: FlaskClient, cast: Cast):
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.get(f"/events/{cast.event.slug}/sessions/{cast.session().id}/attendance").text
    assert "Belum ada peserta terdaftar" in page
    assert f"/events/{cast.event.slug}/rosters/new" in page
    assert "Kehadiran menurut unit kerja" not in page
