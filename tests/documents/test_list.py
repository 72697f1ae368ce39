"""The papers of an event: listed, opened and revoked by those who may."""

import pytest

from app.access import Role
from app.audit.models import AuditEntry
from app.db import db
from app.documents.models import DocumentKind, Revocation
from tests.cast import sign_in
from tests.documents.papers import PDF, issued


def address(document, rest):
    return f"/events/rakornis-uji/documents/{document.id}/{rest}"


def test_the_committee_sees_every_paper(client, cast):
    issued(cast.event, "certificate:1")
    issued(cast.event, "minutes:1", kind=DocumentKind.MINUTES)
    page = sign_in(client, cast.user(Role.COMMITTEE)).get("/events/rakornis-uji/documents")
    assert page.text.count("0001/UJI/2024") >= 2
    only = client.get("/events/rakornis-uji/documents?kind=certificate&q=tenrisangka")
    assert "Andi Tenrisangka" in only.text


def test_a_search_without_result_says_so(client, cast):
    issued(cast.event)
    page = sign_in(client, cast.user(Role.COMMITTEE)).get("/events/rakornis-uji/documents?q=tidak-ada")
    assert "Tidak ada yang cocok" in page.text


def test_an_office_sees_minutes_but_no_certificates_of_others(client, cast):
    certificate = issued(cast.event, "certificate:1")
    minutes = issued(cast.event, "minutes:1", kind=DocumentKind.MINUTES)
    sign_in(client, cast.user(Role.OFFICE_OPERATOR, office=cast.office("bali")))
    assert client.get(address(minutes, "file")).status_code == 200
    assert client.get(address(certificate, "file")).status_code == 404
    assert "Sertifikat" not in client.get("/events/rakornis-uji/documents").text


def test_the_file_is_what_was_issued_under_the_name_of_its_number(client, cast):
    document = issued(cast.event)
    sign_in(client, cast.user(Role.COMMITTEE))
    sent = client.get(address(document, "file"))
    assert sent.data == PDF
    assert sent.mimetype == "application/pdf"
    assert "0001-UJI-2024.pdf" in sent.headers["Content-Disposition"]
    assert sent.headers["ETag"] == f'"{document.sha256}"'
    again = client.get(address(document, "file"), headers={"If-None-Match": sent.headers["ETag"]})
    assert again.status_code == 304


def test_a_paper_that_is_not_printed_yet_says_so(client, cast):
    document = issued(cast.event, printed=None)
    sign_in(client, cast.user(Role.COMMITTEE))
    assert client.get(address(document, "file")).status_code == 503
    assert "Sedang dicetak" in client.get("/events/rakornis-uji/documents").text


def test_a_paper_of_another_event_is_not_there(client, cast):
    document = issued(cast.make_event("rakornis-lain"))
    sign_in(client, cast.user(Role.COMMITTEE))
    assert client.get(address(document, "file")).status_code == 404
    assert client.post(address(document, "revocation"), data={"reason": "Nama keliru"}).status_code == 404


def test_a_paper_is_revoked_with_a_reason(client, cast):
    document = issued(cast.event)
    sign_in(client, cast.user(Role.COMMITTEE))
    assert "0001/UJI/2024" in client.get(address(document, "revocation")).text
    done = client.post(address(document, "revocation"), data={"reason": "  Nama   penerima keliru "})
    assert done.status_code == 303
    assert db.session.query(Revocation).one().reason == "Nama penerima keliru"
    assert db.session.query(AuditEntry).filter_by(action="documents.revoke").count() == 1


def test_a_revocation_without_a_reason_keeps_the_paper(client, cast):
    document = issued(cast.event)
    sign_in(client, cast.user(Role.COMMITTEE))
    page = client.post(address(document, "revocation"), data={"reason": " "})
    assert page.status_code == 422
    assert "Sebutkan mengapa" in page.text
    assert db.session.query(Revocation).count() == 0


def test_a_paper_is_revoked_once(client, cast):
    document = issued(cast.event)
    sign_in(client, cast.user(Role.COMMITTEE))
    client.post(address(document, "revocation"), data={"reason": "Nama keliru"})
    assert client.post(address(document, "revocation"), data={"reason": "Sekali lagi"}).status_code == 422
    assert db.session.query(Revocation).count() == 1


@pytest.mark.parametrize("role", [Role.GATE, Role.SPEAKER, Role.REGISTRATION_DESK, Role.PARTICIPANT])
@pytest.mark.any_database
def test_others_do_not_see_the_papers(client, cast, role):
    document = issued(cast.event)
    sign_in(client, cast.user(role))
    assert client.get("/events/rakornis-uji/documents").status_code == 403
    assert client.get(address(document, "file")).status_code == 403


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.LEADERSHIP, Role.OFFICE_HEAD])
@pytest.mark.any_database
def test_who_may_read_may_not_revoke(client, cast, role):
    document = issued(cast.event, kind=DocumentKind.MINUTES)
    sign_in(client, cast.user(role, office=cast.office("bali")))
    assert client.post(address(document, "revocation"), data={"reason": "Nama keliru"}).status_code == 403


def test_without_an_account_the_list_asks_to_sign_in(client, cast):
    assert client.get(f"/events/{cast.event.slug}/documents").status_code == 303
