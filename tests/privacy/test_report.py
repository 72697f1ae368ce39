"""Incidents: a clock from the discovery, a list of those affected, letters held for review, a paper."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from app.access import Role
from app.audit.models import AuditEntry
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.jobs.worker import run_due_jobs
from app.messages.compose import release_all
from app.messages.deliver import deliver_released
from app.messages.models import Delivery, DeliveryState, Message
from app.participants.merge import merge_people
from app.privacy.models import Affected, Incident
from app.services.paper.statements import Statement
from tests.cast import BAIQ, FITRI, sign_in
from tests.reading import first, papers

STORY = {
    "what": "Nama dan nomor telepon",
    "happened": "Daftar tertinggal di lobi pada 5 September, ditemukan petugas hotel",
    "remedy": "Daftar diambil kembali dan dimusnahkan",
    "known_at": "2024-09-06T09:00",
}


@pytest.fixture
def people(cast):
    return [cast.participant(), cast.participant(BAIQ), cast.participant(FITRI, office="bali")]


@pytest.fixture
def committee(client, cast, people):
    return sign_in(client, cast.user(Role.COMMITTEE))


def report(committee, cast, **changed):
    address = f"/events/{cast.event.slug}/personal-data/incidents"
    return committee.post(f"{address}/new", data={**STORY, "concerned": "all", **changed})


def test_the_clock_runs_from_the_discovery(committee, cast):
    assert report(committee, cast).status_code == 303
    incident = db.session.scalars(db.select(Incident)).one()
    assert incident.due_at == incident.known_at + timedelta(hours=72)
    assert incident.known_at.hour == 1  # 09.00 WITA


def test_a_discovery_in_the_future_is_a_slip(committee, cast):
    assert report(committee, cast, known_at="2024-09-07T09:00").status_code == 422
    assert db.session.scalars(db.select(Incident)).all() == []


def test_it_concerns_an_office_and_more_people_can_be_added(committee, cast, people):
    there = report(committee, cast, concerned=f"office:{cast.office('kaltim').id}").location
    assert len(db.session.scalars(db.select(Affected)).all()) == 2
    for _ in range(2):
        committee.post(f"{there}/affected", data={"concerned": "all"})
    assert len(db.session.scalars(db.select(Affected)).all()) == 3


def test_letters_wait_for_review_and_nobody_gets_two(committee, cast, people):
    with transaction() as session:
        session.merge(people[2]).email = None
    there = report(committee, cast).location
    for _ in range(2):
        committee.post(f"{there}/letters")
    held = db.session.scalars(db.select(Delivery)).all()
    assert [one.state for one in held] == [DeliveryState.HELD] * 2
    letters = db.session.scalars(db.select(Message)).all()
    assert len(letters) == 2
    assert all(STORY[name] in letter.text for letter in letters for name in ("what", "happened", "remedy"))
    assert "1 di antaranya tidak memiliki alamat surel" in committee.get(there).text


def test_it_counts_as_told_when_the_letters_have_left_and_not_before(committee, cast, people):
    there = report(committee, cast).location
    committee.post(f"{there}/letters")
    committee.post(f"{there}/authority", data={"how": "Surat 12/IX/2024"})
    assert "Belum ada surat terkirim untuk 3 orang" in committee.get(there).text
    listed = there.rpartition("/")[0]
    assert "Diberitahukan" not in committee.get(listed).text
    with transaction() as session:
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
    assert "Belum ada surat terkirim" not in committee.get(there).text
    assert "Diberitahukan" in committee.get(listed).text


def states() -> list[tuple[str, str]]:
    db.session.expire_all()
    found = db.session.scalars(db.select(Delivery).order_by(Delivery.id))
    return [(one.address, one.state.value) for one in found]


def test_who_was_not_reached_gets_a_letter_to_the_address_that_is_right_now(committee, cast, people, post):
    with transaction() as session:
        session.merge(people[0]).email = "salah@contoh.example"
        session.merge(people[1]).email = session.merge(people[2]).email = None
    there = report(committee, cast).location
    post.failing.add("salah@contoh.example")
    committee.post(f"{there}/letters")
    send_all()
    with transaction() as session:
        session.merge(people[0]).email = "benar@contoh.example"
    retry(committee, cast)
    assert states() == [("salah@contoh.example", "failed")]
    assert "Belum ada surat terkirim untuk 1 orang" in committee.get(there).text
    for _ in range(2):
        committee.post(f"{there}/letters")
    assert states() == [("salah@contoh.example", "discarded"), ("benar@contoh.example", "held")]
    send_all()
    assert states()[1:] == [("benar@contoh.example", "sent")]
    assert "Belum ada surat terkirim" not in committee.get(there).text


def test_a_failed_notice_is_written_anew_and_a_later_incident_leaves_it_alone(committee, cast, people, post):
    with transaction() as session:
        session.merge(people[1]).email = session.merge(people[2]).email = None
    first, second = report(committee, cast).location, report(committee, cast).location
    post.failing.add(people[0].email)
    committee.post(f"{first}/letters")
    send_all()
    post.failing.clear()
    committee.post(f"{second}/letters")
    send_all()
    assert "Belum ada surat terkirim untuk 1 orang" in committee.get(first).text
    retry(committee, cast)
    assert [state for _, state in states()] == ["sent", "sent"]


def send_all() -> None:
    with transaction():
        release_all(db.session.scalars(db.select(Message.id)).all())
    deliver_released()


def retry(committee, cast) -> None:
    committee.post(f"/events/{cast.event.slug}/messages/decision", data={"decision": "retry", "all": "1"})
    deliver_released()


def test_many_letters_are_written_in_the_background(committee, cast, monkeypatch):
    monkeypatch.setattr("app.privacy.routes.incidents.CHUNK", 1)
    there = report(committee, cast).location
    key = first(BeautifulSoup(committee.get(there).text, "html.parser"), "form[action$=letters] [name=key]")
    for _ in range(2):
        assert "/jobs/" in committee.post(f"{there}/letters", data={"key": key["value"]}).location
    run_due_jobs()
    assert [state for _, state in states()] == ["held"] * 3


def test_rows_that_are_one_person_are_told_once(committee, cast, people):
    with transaction():
        merge_people(people[1], people[0], reason="satu orang", by=COMMAND_LINE)
    report(committee, cast)
    affected = db.session.scalars(db.select(Affected.participant_id)).all()
    assert sorted(affected) == sorted([people[0].id, people[2].id])


def test_taking_the_list_of_those_affected_is_written_down(committee, cast):
    there = report(committee, cast).location
    assert committee.get(f"{there}/recipients.xlsx").data.startswith(b"PK")
    taken = db.select(AuditEntry).where(AuditEntry.action == "privacy.export_affected")
    assert db.session.scalars(taken).one().details == {"people": 3}


def test_the_notice_to_the_authority_says_what_article_46_asks(committee, cast):
    there = report(committee, cast).location
    assert committee.get(f"{there}/notice.pdf").data.startswith(b"%PDF")
    paper = papers(Statement)[-1]
    printed = " ".join(text for part in paper.parts for text in part.paragraphs)
    assert all(STORY[name] in printed for name in ("what", "happened", "remedy"))


def test_the_authority_is_told_once_and_the_first_time_counts(committee, cast, clock):
    there = report(committee, cast).location
    committee.post(f"{there}/authority", data={"how": "Surat 12/IX/2024"})
    clock.pass_time(hours=5)
    committee.post(f"{there}/authority", data={"how": "Surat lain"})
    assert db.session.scalars(db.select(Incident)).one().authority_told_how == "Surat 12/IX/2024"
    told = db.select(AuditEntry.details).where(AuditEntry.action == "privacy.tell_authority")
    assert db.session.scalars(told).all() == [{"how": "Surat 12/IX/2024"}]


def test_an_incident_of_another_event_is_not_there(committee, cast):
    there = report(committee, cast).location
    elsewhere = cast.make_event("lain")
    other = sign_in(committee, cast.user(Role.COMMITTEE, event=elsewhere))
    assert other.get(there.replace(cast.event.slug, elsewhere.slug)).status_code == 404
