"""A closed day: sealed once, supplemented afterwards, never edited; and tampering is found."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.attendance.close_day import DayClosedAlready, DayNotOver, close_day
from app.attendance.content import read_content
from app.attendance.models import DayClose, Supplement, SupplementKind
from app.attendance.set_attendance import SupplementReasonMissing, clear_attendance, set_attendance
from app.attendance.set_many import set_attendance_of
from app.attendance.supplement import catch_up_all
from app.attendance.verify import verify_closed_days
from app.checkin.fall_back import fall_back
from app.checkin.models import AttendanceStatus, Scan
from app.checkin.undone import UndoneScan
from app.db import db, transaction
from app.events.models import Day, Event
from app.participants.models import Participant
from app.participants.withdraw import withdraw_participant
from tests.attendance.closing import CHAIR, Morning
from tests.cast import BAIQ, FITRI, Cast
from tests.checkin.test_races import at_once, scanning


def supplements() -> list[Supplement]:
    db.session.expire_all()
    return db.session.query(Supplement).order_by(Supplement.number).all()


def test_closing_seals_what_stands(morning: Morning, cast: Cast, andi: Participant):
    cast.participant(BAIQ)
    morning.arrives(andi, morning.opening, 4)
    close = morning.close()
    frozen = read_content(close.content)
    assert [line.status for line in frozen.lines()] == [AttendanceStatus.PRESENT, None]
    assert verify_closed_days().ok
    assert close.closed_by_name == CHAIR.name


def test_a_day_is_closed_once_and_not_before_its_end(morning: Morning, cast: Cast, andi: Participant):
    today = next(day for day in cast.event.days if day.id == morning.gate.session.day_id)
    with pytest.raises(DayNotOver), transaction():
        close_day(cast.event, today, by=CHAIR)
    morning.close()
    with pytest.raises(DayClosedAlready):
        morning.close()


def test_a_change_by_hand_demands_a_reason_and_is_a_supplement(morning: Morning, andi: Participant):
    sealed = morning.close().content
    with pytest.raises(SupplementReasonMissing):
        morning.put(andi, morning.opening, AttendanceStatus.PRESENT)
    morning.put(andi, morning.opening, AttendanceStatus.PRESENT, note="Daftar kertas")
    (one,) = supplements()
    assert (one.kind, one.reason, one.by_name) == (SupplementKind.BY_HAND, "Daftar kertas", CHAIR.name)
    assert one.before == "null"
    assert morning.line(andi).is_here
    assert db.session.query(DayClose).one().content == sealed
    with transaction():
        clear_attendance(andi, session=morning.opening, by=CHAIR, note="Salah orang")
    assert [one.number for one in supplements()] == [1, 2]
    assert verify_closed_days().ok


def test_a_scan_that_arrives_after_the_closing_is_a_supplement_of_its_own_kind(
    morning: Morning, andi: Participant
):
    morning.close()
    assert morning.arrives(andi, morning.panel, 2).status.value == "admitted"
    assert (len(morning.stands().waiting), morning.line(andi).is_here) == (1, True)
    assert verify_closed_days().waiting == 1
    for _ in range(2):
        catch_up_all()
    (one,) = supplements()
    assert (one.kind, one.by_name) == (SupplementKind.LATE_SCAN, "Dhea")
    assert (verify_closed_days().ok, morning.stands().waiting) == (True, [])


def test_a_late_scan_may_also_move_an_arrival_or_be_undone(morning: Morning, andi: Participant):
    morning.arrives(andi, morning.opening, 10)
    morning.close()
    morning.arrives(andi, morning.opening, 3)
    catch_up_all()
    scan = db.session.query(Scan).order_by(Scan.id.desc()).first()
    assert scan is not None
    with transaction() as database:
        now = morning.gate.clock.now()
        given = {"key": "u", "at": now, "received_at": now, "by": "user:1", "by_name": "Dhea"}
        database.add(UndoneScan(event_id=scan.event_id, scan_id=scan.id, reason="Salah", **given))
        database.flush()
        fall_back(scan)
    catch_up_all()
    assert [one.kind for one in supplements()] == [SupplementKind.LATE_SCAN, SupplementKind.UNDONE_SCAN]
    assert morning.line(andi).first_at == morning.opening.starts_at + timedelta(minutes=10)
    assert verify_closed_days().ok


def test_what_was_changed_in_the_database_is_shown_to_nobody_as_attendance(
    morning: Morning, cast: Cast, andi: Participant
):
    morning.arrives(andi, morning.opening)
    morning.close()
    with transaction() as database:
        database.execute(text("DELETE FROM attendance"))
    assert morning.line(andi).is_here
    assert not verify_closed_days().ok


def test_who_withdraws_or_is_renamed_later_stays_as_sealed(morning: Morning, cast: Cast, andi: Participant):
    name = andi.display_name
    morning.arrives(andi, morning.opening)
    morning.close()
    with transaction():
        db.session.get_one(Participant, andi.id).name = "Nama Lain"
        withdraw_participant(andi, reason="Pulang", by=CHAIR)
    assert [line.person.name for line in morning.stands().lines] == [name]


def test_somebody_registered_after_the_closing_who_was_there_joins_the_list(morning: Morning, cast: Cast):
    morning.close()
    late = cast.participant(FITRI)
    assert late.id not in [line.person.id for line in morning.stands().lines]
    morning.arrives(late, morning.opening)
    assert morning.line(late).is_here


def test_a_delegation_is_set_at_once_and_who_came_stays(morning: Morning, cast: Cast, andi: Participant):
    away = [cast.participant(name) for name in (BAIQ, FITRI)]
    morning.arrives(andi, morning.opening)
    morning.close()
    with transaction():
        done = set_attendance_of(
            [andi, *away],
            sessions=[morning.opening],
            status=AttendanceStatus.OTHER_DUTY,
            by=CHAIR,
            at=morning.gate.clock.now(),
            note="Mendampingi Menteri",
        )
    assert (done.people, done.were_here, len(supplements())) == (2, 1, 2)
    assert morning.line(andi).is_here


TAMPERING = {
    "UPDATE day_close SET content = replace(content, 'Andi', 'Budi')": "not what was sealed",
    "UPDATE day_close SET sha256 = 'x'": "another seal",
    "UPDATE attendance SET note = 'lain'": "changed without a supplement",
    "DELETE FROM attendance": "changed without a supplement",
    "UPDATE supplement SET reason = 'lain'": "supplement 1 was changed",
    "DELETE FROM supplement WHERE number = 1": "number 2 is missing",
    "DELETE FROM supplement WHERE number = 2": "2 supplements were made, 1 are there",
}


@pytest.mark.parametrize(("deed", "told"), TAMPERING.items())
def test_tampering_in_the_database_is_found(morning: Morning, cast: Cast, deed: str, told: str):
    andi, baiq = cast.participant(), cast.participant(BAIQ)
    morning.arrives(andi, morning.opening)
    morning.close()
    for note in ("Sakit", "Izin"):
        morning.put(baiq, morning.opening, AttendanceStatus.ILL, note=note)
    assert verify_closed_days().ok
    with transaction() as database:
        database.execute(text(deed))
    db.session.expire_all()
    found = verify_closed_days()
    assert not found.ok
    assert any(told in sentence for sentence in found.broken)


def test_the_command_says_whether_all_seals_hold(app: Flask, morning: Morning, andi: Participant):
    morning.close()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["attendance", "verify"]).exit_code == 0
    with transaction() as database:
        database.execute(text("DELETE FROM closed_session"))
        database.execute(text("DELETE FROM day_close"))
    told = runner.invoke(args=["attendance", "verify", "--json"])
    assert (told.exit_code, "the closing is gone" in told.output) == (1, True)


def closing(morning: Morning) -> Callable[[], list[Any]]:
    event_id, day_id = morning.cast.event.id, morning.day.id

    def close() -> list[Any]:
        event, day = db.session.get_one(Event, event_id), db.session.get_one(Day, day_id)
        try:
            return [close_day(event, day, by=CHAIR).reference]
        except DayClosedAlready:
            return ["already"]

    return close


def test_two_people_closing_at_once_close_it_once(app: Flask, morning: Morning, andi: Participant):
    morning.arrives(andi, morning.opening)
    answers = at_once(app, [closing(morning) for _ in range(4)])
    assert sorted(map(str, answers))[:3] == ["already"] * 3
    assert verify_closed_days().ok


def test_what_scans_and_hands_write_while_a_day_closes_is_sealed_or_supplemented(
    app: Flask, morning: Morning, cast: Cast
):
    morning.gate.session = morning.opening
    people = [cast.participant(f"Peserta {number}") for number in range(6)]
    deeds = [scanning_then(morning, person) for person in people[:4]]
    deeds += [by_hand(morning, person) for person in people[4:]]
    at_once(app, [*deeds, closing(morning)])
    catch_up_all()
    found = verify_closed_days()
    assert (found.ok, found.days, found.waiting) == (True, 1, 0)
    assert len([line for line in morning.stands().lines if line.is_here]) == 4
    assert len([line for line in morning.stands().lines if line.status is AttendanceStatus.ILL]) == 2


def scanning_then(morning: Morning, person: Participant) -> Callable[[], list[Any]]:
    now, morning.gate.clock.at = morning.gate.clock.at, morning.opening.starts_at + timedelta(minutes=1)
    scan = scanning(morning.gate, person)
    morning.gate.clock.at = now
    return scan


def by_hand(morning: Morning, person: Participant) -> Callable[[], list[Any]]:
    person_id, session_id, at = person.id, morning.opening.id, morning.gate.clock.now()

    def put() -> list[Any]:
        one, session = db.session.get_one(Participant, person_id), type(morning.opening)
        set_attendance(
            one,
            session=db.session.get_one(session, session_id),
            status=AttendanceStatus.ILL,
            by=CHAIR,
            at=at,
            note="Sakit",
        )
        return []

    return put
