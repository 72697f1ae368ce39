"""Retention: each kind goes on its day, not before, never on hold, and every run is told."""

from datetime import date, timedelta

import pytest

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.models import Event
from app.participants.kept_sheets import Roster
from app.participants.models import Participant
from app.privacy.notice import NoticeWritten, notice_of, write_notice
from app.privacy.retention import INSTEAD_KEY, erase_all_due, erase_due, lift_hold, plan, set_hold
from app.services import services
from app.travel.models import Direction, Journey, Means, Needs
from tests.cast import sign_in

LAST_DAY = date(2024, 9, 8)


@pytest.fixture
def andi(cast, clock):
    person = cast.participant()
    now, who = clock.now(), {"event_id": person.event_id, "participant_id": person.id}
    journey = {"direction": Direction.ARRIVAL, "at": now, "means": Means.CAR}
    with transaction() as session:
        session.add(Journey(**who, **journey, changed_at=now, changed_by="x"))
        session.add(Needs(**who, diets=["no_nuts"], assistance=[], changed_at=now))
    return person


def days_after(clock, number):
    """Move to noon of a day after the last day of the event."""
    clock.pass_time(days=2 + number)


def kept(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def test_nothing_goes_while_the_meeting_is_on(andi):
    erase_all_due()
    assert (kept(Journey), kept(Needs)) == (1, 1)
    assert db.session.get_one(Participant, andi.id).phone


def test_each_kind_goes_on_its_own_day(andi, clock):
    days_after(clock, 1)
    erase_all_due()
    assert (kept(Needs), kept(Journey)) == (0, 1)
    days_after(clock, 28)
    erase_all_due()
    assert kept(Journey) == 0
    assert db.session.get_one(Participant, andi.id, populate_existing=True).phone
    days_after(clock, 60)
    erase_all_due()
    gone = db.session.get_one(Participant, andi.id, populate_existing=True)
    assert (gone.phone, gone.email) == (None, None)
    assert gone.name


def test_it_goes_only_when_the_last_day_is_over(cast, clock):
    days = {one.kind: one.last_day for one in plan(cast.event)}
    assert days == {
        "needs": LAST_DAY,
        "travel": LAST_DAY + timedelta(days=30),
        "contact": LAST_DAY + timedelta(days=90),
        "sheets": LAST_DAY + timedelta(days=90),
    }
    clock.pass_time(days=2)
    assert not any(one.is_due for one in plan(cast.event))


def test_a_hold_keeps_everything_until_it_is_lifted(cast, andi, clock):
    with transaction():
        set_hold(cast.event, reason="Pemeriksaan keuangan", by=COMMAND_LINE)
    days_after(clock, 200)
    erase_all_due()
    assert (kept(Journey), kept(Needs)) == (1, 1)
    with transaction():
        lift_hold(cast.event, by=COMMAND_LINE)
    erase_all_due()
    assert (kept(Journey), kept(Needs)) == (0, 0)


def test_a_second_run_finds_nothing_to_do(andi, clock):
    days_after(clock, 200)
    erase_all_due()
    erase_all_due()
    runs = db.select(AuditEntry).where(AuditEntry.action == "privacy.erase_due")
    assert [entry.actor for entry in db.session.scalars(runs)] == ["machine:worker"]


def test_another_event_keeps_its_data(cast, andi, clock):
    later = cast.make_event("tahun-depan")
    with transaction():
        db.session.get_one(Event, later.id).ends_on = date(2025, 9, 8)
    other = cast.participant(event=later)
    days_after(clock, 200)
    erase_all_due()
    assert db.session.get_one(Participant, other.id, populate_existing=True).phone


def sheet_for(event, clock):
    """A sheet as it was uploaded; return the key of its file."""
    key = services().storage.keep(b"Nama,HP\nAndi,08111\n")
    with transaction() as session:
        session.add(
            Roster(
                event_id=event.id, filename="a.csv", storage_key=key, uploaded_at=clock.now(), uploaded_by="x"
            )
        )
    return key


def test_the_sheet_goes_and_its_file_with_it(cast, andi, clock):
    key = sheet_for(cast.event, clock)
    days_after(clock, 200)
    erase_all_due()
    assert not services().storage.has(key)
    sheet = db.session.scalars(db.select(Roster).execution_options(populate_existing=True)).one()
    assert b"08111" not in services().storage.read(sheet.storage_key)


def test_a_file_that_another_event_was_given_too_stays(cast, clock):
    later = cast.make_event("tahun-depan")
    with transaction():
        db.session.get_one(Event, later.id).ends_on = date(2025, 9, 8)
    key = sheet_for(cast.event, clock)
    assert sheet_for(later, clock) == key
    days_after(clock, 200)
    erase_all_due()
    assert services().storage.has(key)


def test_an_erasure_that_fails_leaves_the_file_where_the_sheet_says(cast, andi, clock):
    key = sheet_for(cast.event, clock)
    days_after(clock, 200)
    with pytest.raises(OSError, match="power"), transaction():
        assert erase_due(cast.event, by=COMMAND_LINE).freed == (key,)
        raise OSError("power")
    assert db.session.scalars(db.select(Roster.storage_key)).one() == key
    assert services().storage.has(key)


def test_looking_at_the_plan_writes_nothing(client, cast, clock):
    sheet_for(cast.event, clock)
    days_after(clock, 200)
    committee = sign_in(client, cast.user(Role.COMMITTEE))
    assert committee.get(f"/events/{cast.event.slug}/personal-data/retention").status_code == 200
    assert not services().storage.has(INSTEAD_KEY)
    erase_all_due()
    assert db.session.scalars(db.select(Roster.storage_key)).one() == INSTEAD_KEY
    assert services().storage.has(INSTEAD_KEY)


def test_the_committee_sees_beforehand_what_will_go(client, cast, andi, clock):
    page = sign_in(client, cast.user(Role.COMMITTEE)).get(
        f"/events/{cast.event.slug}/personal-data/retention"
    )
    assert "Minggu, 8 September 2024" in page.text
    days_after(clock, 1)
    page = client.get(f"/events/{cast.event.slug}/personal-data/retention")
    assert "Dihapus pada proses berikutnya" in page.text


def test_the_first_notice_is_told_beside_the_standard_one(cast):
    written = NoticeWritten(
        controller="", officer="Ibu Uji", contact="", purpose_id="", purpose_en="",
        needs_days=0, travel_days=3, contact_days=90,
    )  # fmt: skip
    for _ in range(2):
        with transaction():
            write_notice(cast.event, written, by=COMMAND_LINE)
    told = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [one.details for one in told if one.action == "privacy.write_notice"] == [
        {"changed": ["officer", "travel_days"], "first": True},
        {"changed": []},
    ]


def test_the_committee_says_how_long(cast, andi, clock):
    texts = dict.fromkeys(("controller", "officer", "contact", "purpose_id", "purpose_en"), "")
    with transaction():
        written = NoticeWritten(**texts, needs_days=0, travel_days=3, contact_days=90)
        write_notice(cast.event, written, by=COMMAND_LINE)
    assert notice_of(cast.event).travel_days == 3
    days_after(clock, 4)
    erase_all_due()
    assert kept(Journey) == 0
