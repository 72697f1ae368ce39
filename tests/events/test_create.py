"""Creating an event, and describing it anew."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.agenda.models import Session
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.events.clock import event_now
from app.events.create import (
    DatesImpossible,
    DayInUse,
    EventDetails,
    SlugTaken,
    create_event,
    create_rehearsal,
    describe_event,
)

DETAILS = EventDetails(
    slug="rakornis-2025",
    title="Rapat Koordinasi Teknis Tahun 2025",
    short_title="Rakornis 2025",
    city="Bandung",
    zone="Asia/Jakarta",
    starts_on=date(2025, 6, 2),
    ends_on=date(2025, 6, 4),
)


def test_an_event_begins_with_its_days_and_rules(app):
    with transaction():
        event = create_event(DETAILS, by=COMMAND_LINE)
    assert [day.date.day for day in event.days] == [2, 3, 4]
    assert event.rules.opens_before_minutes == 60
    assert event.rehearsal is None


def test_two_events_cannot_have_the_same_address(app):
    with transaction():
        create_event(DETAILS, by=COMMAND_LINE)
    with pytest.raises(SlugTaken, match="rakornis-2025"), transaction():
        create_event(DETAILS, by=COMMAND_LINE)


def test_an_address_taken_by_another_event_is_refused_when_changing_too(app, cast):
    taken = cast.event.slug
    with transaction():
        event = create_event(DETAILS, by=COMMAND_LINE)
    with pytest.raises(SlugTaken), transaction():
        describe_event(event, replace(DETAILS, slug=taken), by=COMMAND_LINE)


@pytest.mark.parametrize("last", [date(2025, 6, 1), date(2026, 6, 1)])
def test_dates_that_cannot_be_are_refused(app, last):
    with pytest.raises(DatesImpossible), transaction():
        create_event(replace(DETAILS, ends_on=last), by=COMMAND_LINE)


def test_new_dates_add_days_and_keep_those_that_stay(app):
    with transaction():
        event = create_event(DETAILS, by=COMMAND_LINE)
    kept = event.days[1].id
    with transaction():
        later = replace(DETAILS, starts_on=date(2025, 6, 3), ends_on=date(2025, 6, 5))
        describe_event(event, later, by=COMMAND_LINE)
    assert [day.date.day for day in event.days] == [3, 4, 5]
    assert event.days[0].id == kept


def test_a_day_with_sessions_does_not_fall_away(app, cast):
    event, session = cast.event, cast.session()
    details = EventDetails(**{name: getattr(event, name) for name in DETAILS.__dataclass_fields__})
    with pytest.raises(DayInUse), transaction():
        describe_event(event, replace(details, ends_on=date(2024, 9, 5)), by=COMMAND_LINE)
    assert db.session.get(Session, session.id) is not None


def test_the_clock_of_a_rehearsal_runs_on_from_where_it_was_set(app, clock):
    begins = datetime(2025, 6, 2, 1, 0, tzinfo=UTC)
    with transaction():
        event = create_rehearsal(DETAILS, clock_starts_at=begins, now=clock.now(), by=COMMAND_LINE)
    clock.pass_time(minutes=5)
    assert event_now(event) == datetime(2025, 6, 2, 1, 5, tzinfo=UTC)
