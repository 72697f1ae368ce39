"""Which badges are missing or out of date: the database counts what was compared as they were printed."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.jobs.worker import run_due_jobs
from app.participants.models import Participant, ParticipantRole
from app.participants.passes import reissue_pass
from app.participants.printed_badges import (
    WhichBadges,
    badges_due,
    count_badges,
    fingerprints_of,
    note_printed,
)
from app.participants.queries import participants_of
from app.participants.withdraw import withdraw_participant
from app.services.paper.sheets import BadgeSheet
from tests.cast import ANDI, BAIQ, FITRI, Cast, sign_in
from tests.reading import first, papers


@pytest.fixture
def committee(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_a_badge_is_missing_then_printed_then_changed(committee: FlaskClient, cast: Cast) -> None:
    andi, _ = cast.participant(ANDI), cast.participant(BAIQ)

    def due() -> list[str]:
        page = BeautifulSoup(committee.get("/events/rakornis-uji/badges").data, "lxml")
        labels = first(page, "main fieldset").select("label")
        return [label.get_text(strip=True).rpartition(" ")[2] for label in labels]

    assert due() == ["2", "0", "2"]
    committee.post("/events/rakornis-uji/badges", data={"office": "0", "which": "missing", "key": "a"})
    run_due_jobs()
    assert due() == ["0", "0", "2"]
    with transaction() as session:
        reissue_pass(session.get_one(Participant, andi.id), reason="Hilang", by=COMMAND_LINE)
    assert due() == ["0", "1", "2"]
    committee.post("/events/rakornis-uji/badges", data={"office": "0", "which": "changed", "key": "b"})
    run_due_jobs()
    printed = papers(BadgeSheet)[-1]
    assert [badge.name.name for badge in printed.badges] == ["Andi Tenrisangka Makkulau"]
    assert due() == ["0", "0", "2"]


@pytest.mark.parametrize("name", [ANDI, "I Gusti Ayu Ó’Brien Ñúñez ﷺ", "Dr. H. M. Ma'ruf, S.H., M.H., Ph.D."])
@pytest.mark.parametrize("role", ParticipantRole)
def test_the_database_reads_a_badge_as_it_was_printed(cast: Cast, name: str, role: ParticipantRole) -> None:
    cast.participant(name, role=role)
    with transaction():
        note_printed(cast.event, fingerprints_of(participants_of(cast.event)))
    assert count_badges(cast.event) == {
        WhichBadges.ALL: 1,
        WhichBadges.MISSING: 0,
        WhichBadges.CHANGED: 0,
    }


def test_whatever_stands_on_a_badge_makes_it_out_of_date(cast: Cast) -> None:
    people = [cast.participant(name) for name in (ANDI, BAIQ, FITRI)]
    with transaction():
        note_printed(cast.event, fingerprints_of(participants_of(cast.event)))
    with transaction() as session:
        session.get_one(Participant, people[0].id).position_name = "Kepala Bagian"
        session.get_one(Participant, people[1].id).phone = "0812"
        session.get_one(Participant, people[2].id).back_titles = "S.H."
    assert sorted(badges_due(cast.event, WhichBadges.CHANGED)) == [people[0].id, people[2].id]


def test_a_new_rank_of_police_makes_a_badge_out_of_date_and_a_new_grade_does_not(cast: Cast) -> None:
    officer, servant, teacher = (cast.participant(name) for name in (ANDI, BAIQ, FITRI))
    ranks = {officer.id: ("AKBP", "Kombes Pol."), servant.id: ("Penata (III/c)", "Penata Tingkat I (III/d)")}
    with transaction() as session:
        for person_id, (rank, _) in ranks.items():
            session.get_one(Participant, person_id).rank = rank
    with transaction():
        note_printed(cast.event, fingerprints_of(participants_of(cast.event)))
    assert list(badges_due(cast.event, WhichBadges.CHANGED)) == []
    with transaction() as session:
        for person_id, (_, rank) in ranks.items():
            session.get_one(Participant, person_id).rank = rank
    assert list(badges_due(cast.event, WhichBadges.CHANGED)) == [officer.id]
    assert teacher.rank == ""


def test_who_has_left_needs_no_badge(cast: Cast) -> None:
    andi = cast.participant()
    with transaction():
        withdraw_participant(andi, reason="Sakit", by=COMMAND_LINE)
    assert set(count_badges(cast.event).values()) == {0}
