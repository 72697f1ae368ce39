"""The clock of a rehearsal."""

from datetime import UTC, datetime, timedelta

import pytest

from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.clock import event_now
from app.events.queries import EventNotThere
from app.events.rehearse import MomentUnreadable, NotARehearsal, moment_in, rehearse, start_rehearsals

EVENING = datetime(2024, 9, 5, 12, 0, tzinfo=UTC)


def real(cast):
    event = cast.make_event("rapat-nyata")
    with transaction() as session:
        session.delete(event.rehearsal)
    db.session.expire_all()
    return event


def test_a_rehearsal_goes_by_the_clock_it_was_given(app, cast, clock):
    event = cast.event
    with transaction():
        rehearse(event, at=EVENING, now=clock.now(), by=COMMAND_LINE)
    assert event_now(event) == EVENING


def test_a_real_meeting_cannot_be_rehearsed(app, cast, clock):
    event = real(cast)
    with pytest.raises(NotARehearsal), transaction():
        rehearse(event, at=EVENING, now=clock.now(), by=COMMAND_LINE)


def test_the_setting_gives_every_rehearsal_its_moment_in_its_own_zone(app, cast, clock):
    event = cast.event
    with transaction():
        start_rehearsals("2024-09-05T20:00", now=clock.now())
    assert event_now(event) == EVENING


def test_the_setting_can_name_one_event(app, cast, clock):
    event, other = cast.event, cast.make_event("lain")
    before = event_now(other)
    with transaction():
        start_rehearsals(f"{event.slug}@2024-09-05T12:00:00+00:00", now=clock.now())
    assert (event_now(event), event_now(other)) == (EVENING, before)


def test_the_setting_for_a_real_meeting_stops_the_start(app, cast, clock):
    event = real(cast)
    with pytest.raises(NotARehearsal), transaction():
        start_rehearsals(f"{event.slug}@2024-09-05T20:00", now=clock.now())


def test_the_setting_without_any_rehearsal_stops_the_start(app, cast, clock):
    real(cast)
    with pytest.raises(NotARehearsal, match="no event is a rehearsal"), transaction():
        start_rehearsals("2024-09-05T20:00", now=clock.now())


def test_the_setting_for_an_unknown_event_stops_the_start(app, cast, clock):
    with pytest.raises(EventNotThere), transaction():
        start_rehearsals("tidak-ada@2024-09-05T20:00", now=clock.now())


def test_without_a_setting_a_rehearsal_is_taken_up_where_it_began(app, cast, clock):
    event, began = cast.event, clock.now()
    clock.pass_time(days=30)
    with transaction():
        start_rehearsals(None, now=clock.now())
    assert event_now(event) == began


def test_its_time_never_runs_back_behind_what_was_recorded(app, cast, clock):
    event, last = cast.event, clock.now() + timedelta(minutes=50)
    clock.pass_time(days=30)
    with transaction():
        start_rehearsals(None, now=clock.now(), latest={event.id: last})
    assert event_now(event) == last


@pytest.mark.parametrize("text", ["besok", "", "2024-13-01T10:00"])
def test_a_moment_that_is_none_is_refused(text):
    with pytest.raises(MomentUnreadable):
        moment_in(text, "Asia/Makassar")
