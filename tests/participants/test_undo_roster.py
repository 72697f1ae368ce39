"""Taking a whole sheet back: everything as before, or a sentence that says why not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.access import Role
from app.accounts.links import LinkOver, open_link
from app.accounts.models import LinkKind
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.checkin.models import Attendance, AttendanceStatus
from app.db import db, insert_once, transaction
from app.events.models import Event
from app.lib.refusals import Conflict
from app.participants.consents import Purpose, give_consent
from app.participants.edit_person import edit_person
from app.participants.kept_sheets import Roster
from app.participants.models import MergedInto, Participant, Pass
from app.participants.passes import code_of
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.personal_links import personal_link
from app.participants.undo_roster import NeverRegistered, Undone, UndoRefused, undo_roster
from app.participants.withdraw import withdraw_participant
from tests.cast import Cast, sign_in
from tests.conftest import NOW
from tests.participants.sheets import ANDI_NIP, person
from tests.participants.test_pages import words
from tests.participants.test_races import at_once
from tests.participants.test_register_roster import counts, everybody, register

ANDI = person("Andi Tenrisangka Makkulau, S.H.", nip=ANDI_NIP, post="Kabid", email="andi@contoh.example")
ANDI_ELSEWHERE = person(
    "Andi T. Makkulau, S.H.", nip=ANDI_NIP, post="Kakanwil", unit="Kanwil Bali", role="Tamu"
)
BAIQ = person("Hj. Baiq Zohratulaini, S.Sos.", unit="Kanwil Bali")


@pytest.fixture
def event(cast: Cast) -> Event:
    for code in ("kaltim", "bali"):
        cast.office(code)
    return cast.event


def undo(roster_id: int | None) -> Undone:
    with transaction():
        return undo_roster(db.session.get_one(Roster, roster_id), by=COMMAND_LINE)


def whole_list() -> list[tuple[object, ...]]:
    columns = Participant.__table__.columns
    rows = db.session.execute(select(*columns.values()).order_by(Participant.id))
    return [tuple(row) for row in rows]


def test_whoever_the_sheet_added_is_gone_with_passes_and_links(event: Event) -> None:
    done = register(event, ANDI, BAIQ)
    with transaction():
        token = personal_link(everybody()[0], by=COMMAND_LINE).rsplit("/", 1)[1]
        withdraw_participant(everybody()[1], reason="Sakit", by=COMMAND_LINE)
    assert undo(done.roster_id) == Undone(removed=2)
    assert everybody() == []
    assert db.session.scalar(select(func.count(Pass.id))) == 0
    with pytest.raises(LinkOver):
        open_link(LinkKind.PERSONAL, token)


def test_whoever_the_sheet_changed_is_as_before(event: Event) -> None:
    register(event, ANDI)
    before = whole_list()
    second = register(event, ANDI_ELSEWHERE, BAIQ)
    assert counts(second) == (1, 1, 0)
    assert undo(second.roster_id) == Undone(removed=1, restored=1)
    assert whole_list() == before


def test_a_name_that_was_confirmed_as_the_sheet_wrote_it_is_asked_again(event: Event) -> None:
    register(event, ANDI)
    second = register(event, ("Andi T. Makkulau, S.H., M.H.", *ANDI[1:]))
    with transaction():
        db.session.merge(everybody()[0]).name_confirmed_at = NOW
    undo(second.roster_id)
    (andi,) = everybody()
    assert (andi.display_name, andi.name_confirmed_at) == (ANDI[0], None)


def test_taking_back_twice_is_harmless(event: Event) -> None:
    done = register(event, ANDI)
    undo(done.roster_id)
    assert undo(done.roster_id) == Undone()
    entries = select(func.count(AuditEntry.id)).where(AuditEntry.action == "participants.undo_roster")
    assert db.session.scalar(entries) == 1


def test_a_sheet_taken_back_can_be_registered_again_and_gives_nobody_an_old_code(event: Event) -> None:
    first = register(event, ANDI)
    old_id, old_code = everybody()[0].id, code_of(everybody()[0].passes[0])
    undo(first.roster_id)
    again = register(event, ANDI)
    assert counts(again) == (1, 0, 0)
    assert again.roster_id != first.roster_id
    assert everybody()[0].id > old_id
    assert code_of(everybody()[0].passes[0]) != old_code


def test_who_was_at_a_gate_keeps_the_whole_sheet(event: Event, cast: Cast) -> None:
    done = register(event, ANDI, BAIQ)
    session = cast.session()
    with transaction() as database:
        database.add(
            Attendance(
                event_id=event.id,
                session_id=session.id,
                participant_id=everybody()[0].id,
                status=AttendanceStatus.EXCUSED,
                set_by="uji",
            )
        )
    with pytest.raises(UndoRefused, match="at a gate or stand on an attendance list already: 1"):
        undo(done.roster_id)
    assert len(everybody()) == 2


def test_a_later_sheet_is_taken_back_first(event: Event) -> None:
    first, second = register(event, ANDI), register(event, ANDI_ELSEWHERE)
    with pytest.raises(UndoRefused, match="registered later"):
        undo(first.roster_id)
    undo(second.roster_id)
    assert undo(first.roster_id) == Undone(removed=1)


def test_who_is_needed_elsewhere_keeps_the_whole_sheet(event: Event) -> None:
    done = register(event, ANDI, BAIQ)
    _, baiq = everybody()
    other = register(event, person("Baiq Zohratulaini", unit="Kanwil Kalimantan Timur"))
    merge = {"reason": "Ganda", "merged_at": baiq.registered_at, "merged_by": "uji"}
    with transaction() as database:
        database.add(MergedInto(duplicate_id=everybody()[2].id, participant_id=baiq.id, **merge))
    for roster in (done, other):
        with pytest.raises(UndoRefused, match="merged"):
            undo(roster.roster_id)


def test_what_was_written_by_hand_about_the_new_is_not_lost(event: Event) -> None:
    done = register(event, ANDI)
    with transaction():
        edit_person(everybody()[0], PersonEntry(name="Andi Baru"), by=COMMAND_LINE)
    with pytest.raises(UndoRefused, match="Andi Baru"):
        undo(done.roster_id)


def test_what_people_told_themselves_is_not_lost(event: Event) -> None:
    done = register(event, ANDI)
    with transaction():
        give_consent(everybody()[0], Purpose.PHOTO, text="Setuju", channel="page", by=COMMAND_LINE)
    with pytest.raises(UndoRefused, match="have told something"):
        undo(done.roster_id)
    assert len(everybody()) == 1


def test_newer_values_of_the_changed_stay_and_are_told(event: Event) -> None:
    register(event, ANDI)
    second = register(event, ANDI_ELSEWHERE)
    andi = everybody()[0]
    with transaction():
        edit_person(
            andi, PersonEntry(**vars(entry_of(andi)) | {"position_name": "Sekretaris"}), by=COMMAND_LINE
        )
    done = undo(second.roster_id)
    assert [(one.name, one.columns) for one in done.kept_newer] == [
        ("Andi Tenrisangka Makkulau, S.H.", ("position_name",))
    ]
    andi = everybody()[0]
    assert (andi.position_name, andi.office.code, andi.name) == (
        "Sekretaris", "kaltim", "Andi Tenrisangka Makkulau",
    )  # fmt: skip


def test_a_sheet_that_was_only_looked_at_has_nothing_to_take_back(event: Event) -> None:
    done = register(event, ANDI)
    kept = db.session.get_one(Roster, done.roster_id)
    with transaction():
        kept.registered_at = None
    with pytest.raises(NeverRegistered):
        undo(kept.id)


def test_the_page_asks_once_and_says_what_came_of_it(event: Event, client: FlaskClient, cast: Cast) -> None:
    done = register(event, ANDI, BAIQ)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/rakornis-uji/rosters/{done.roster_id}"
    assert committee.get(f"{address}/file").data.startswith(b"No;Nama Lengkap")
    assert "peserta.csv" in words(committee.get("/events/rakornis-uji/rosters"))
    assert "Tarik kembali lembar" in words(committee.get(f"{address}/undoing"))
    assert committee.post(f"{address}/undoing").status_code == 303
    assert "2 orang keluar dari daftar" in words(committee.get("/events/rakornis-uji/rosters"))
    assert everybody() == []
    assert committee.post(f"{address}/undoing").status_code == 303


def test_the_page_says_why_not(event: Event, client: FlaskClient, cast: Cast) -> None:
    done = register(event, ANDI)
    register(event, ANDI_ELSEWHERE)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    address = f"/events/rakornis-uji/rosters/{done.roster_id}/undoing"
    assert "didaftarkan belakangan" in words(committee.get(address))
    assert committee.post(address).status_code == 422


def test_several_who_take_it_back_at_once_do_so_once(app: Flask, event: Event) -> None:
    roster_id = register(event, ANDI, BAIQ).roster_id

    def take_back() -> int:
        return undo_roster(db.session.get_one(Roster, roster_id), by=COMMAND_LINE).removed

    assert sorted(at_once(app, take_back), key=str) == [0, 0, 0, 2]
    assert everybody() == []


def test_a_gate_at_the_same_moment_leaves_all_or_nothing(app: Flask, event: Event, cast: Cast) -> None:
    done, session_id = register(event, ANDI, BAIQ), cast.session().id
    andi_id, event_id, turns = everybody()[0].id, event.id, iter((True, False))

    def arrive_or_take_back() -> object:
        if next(turns):
            return undo_roster(db.session.get_one(Roster, done.roster_id), by=COMMAND_LINE).removed
        who = {"event_id": event_id, "session_id": session_id, "participant_id": andi_id}
        try:
            return insert_once(Attendance, **who, status=AttendanceStatus.EXCUSED, set_by="uji")
        except IntegrityError as gone:
            raise Conflict("gone") from gone

    at_once(app, arrive_or_take_back, threads=2)
    present = db.session.scalar(select(func.count(Attendance.id)))
    assert (len(everybody()), present) in {(0, 0), (2, 1)}
