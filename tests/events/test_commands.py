"""The command line of the events."""

import json

import pytest

from app.db import db, transaction


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()

    def run(*words):
        done = runner.invoke(args=["events", *words])
        db.session.expire_all()
        return done

    return run


def test_the_clock_of_a_rehearsal_is_set(run, cast):
    done = run("rehearse", "--event", cast.event.slug, "--at", "2024-09-05T20:00", "--json")
    assert json.loads(done.output)["now"] == "2024-09-05T12:00:00+00:00"


def test_a_real_meeting_is_refused_with_a_sentence(run, cast):
    event = cast.event
    with transaction() as session:
        session.delete(event.rehearsal)
    db.session.expire_all()
    done = run("rehearse", "--event", cast.event.slug, "--at", "2024-09-05T20:00")
    assert done.exit_code == 1
    assert event.short_title in done.output


def test_the_events_are_listed(run, cast):
    cast.make_event("lain")
    assert [row["slug"] for row in json.loads(run("list", "--json").output)][-1:] == ["lain"]
