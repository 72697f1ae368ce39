"""Registering a sheet: all or nobody, recognised when seen again, passes for the new."""

from pathlib import Path

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.lib.codes import code_sha256
from app.offices.models import Office, OfficeKind
from app.participants.examine_roster import Change, examine_roster
from app.participants.kept_sheets import Roster
from app.participants.models import Participant, ParticipantRole, Pass
from app.participants.passes import code_of
from app.participants.read_roster import read_roster
from app.participants.register_roster import Registration, register_roster
from app.participants.withdraw import withdraw_participant
from tests.cast import Cast
from tests.participants.sheets import ANDI_NIP, BAIQ_NIP, person, sheet

ANDI = person(
    "Andi Tenrisangka Makkulau, S.H., M.Kn.", nip=ANDI_NIP, post="Kabid", email="andi@contoh.example"
)
BAIQ = person("Hj. Baiq Zohratulaini, S.Sos.", unit="Kanwil Bali")


def register(event: Event, *people: tuple[str, ...]) -> Registration:
    content = sheet(*people)
    with transaction():
        return register_roster(
            event,
            read_roster(content, today=event.starts_on),
            by=COMMAND_LINE,
            filename="peserta.csv",
            content=content,
        )


def counts(registration: Registration) -> tuple[int, int, int]:
    return registration.created, registration.updated, registration.unchanged


def everybody() -> list[Participant]:
    return list(db.session.scalars(select(Participant).order_by(Participant.id)))


@pytest.fixture
def event(cast: Cast) -> Event:
    for code in ("kaltim", "bali"):
        cast.office(code)
    return cast.event


def test_everybody_of_the_sheet_is_registered_as_written(event: Event) -> None:
    assert counts(register(event, ANDI, BAIQ)) == (2, 0, 0)
    andi, baiq = everybody()
    assert (andi.front_titles, andi.name, andi.back_titles) == (
        "",
        "Andi Tenrisangka Makkulau",
        "S.H., M.Kn.",
    )
    assert (andi.nip, andi.identity, andi.sex, andi.email) == (ANDI_NIP, ANDI_NIP, "P", "andi@contoh.example")
    assert (baiq.front_titles, baiq.office.code, baiq.nip, baiq.roster_row) == ("Hj.", "bali", None, 3)
    assert baiq.delegation.office_id == baiq.office_id


def test_a_new_person_gets_a_pass_of_which_only_the_hash_is_stored(event: Event) -> None:
    register(event, ANDI)
    issued = db.session.scalars(select(Pass)).one()
    assert issued.code_sha256 == code_sha256(code_of(issued))
    assert issued.is_valid


def test_the_same_sheet_twice_changes_nothing(event: Event) -> None:
    register(event, ANDI, BAIQ)
    assert counts(register(event, ANDI, BAIQ)) == (0, 0, 2)
    assert len(everybody()) == 2
    assert db.session.scalar(select(func.count(Pass.id))) == 2
    assert db.session.scalar(select(func.count(Roster.id))) == 1


def test_a_changed_row_updates_the_person_and_the_audit_trail_keeps_what_was(event: Event) -> None:
    register(event, ANDI)
    changed = person("Andi Tenrisangka Makkulau, S.H., M.Kn.", nip=ANDI_NIP, post="Kakanwil")
    assert counts(register(event, changed)) == (0, 1, 0)
    andi = everybody()[0]
    assert (andi.position_name, andi.email) == ("Kakanwil", "andi@contoh.example")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.details["updated"] == {andi.reference: {"position_name": ["Kabid", "Kakanwil"]}}


def test_a_person_who_gains_a_nip_is_the_same_person(event: Event) -> None:
    register(event, BAIQ)
    with_nip = person("Hj. Baiq Zohratulaini, S.Sos.", nip=BAIQ_NIP, unit="Kanwil Bali")
    assert counts(register(event, with_nip)) == (0, 1, 0)
    assert [(one.nip, one.identity) for one in everybody()] == [(BAIQ_NIP, BAIQ_NIP)]


def test_a_sheet_without_the_nip_takes_none_away(event: Event) -> None:
    register(event, ANDI)
    without = person("Andi Tenrisangka Makkulau, S.H., M.Kn.")
    assert counts(register(event, without)) == (0, 0, 1)
    assert everybody()[0].nip == ANDI_NIP


def test_two_of_one_name_in_one_office_stay_two(event: Event) -> None:
    registration = register(event, BAIQ, BAIQ)
    assert counts(registration) == (2, 0, 0)
    assert {problem.kind for problem in registration.problems} == {"repeated_person"}
    assert counts(register(event, BAIQ, BAIQ)) == (0, 0, 2)


def test_one_error_registers_nobody_and_every_problem_is_told(event: Event) -> None:
    registration = register(event, ANDI, person("Sukarmin", nip="12345"), person("", nip=BAIQ_NIP))
    assert registration.blocked
    assert counts(registration) == (0, 0, 0)
    assert [(problem.row, problem.kind) for problem in registration.problems] == [
        (3, "nip_invalid"),
        (4, "name_missing"),
    ]
    assert everybody() == []
    assert len(registration.people) == 3


def test_a_body_in_no_list_becomes_an_outside_body_with_a_warning(event: Event) -> None:
    registration = register(event, person("Ucu", unit="PT Uji Coba"), person("Rini", unit="pt. uji coba"))
    assert [(problem.row, problem.kind) for problem in registration.problems] == [
        (2, "unknown_office"),
        (3, "unknown_office"),
    ]
    outside = db.session.scalars(select(Office).where(Office.kind == OfficeKind.OUTSIDE)).one()
    assert (outside.name, {one.office_id for one in everybody()}) == ("PT Uji Coba", {outside.id})
    assert register(event, person("Ucu", unit="PT Uji Coba")).problems == ()


def test_a_nip_of_another_name_is_the_same_person_with_a_warning(event: Event) -> None:
    register(event, ANDI)
    registration = register(event, person("Rini Handayaningsihwati", nip=ANDI_NIP))
    assert counts(registration) == (0, 1, 0)
    assert [problem.kind for problem in registration.problems] == ["name_changed"]
    assert everybody()[0].name == "Rini Handayaningsihwati"


def test_roles_are_understood_as_they_are_written(event: Event) -> None:
    register(
        event, person("Ucu", role="Ketua Panitia"), person("Rini", role="Nara Sumber"), person("Lie", role="")
    )
    assert [one.role for one in everybody()] == [
        ParticipantRole.COMMITTEE,
        ParticipantRole.SPEAKER,
        ParticipantRole.PARTICIPANT,
    ]


def test_a_withdrawn_person_stays_withdrawn_and_the_sheet_says_so(event: Event) -> None:
    register(event, ANDI)
    with transaction():
        withdraw_participant(everybody()[0], reason="Sakit", by=COMMAND_LINE)
    registration = register(event, ANDI)
    assert [problem.kind for problem in registration.problems] == ["withdrawn_person"]


def test_two_events_do_not_know_each_others_people(event: Event, cast: Cast) -> None:
    register(event, ANDI)
    assert counts(register(cast.make_event("lain"), ANDI)) == (1, 0, 0)


def test_examining_writes_nothing(event: Event) -> None:
    examination = examine_roster(event, sheet(ANDI, BAIQ), filename="peserta.csv")
    assert [examination.count(change) for change in Change] == [2, 0, 0]
    assert everybody() == []


def test_the_committees_sheet_of_350_is_registered_whole_and_recognised_again(event: Event) -> None:
    content = (Path(__file__).parents[1] / "data" / "roster.xlsx").read_bytes()
    roster = read_roster(content, today=event.starts_on)
    for created, unchanged in ((350, 0), (0, 350)):
        with transaction():
            done = register_roster(event, roster, by=COMMAND_LINE, filename="roster.xlsx", content=content)
        assert counts(done) == (created, 0, unchanged)


def test_registering_takes_few_statements_however_many_people(event: Event) -> None:
    seen: list[str] = []
    listen = lambda _c, _cur, statement, *_: seen.append(statement)  # noqa: E731
    sql_event.listen(db.engine, "before_cursor_execute", listen)
    register(event, *(person(f"Peserta {chr(97 + n % 26)}{chr(97 + n // 26)}") for n in range(120)))
    sql_event.remove(db.engine, "before_cursor_execute", listen)
    assert len(seen) <= 30


def test_the_audit_trail_keeps_of_contacts_only_that_they_changed(event: Event) -> None:
    register(event, ANDI)
    register(
        event,
        person("Andi Tenrisangka Makkulau, S.H., M.Kn.", nip=ANDI_NIP, post="Kabid", email="baru@x.example"),
    )
    andi = everybody()[0]
    assert andi.email == "baru@x.example"
    trail = [one.details for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert trail[-1]["updated"] == {andi.reference: {"email": [True, True]}}
    assert "x.example" not in str(trail)
