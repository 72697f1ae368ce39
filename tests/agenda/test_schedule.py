"""Putting sessions into the agenda, moving them, taking them out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.agenda.attended import mark_attended
from app.agenda.clashes import ClashKind, clashes
from app.agenda.import_agenda import import_agenda, read_agenda
from app.agenda.models import SessionKind
from app.agenda.queries import SessionNotThere, session_of, sessions_of
from app.agenda.schedule import (
    PresenterDetails,
    SessionAttended,
    SessionDetails,
    TimesImpossible,
    add_session,
    change_session,
    delete_session,
)
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.lib.csv_lists import ListUnreadable

AGENDA = Path("tests/data/agenda.csv").read_bytes()
TEN = datetime(2024, 9, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def details(cast):
    return SessionDetails(
        title="Pleno",
        kind=SessionKind.PLENARY,
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=1),
        room_id=cast.event.venues[0].rooms[0].id,
        presenters=(PresenterDetails("Direktur Uji"),),
    )


def test_a_session_belongs_to_the_day_of_its_start_in_the_events_zone(cast, details):
    event = cast.event
    early = datetime(2024, 9, 5, 22, 0, tzinfo=UTC)  # six in the morning of the sixth, in Bali
    with transaction():
        session = add_session(
            event, replace(details, starts_at=early, ends_at=early + timedelta(hours=1)), by=COMMAND_LINE
        )
    assert session_of(event, session.id).day.date.day == 6


@pytest.mark.parametrize(
    "change", [{"ends_at": TEN}, {"starts_at": TEN.replace(day=20), "ends_at": TEN.replace(day=21)}]
)
def test_times_that_cannot_be_are_refused(cast, details, change):
    event = cast.event
    with pytest.raises(TimesImpossible), transaction():
        add_session(event, replace(details, **change), by=COMMAND_LINE)


def test_once_attended_the_start_stays_and_the_end_may_move(cast, details):
    event, session = cast.event, cast.session(at=TEN)
    with transaction():
        mark_attended(session, at=TEN)
    db.session.refresh(session)
    with pytest.raises(SessionAttended), transaction():
        change_session(event, session, replace(details, starts_at=TEN - timedelta(hours=1)), by=COMMAND_LINE)
    with transaction():
        change_session(event, session, replace(details, ends_at=TEN + timedelta(hours=3)), by=COMMAND_LINE)
    assert session_of(event, session.id).ends_at == TEN + timedelta(hours=3)


def test_once_attended_it_does_not_become_a_break(cast, details):
    event, session = cast.event, cast.session(at=TEN)
    with transaction():
        mark_attended(session, at=TEN)
    db.session.refresh(session)
    coffee = replace(details, starts_at=TEN, ends_at=TEN + timedelta(hours=1), kind=SessionKind.BREAK)
    with pytest.raises(SessionAttended), transaction():
        change_session(event, session, coffee, by=COMMAND_LINE)


def test_the_first_attendance_is_the_one_remembered(cast):
    session = cast.session(at=TEN)
    with transaction():
        mark_attended(session, at=TEN)
        mark_attended(session, at=TEN + timedelta(hours=1))
    db.session.refresh(session)
    assert session.attended_at == TEN


def test_a_session_without_attendance_is_deleted(cast):
    event, session = cast.event, cast.session()
    with transaction():
        delete_session(session, by=COMMAND_LINE)
    assert sessions_of(event) == []


def test_an_attended_session_is_never_deleted(cast):
    from app.checkin.models import Attendance, AttendanceStatus  # noqa: PLC0415

    session, andi = cast.session(), cast.participant()
    with transaction() as writing:
        writing.add(
            Attendance(
                event_id=session.event_id,
                session_id=session.id,
                participant_id=andi.id,
                status=AttendanceStatus.PRESENT,
                first_at=TEN,
                set_by="test",
            )
        )
    with pytest.raises(SessionAttended, match="Pleno"), transaction():
        delete_session(session, by=COMMAND_LINE)


def test_a_session_of_another_event_is_not_there(cast):
    session = cast.session(event=cast.make_event("lain"))
    with pytest.raises(SessionNotThere):
        session_of(cast.event, session.id)


def test_the_same_room_or_presenter_at_the_same_time_clashes(cast, details):
    event = cast.event
    with transaction():
        add_session(event, details, by=COMMAND_LINE)
        add_session(event, replace(details, starts_at=TEN + timedelta(minutes=30)), by=COMMAND_LINE)
        add_session(
            event,
            replace(details, starts_at=details.ends_at, ends_at=TEN + timedelta(hours=2)),
            by=COMMAND_LINE,
        )
    found = clashes(sessions_of(event))
    assert {clash.kind for clash in found} == {ClashKind.ROOM, ClashKind.PRESENTER}
    assert {(clash.starts_at, clash.ends_at) for clash in found} == {
        (TEN + timedelta(minutes=30), details.ends_at)
    }


def test_an_agenda_is_imported_with_its_rooms_and_again_without_effect(cast):
    event = cast.event
    with transaction():
        first = import_agenda(event, read_agenda(AGENDA), by=COMMAND_LINE)
    with transaction():
        again = import_agenda(event, read_agenda(AGENDA), by=COMMAND_LINE)
    assert (first.rows, first.created) == (17, 17)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 17)
    panel = next(session for session in sessions_of(event) if "target kinerja tahun 2025" in session.title)
    assert len(panel.presenters) == 3
    assert panel.room is not None
    assert panel.room.venue.name == "Discovery Kartika Plaza"


def test_a_corrected_agenda_changes_the_session_of_the_same_start_and_title(cast):
    event = cast.event
    with transaction():
        import_agenda(event, read_agenda(AGENDA), by=COMMAND_LINE)
    with transaction():
        outcome = import_agenda(
            event, read_agenda(AGENDA.replace(b"08:00,10:00", b"08:00,09:30")), by=COMMAND_LINE
        )
    assert (outcome.created, outcome.updated) == (0, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"\xff\xfe",
        AGENDA.replace(b"13:30", b"half past"),
        AGENDA.replace(b"plenary", b"party"),
        AGENDA.replace(b"ISHOMA,", b","),
    ],
    ids=["empty", "other columns", "not UTF-8", "no time", "no such kind", "no title"],
)
def test_an_agenda_that_cannot_be_read_is_refused(content):
    with pytest.raises(ListUnreadable):
        read_agenda(content)
