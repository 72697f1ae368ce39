"""Migrations lead up, down and up again, and end where the models are; on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from app import create_app
from app.db import db
from app.jobs.models import Job
from app.migrating import load_alembic
from config import Config
from tests.conftest import database_url

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")


@pytest.fixture
def empty_app(config: Config, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """Return an application on a database without a single table."""
    url = database_url(tmp_path, f"{worker_id}_migrations")
    app = create_app(replace(config, database_url=url))
    load_alembic(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    """List the tables that exist."""
    db.session.remove()
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    """List where the database and the models differ."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_migrations_go_up_and_down_and_up_again(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    assert tables() == set(db.metadata.tables)
    downgrade(directory=MIGRATIONS, revision="base")
    assert tables() == set()
    upgrade(directory=MIGRATIONS)
    assert tables() == set(db.metadata.tables)


def test_migrations_end_where_the_models_are(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS)
    assert differences() == []


def test_a_database_with_people_in_it_is_carried_along(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS, revision="0001")
    with db.engine.begin() as connection:
        for statement in PEOPLE:
            connection.execute(text(statement))
    upgrade(directory=MIGRATIONS)
    with db.engine.connect() as connection:
        kept = "SELECT participant.name, pass.serial, manner FROM participant JOIN pass ON participant_id = 7"
        assert connection.execute(text(kept)).all() == [("Ucu Uji", 1, "holder")]


def test_who_had_withdrawn_the_consent_to_whatsapp_refuses_it(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS, revision="0001")
    with db.engine.begin() as connection:
        for statement in PEOPLE:
            connection.execute(text(statement))
    upgrade(directory=MIGRATIONS, revision="0003")
    with db.engine.begin() as connection:
        connection.execute(text(CONSENTS))
    upgrade(directory=MIGRATIONS)
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT participant_id, taken_back_at FROM whatsapp_refusal"))
        assert kept.all() == [(7, None)]


def test_what_a_search_reads_is_written_for_everybody_and_no_id_is_given_again(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS, revision="0004")
    with db.engine.begin() as connection:
        for statement in PEOPLE[:3]:
            connection.execute(text(statement))
        for identity in ("first", "gone"):
            connection.execute(text(SOMEBODY), {"identity": identity})
        connection.execute(text("DELETE FROM participant WHERE identity = 'gone'"))
    upgrade(directory=MIGRATIONS)
    with db.engine.begin() as connection:
        found = connection.execute(text("SELECT id, search_text FROM participant")).all()
        assert found == [(1, " ucu uji | kepala bidang etika")]
        connection.execute(text(SOMEBODY), {"identity": "new"})
        assert connection.execute(text("SELECT max(id) FROM participant")).scalar() == 3


def test_work_that_waits_keeps_the_name_of_who_asked(empty_app: Flask) -> None:
    upgrade(directory=MIGRATIONS, revision="0005")
    with db.engine.begin() as connection:
        connection.execute(text(WAITING))
    upgrade(directory=MIGRATIONS)
    job = db.session.scalars(select(Job)).one()
    assert (job.requested_by_name, job.arguments) == ("Panitia Uji", {"roster_id": 3})


WAITING = """INSERT INTO job (id, kind, key, arguments, requested_by, requested_at, run_after, state,
    attempts, fence, progress_done, progress_total)
    VALUES (1, 'participants.undo_roster', 'k',
    '{"roster_id": 3, "reference": "user:5", "name": "Panitia Uji"}', 'user:5', '2024-09-04 00:00',
    '2024-09-04 00:00', 'queued', 0, 0, 0, 0)"""
SOMEBODY = """INSERT INTO participant (event_id, delegation_id, office_id, identity, front_titles, name,
    back_titles, folded_name, rank, position_name, role, registered_at)
    VALUES (1, 1, 1, :identity, '', 'Ucu Uji', '', 'ucu uji', '', 'Kepala Bidang ÉTIKA', 'participant',
    '2024-09-04 00:00')"""
CONSENTS = """INSERT INTO consent
    (id, participant_id, purpose, text, text_sha256, channel, given_at, withdrawn_at)
    VALUES (1, 7, 'whatsapp', '', '', '', '2024-09-01 00:00', '2024-09-02 00:00'),
    (2, 7, 'photo', '', '', '', '2024-09-01 00:00', NULL)"""
PEOPLE = (
    """INSERT INTO event (id, slug, title, short_title, purpose, city, zone, starts_on, ends_on)
    VALUES (1, 'uji', 'Uji', 'Uji', '', 'Bali', 'Asia/Makassar', '2024-09-04', '2024-09-08')""",
    """INSERT INTO office (id, code, name, short_name, kind, zone, protocol_order)
    VALUES (1, 'uji', 'Uji', 'Uji', 'regional', 'Asia/Makassar', 1)""",
    "INSERT INTO delegation (id, event_id, office_id) VALUES (1, 1, 1)",
    """INSERT INTO participant (id, event_id, delegation_id, office_id, identity, front_titles, name,
    back_titles, folded_name, rank, position_name, role, registered_at)
    VALUES (7, 1, 1, 1, 'ucu', '', 'Ucu Uji', '', 'ucu uji', '', '', 'participant', '2024-09-04 00:00')""",
    """INSERT INTO pass (id, event_id, participant_id, serial, issued_at)
    VALUES (9, 1, 7, 1, '2024-09-04 00:00')""",
)
