"""The person confirms the name through the personal link, or asks for another; the desk answers."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.access import Role
from app.accounts.links import token_of
from app.accounts.models import Link
from app.audit.record import COMMAND_LINE
from app.db import db, transaction
from app.i18n import sentence
from app.lib.personal_names import PersonalName
from app.lib.refusals import FieldsRefused
from app.participants.edit_person import edit_person
from app.participants.merge import merge_people
from app.participants.models import Participant
from app.participants.person_entry import PersonEntry, entry_of
from app.participants.personal_links import personal_link
from app.participants.withdraw import restore_participant, withdraw_participant
from app.registration.correct_name import (
    AnsweredAlready,
    AnswerMissing,
    NotOnTheList,
    answer_correction,
    ask_for_correction,
    open_corrections,
)
from app.registration.models import NameCorrection
from app.registration.substitute import substitute
from app.reports.queries import backlog_of
from tests.cast import Cast, sign_in
from tests.participants.test_races import at_once
from tests.reading import first

WANTED = PersonalName("Dr.", "Andi Tenri Sangka", "S.H.")


def address(person: Participant) -> str:
    with transaction():
        personal_link(person, by=COMMAND_LINE)
    return f"/me/{token_of(db.session.scalars(select(Link)).one())}/name"


def ask(person: Participant, wanted: PersonalName = WANTED) -> NameCorrection:
    with transaction():
        return ask_for_correction(person, wanted, by=COMMAND_LINE)


def answer(request: NameCorrection, *, accept: bool, words: str = "") -> None:
    with transaction():
        answer_correction(request, accept=accept, answer=words, by=COMMAND_LINE)


def test_the_person_sees_the_name_on_three_papers_and_confirms_it(client: FlaskClient, cast: Cast) -> None:
    person = cast.participant()
    own = address(person)
    page = BeautifulSoup(client.get(own).data, "html.parser")
    assert len(page.select(".panel .strip-certificate")) >= 1
    shown = first(page, "input[name=shown]")["value"]
    assert client.post(f"{own}/confirmation", data={"shown": shown}).status_code == 303
    assert db.session.get_one(Participant, person.id).name_confirmed_at
    assert 'name="shown"' not in client.get(own).get_data(as_text=True)


def test_a_name_that_was_changed_behind_the_page_is_not_confirmed(client: FlaskClient, cast: Cast) -> None:
    person = cast.participant()
    own = address(person)
    answered = client.post(f"{own}/confirmation", data={"shown": "Andi Lama, S.H."})
    assert answered.status_code == 422
    assert db.session.get_one(Participant, person.id).name_confirmed_at is None


def test_changing_the_name_afterwards_ends_the_confirmation(cast: Cast) -> None:
    person = cast.participant()
    with transaction():
        person.name_confirmed_at = person.registered_at
    with transaction():
        edit_person(person, PersonEntry(**(vars(entry_of(person)) | {"rank": "III/d"})), by=COMMAND_LINE)
    assert person.name_confirmed_at == person.registered_at
    with transaction():
        edit_person(person, PersonEntry(**(vars(entry_of(person)) | {"name": "Andi"})), by=COMMAND_LINE)
    assert person.name_confirmed_at is None


def test_a_spelling_that_the_desk_has_not_read_is_not_written(client: FlaskClient, cast: Cast) -> None:
    person = cast.participant()
    request = ask(person)
    read = request.display_name
    sign_in(client, cast.user(Role.COMMITTEE))
    ask(person, replace(WANTED, name="Andi Tenri"))
    address = f"/events/{cast.event.slug}/names/{request.id}/answer"
    refused = client.post(address, data={"decision": "accept", "shown": read})
    assert refused.status_code == 422
    assert "Andi Tenri" in refused.get_data(as_text=True)
    assert db.session.get_one(Participant, person.id).name_confirmed_at is None


def test_a_request_goes_to_the_desk_and_its_answer_comes_back(client: FlaskClient, cast: Cast) -> None:
    person = cast.participant()
    own = address(person)
    asked = {"front_titles": "Dr.", "name": "Andi Tenri Sangka", "back_titles": "S.H.", "note": "Ijazah"}
    assert client.post(own, data=asked).status_code == 303
    request = db.session.scalars(select(NameCorrection)).one()
    sign_in(client, cast.user(Role.COMMITTEE))
    desk = f"/events/{cast.event.slug}/names"
    assert "Dr. Andi Tenri Sangka, S.H." in client.get(desk).get_data(as_text=True)
    said = {"decision": "accept", "answer": "Sesuai ijazah"}
    assert client.post(f"{desk}/{request.id}/answer", data=said).status_code == 303
    person = db.session.get_one(Participant, person.id)
    assert (person.display_name, bool(person.name_confirmed_at)) == ("Dr. Andi Tenri Sangka, S.H.", True)
    assert "Sesuai ijazah" in client.get(own).get_data(as_text=True)


def test_who_answers_second_reads_that_it_was_answered(client: FlaskClient, cast: Cast) -> None:
    request = ask(cast.participant("Andi Lama, S.H."))
    answer(request, accept=True)
    desk = sign_in(client, cast.user(Role.COMMITTEE))
    late = desk.post(f"/events/{cast.event.slug}/names/{request.id}/answer", data={"decision": "accept"})
    told = first(BeautifulSoup(late.data, "html.parser"), "main .notice").text
    assert (late.status_code, sentence(AnsweredAlready()) in told) == (422, True)


def test_declining_needs_words_and_changes_nothing(cast: Cast) -> None:
    person = cast.participant()
    before, request = person.display_name, ask(person)
    with pytest.raises(AnswerMissing):
        answer(request, accept=False)
    answer(request, accept=False, words="Menurut SK begini")
    assert person.display_name == before
    with pytest.raises(AnsweredAlready):
        answer(request, accept=True)


def test_what_no_paper_can_print_or_what_is_there_already_is_not_asked_for(cast: Cast) -> None:
    person = cast.participant()
    with pytest.raises(FieldsRefused, match="李"):
        ask(person, PersonalName("", "Andi 李", ""))
    with pytest.raises(FieldsRefused, match="written already"):
        ask(person, person.personal_name)


def test_asking_again_changes_the_request_that_waits(app: Flask, cast: Cast) -> None:
    person_id = cast.participant().id

    def asking() -> int:
        return ask_for_correction(db.session.get_one(Participant, person_id), WANTED, by=COMMAND_LINE).id

    assert len(set(at_once(app, asking))) == 1
    ask(db.session.get_one(Participant, person_id), PersonalName("", "Andi Baru", ""))
    request = db.session.scalars(select(NameCorrection)).one()
    assert (request.name, request.answered_at) == ("Andi Baru", None)


def test_nobody_answers_for_another_event(client: FlaskClient, cast: Cast) -> None:
    request = ask(cast.participant())
    other = cast.make_event("rakornis-lain")
    sign_in(client, cast.user(Role.COMMITTEE, event=other))
    said = {"decision": "accept"}
    assert client.post(f"/events/{other.slug}/names/{request.id}/answer", data=said).status_code == 404


def test_who_left_the_list_asks_nothing_until_put_back(client: FlaskClient, cast: Cast) -> None:
    people = [cast.participant(name) for name in ("Andi Tarik", "Andi Ganti", "Andi Gabung", "Andi Tetap")]
    requests = [ask(person) for person in people]
    withdrawn, substituted, merged, stays = people
    with transaction():
        withdraw_participant(withdrawn, reason="Sakit", by=COMMAND_LINE)
        substitute(substituted, PersonEntry(name="Baru"), reason="Sakit", letter=None, by=COMMAND_LINE)
        merge_people(merged, stays, reason="Orang yang sama", by=COMMAND_LINE)
    assert open_corrections(cast.event) == [requests[3]]
    assert backlog_of(cast.event).corrections == 1
    with pytest.raises(NotOnTheList):
        answer(requests[0], accept=True)
    desk = sign_in(client, cast.user(Role.COMMITTEE))
    late = desk.post(f"/events/{cast.event.slug}/names/{requests[0].id}/answer", data={"decision": "accept"})
    told = first(BeautifulSoup(late.data, "html.parser"), "main .notice").text
    assert (late.status_code, "Andi Tarik" in told) == (422, True)
    with transaction():
        restore_participant(withdrawn, by=COMMAND_LINE)
    assert open_corrections(cast.event) == [requests[0], requests[3]]
    assert backlog_of(cast.event).corrections == 2
