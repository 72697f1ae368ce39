"""The demonstration: a meeting in full swing, loaded through the verbs."""

import json

import pytest
from sqlalchemy import func, select

from app.access import Role
from app.accounts.passwords import password_fits
from app.accounts.queries import account_with_email
from app.agenda.queries import sessions_of
from app.audit.record import COMMAND_LINE
from app.checkin.hours import hours_of_event
from app.checkin.models import Attendance, AttendanceStatus, Scan, ScanStatus
from app.checkin.queries import attendances_per_participant, headcount, last_moments
from app.db import db, transaction
from app.demo import accounts, load
from app.demo.loader import EVENT_SLUG
from app.documents.models import Document, DocumentKind
from app.events.clock import event_now
from app.events.create import create_event
from app.events.queries import event_by_slug
from app.events.rehearse import start_rehearsals
from app.participants.personal_links import list_passes
from tests.events.test_create import DETAILS
from tests.pictures import made_once


@pytest.fixture
def loaded(app):
    """The whole demonstration."""
    return made_once("the demonstration", lambda: written(load.load_full))


@pytest.fixture
def bare(app):
    """The demonstration before anybody is registered."""
    return made_once("the bare demonstration", lambda: written(load.load_bare))


def written(deed):
    with transaction():
        return deed()


def open_sessions(event):
    hours, now = hours_of_event(event), event_now(event)
    return [one for one in sessions_of(event) if one.id in hours and hours[one.id].lets_in(now)]


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_meeting_in_full_swing(loaded):
    event = event_by_slug(EVENT_SLUG)
    now = event_now(event)
    assert (event.zone, now.isoformat()) == ("Asia/Makassar", "2024-09-06T05:40:00+00:00")
    discussion = open_sessions(event)[0]
    assert discussion.title.startswith("Diskusi")
    assert 0 < headcount(discussion).here < 60
    statuses = set(db.session.scalars(select(Attendance.status).distinct()))
    assert statuses == set(AttendanceStatus)
    assert set(db.session.scalars(select(Scan.status).distinct())) == set(ScanStatus)
    assert len(attendances_per_participant(event)) == 332
    assert len(list_passes(event, by=COMMAND_LINE)) == 350
    assert count(Scan, Scan.at > now) == 0
    assert count(Document, Document.kind == DocumentKind.MINUTES) == 1
    assert count(Document, Document.kind == DocumentKind.CERTIFICATE) == 0


def test_bare_it_has_everything_but_people(bare):
    assert (bare.participants, bare.attendances) == (0, 0)
    event = event_by_slug(EVENT_SLUG)
    assert event_now(event).isoformat() == "2024-09-06T05:40:00+00:00"
    assert len(open_sessions(event)) == 1
    assert bare.offices == 41


def test_every_role_of_accounts_has_its_way_in(bare):
    ways = accounts.ways_in()
    assert {member.role for member in accounts.STAFF} == set(Role) - {Role.PARTICIPANT, Role.PUBLIC}
    assert {way.password for way in ways} == {accounts.WELL_KNOWN_PASSWORD}
    admin = account_with_email("admin@contoh.example")
    assert password_fits(admin.password_hash, accounts.WELL_KNOWN_PASSWORD)


def test_fresh_passwords_end_the_well_known_one(bare):
    with transaction():
        fresh = accounts.give_fresh_passwords()
    db.session.expire_all()
    assert fresh[0].password != accounts.WELL_KNOWN_PASSWORD
    assert {way.password for way in accounts.ways_in()} == {None}


def test_it_never_mixes_with_real_data(app):
    with transaction():
        create_event(DETAILS, by=COMMAND_LINE)
    with pytest.raises(load.NotEmpty), transaction():
        load.load_bare()
    assert accounts.ways_in() == []


def test_without_a_demonstration_the_list_of_accounts_is_empty(app):
    done = app.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    assert json.loads(done.output) == []


def test_the_server_takes_the_clock_up_at_the_last_recorded_moment(loaded, clock):
    event = event_by_slug(EVENT_SLUG)
    clock.pass_time(days=9)
    with transaction():
        start_rehearsals(None, now=clock.now(), latest=last_moments())
    assert event_now(event).isoformat() == "2024-09-06T05:40:00+00:00"
