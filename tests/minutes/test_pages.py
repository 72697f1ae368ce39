"""The pages: writing fast, conflicts side by side, publishing, reading; and who may not."""

import re

import pytest
from flask.testing import FlaskClient

from app.access import Role
from app.db import transaction
from app.jobs.worker import run_due_jobs
from app.minutes.revise_entry import revise_entry
from app.services.paper import FakePress, PaperUnavailable
from tests.cast import sign_in
from tests.minutes.conftest import Desk

KEY = re.compile(r'name="key"[^>]*value="([^"]+)"')


@pytest.fixture
def browser(client: FlaskClient, desk: Desk) -> FlaskClient:
    """Return the secretary's browser."""
    return sign_in(client, desk.secretary)


def test_after_saving_the_form_comes_back_on_the_text_with_kind_session_and_speaker(
    browser: FlaskClient, desk: Desk
) -> None:
    typed = desk.typed(kind="directive", speaker="Ketua")
    answer = browser.post(f"{desk.address}/entries", data=typed)
    assert answer.status_code == 303
    assert answer.location.endswith("#text")
    page = browser.get(answer.location).text
    assert re.search(r'checked[^>]*value="directive"', page)
    assert 'value="Ketua"' in page
    assert "A-1" in page


def test_an_empty_entry_keeps_what_was_typed_and_says_what_is_missing(
    browser: FlaskClient, desk: Desk
) -> None:
    answer = browser.post(f"{desk.address}/entries", data=desk.typed("", speaker="Ketua"))
    assert answer.status_code == 422
    assert 'value="Ketua"' in answer.text
    assert "Isi bagian ini." in answer.text


def test_the_same_form_sent_twice_writes_one_entry(browser: FlaskClient, desk: Desk) -> None:
    typed = desk.typed()
    for _ in range(2):
        browser.post(f"{desk.address}/entries", data=typed)
    assert len(desk.minutes.entries) == 1


def test_a_form_taken_up_again_with_other_words_is_saved_with_a_new_key(
    browser: FlaskClient, desk: Desk
) -> None:
    typed = desk.typed("Pertama.")
    browser.post(f"{desk.address}/entries", data=typed)
    refused = browser.post(f"{desk.address}/entries", data={**typed, "text": "Kedua."})
    assert refused.status_code == 422
    assert "Kedua." in refused.text
    (new_key,) = KEY.findall(refused.text)
    browser.post(f"{desk.address}/entries", data={**typed, "text": "Kedua.", "key": new_key})
    assert [entry.text for entry in desk.minutes.entries] == ["Pertama.", "Kedua."]


def test_one_box_means_all_regional_offices(browser: FlaskClient, desk: Desk) -> None:
    for code in ("kaltim", "bali", "merek"):
        desk.cast.office(code)
    browser.post(
        f"{desk.address}/entries", data=desk.typed(kind="action", all_regional="y", due_on="2024-09-30")
    )
    assert {unit.office.code for unit in desk.minutes.entries[0].units} == {"kaltim", "bali"}


def test_a_conflict_shows_both_versions_and_the_next_save_succeeds(browser: FlaskClient, desk: Desk) -> None:
    entry = desk.write(desk.wording("Asal."))
    with transaction():
        revise_entry(desk.minutes, entry, desk.wording("Versi Dhea."), base_revision=1, by=desk.by)
    typed = desk.typed("Versi Bagas.", revision=1)
    conflict = browser.post(f"{desk.address}/entries/{entry.id}", data=typed)
    assert conflict.status_code == 422
    assert "Versi Dhea." in conflict.text
    assert "Versi Bagas." in conflict.text
    assert 'name="revision" type="hidden" value="2"' in conflict.text
    saved = browser.post(f"{desk.address}/entries/{entry.id}", data={**typed, "revision": 2})
    assert saved.status_code == 303
    assert desk.minutes.entries[0].text == "Versi Bagas."


def test_what_is_typed_into_published_minutes_is_not_lost(browser: FlaskClient, desk: Desk) -> None:
    desk.write()
    desk.publish()
    answer = browser.post(f"{desk.address}/entries", data=desk.typed("Terlambat diketik."))
    assert answer.status_code == 422
    assert "sudah terbit" in answer.text
    assert "Terlambat diketik." in answer.text


def test_striking_offers_to_restore(browser: FlaskClient, desk: Desk) -> None:
    entry = desk.write()
    struck = browser.get(browser.post(f"{desk.address}/entries/{entry.id}/strike").location)
    assert f"{desk.address}/entries/{entry.id}/restoration" in struck.text
    browser.post(f"{desk.address}/entries/{entry.id}/restoration")
    assert desk.minutes.entries[0].struck_at is None


def test_an_incomplete_action_blocks_the_button_and_links_to_what_is_missing(
    browser: FlaskClient, desk: Desk
) -> None:
    entry = desk.write(desk.action("kaltim", due_on=None))
    page = browser.get(desk.address).text
    assert f"TL-{desk.minutes_id:02}.01 belum bertenggat" in page
    assert f"{desk.address}/entries/{entry.id}" in page
    assert 'aria-describedby="missing-title"' in page
    assert browser.post(f"{desk.address}/publication").status_code == 422


def test_publishing_leads_to_a_page_that_turns_into_the_pdf(browser: FlaskClient, desk: Desk) -> None:
    desk.write()
    page = browser.get(browser.post(f"{desk.address}/publication").location).text
    assert "Naskah sedang dicetak" in page
    assert browser.get(f"{desk.address}/progress").headers.get("X-Poll") is None
    run_due_jobs()
    assert browser.get(f"{desk.address}/progress").headers["X-Poll"] == "stop"
    pdf = browser.get(f"{desk.address}/paper.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["ETag"].strip('"') == desk.document.sha256


def test_publishing_what_is_published_is_told_in_words(browser: FlaskClient, desk: Desk) -> None:
    desk.write()
    desk.publish()
    answer = browser.post(f"{desk.address}/publication")
    assert answer.status_code == 409
    assert "sudah terbit" in answer.text


def test_a_paper_that_could_not_be_printed_says_why_and_can_be_printed_again(
    browser: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise PaperUnavailable

    desk.write()
    desk.publish()
    with monkeypatch.context() as broken:
        broken.setattr(FakePress, "print_minutes", missing)
        run_due_jobs()
    page = browser.get(desk.address).text
    assert "libpango" in page
    assert f"{desk.address}/printing" in page
    browser.post(f"{desk.address}/printing")
    run_due_jobs()
    assert browser.get(f"{desk.address}/paper.pdf").status_code == 200


def test_a_draft_is_printed_in_the_background_and_offered(browser: FlaskClient, desk: Desk) -> None:
    desk.write()
    job = browser.post(f"{desk.address}/drafts").location
    run_due_jobs()
    assert f"{desk.address}/drafts/1.pdf" in browser.get(job).text
    assert browser.get(f"{desk.address}/drafts/1.pdf").data.startswith(b"%PDF")
    assert browser.get(f"{desk.address}/drafts/2.pdf").status_code == 404


def test_minutes_are_opened_for_sessions_without_minutes_only(browser: FlaskClient, desk: Desk) -> None:
    free = desk.cast.session("Diskusi")
    page = browser.get(f"/events/{desk.event.slug}/minutes/new").text
    assert "Diskusi" in page
    assert "Pleno pertama" not in page
    typed = {"title": "Notula diskusi", "sessions": [free.id]}
    answer = browser.post(f"/events/{desk.event.slug}/minutes/new", data=typed)
    assert answer.status_code == 303


def test_minutes_of_another_event_are_not_there(client: FlaskClient, desk: Desk) -> None:
    elsewhere = desk.cast.make_event("rakornis-lain")
    sign_in(client, desk.cast.user(Role.ADMINISTRATOR))
    own, foreign = desk.address, f"/events/{elsewhere.slug}/minutes/{desk.minutes_id}"
    assert client.get(own).status_code == 200
    for path in ("", "/preview", "/paper.pdf", "/progress", "/closing", "/publication", "/drafts/1.pdf"):
        assert client.get(foreign + path).status_code == 404, path
    assert client.post(f"{foreign}/entries", data=desk.typed()).status_code == 404
    assert client.post(f"{foreign}/publication").status_code == 404


def test_an_entry_is_reached_through_its_own_minutes_only(browser: FlaskClient, desk: Desk) -> None:
    entry = desk.another().write()
    assert browser.get(f"{desk.address}/entries/{entry.id}").status_code == 404
    assert browser.post(f"{desk.address}/entries/{entry.id}/strike").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.OFFICE_OPERATOR, Role.VERIFIER])
def test_a_draft_is_not_there_for_those_who_may_read_published_minutes_only(
    client: FlaskClient, desk: Desk, role: Role
) -> None:
    desk.write()
    sign_in(client, desk.cast.user(role, office=desk.cast.office("kaltim")))
    assert "Pleno pertama" not in client.get(f"/events/{desk.event.slug}/minutes").text
    assert client.get(desk.address).status_code == 404
    desk.publish()
    assert client.get(desk.address).status_code == 200


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.LEADERSHIP])
def test_a_reader_sees_the_draft_as_a_paper_and_cannot_write(
    client: FlaskClient, desk: Desk, role: Role
) -> None:
    desk.write()
    sign_in(client, desk.cast.user(role))
    page = client.get(desk.address).text
    assert "Draf, belum bernomor" in page
    assert f"{desk.address}/entries" not in page
    assert client.post(f"{desk.address}/entries", data=desk.typed()).status_code == 403
    assert client.post(f"{desk.address}/publication").status_code == 403
