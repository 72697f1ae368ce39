"""The committee sees who earned a certificate, issues them, and hands them over."""

import io
import zipfile

import pytest

from app.access import Role
from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.documents.issue import verification_code
from app.events.models import Event
from app.jobs.worker import run_due_jobs
from app.participants.withdraw import withdraw_participant
from tests.cast import BAIQ, sign_in
from tests.certificates.hall import UNPRINTABLE

HERE = "/events/rakornis-uji/certificates"


@pytest.fixture
def committee(client, cast):
    return sign_in(client, cast.user(Role.COMMITTEE))


def test_the_page_counts_due_issued_and_not_due(committee, hall):
    hall.people(2)
    withdrawn = hall.came(BAIQ)
    with transaction():
        withdraw_participant(withdrawn, reason="Tugas lain", by=COMMAND_LINE)
    page = committee.get(HERE)
    assert "Terbitkan 2 sertifikat" in page.text
    assert "hadir sendiri di sedikitnya 1 sesi" in page.text
    assert "(1 mengundurkan diri)" in page.text


def test_the_button_starts_the_work_and_the_page_follows_it(committee, hall):
    hall.people(2)
    assert committee.get(f"{HERE}/issue").status_code == 200
    assert committee.post(HERE).status_code == 303
    waiting = committee.get(f"{HERE}/progress")
    assert "X-Poll" not in waiting.headers
    run_due_jobs()
    done = committee.get(f"{HERE}/progress")
    assert done.headers["X-Poll"] == "reload"
    assert "2 sertifikat terbit." in done.text
    assert "0002/RAKORNIS/2024" in committee.get(HERE).text


def test_a_name_that_failed_is_told_with_its_letters(committee, hall):
    hall.people(1)
    hall.came(UNPRINTABLE)
    hall.issue()
    page = committee.get(HERE)
    assert UNPRINTABLE in page.text
    assert "愛 (U+611B)" in page.text


def test_without_a_signer_the_button_says_what_is_missing(committee, hall):
    hall.people(1)
    with transaction():
        hall.event.signers.clear()
    page = committee.get(HERE)
    assert 'aria-describedby="blocked"' in page.text
    assert "Penanda tangan sertifikat belum ditetapkan" in page.text
    assert committee.post(HERE).status_code == 422


def test_the_zip_holds_every_certificate_in_a_folder_of_its_office(committee, hall):
    hall.came("Andi Tenrisangka, S.H.")
    hall.came(BAIQ, office="bali")
    hall.issue()
    sent = committee.get(f"{HERE}/certificates.zip")
    archive = zipfile.ZipFile(io.BytesIO(sent.data))
    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [
        "kanwil-bali/0002-RAKORNIS-2024_hj-baiq-zohratulaini-s-sos-m-a-p.pdf",
        "kanwil-kalimantan-timur/0001-RAKORNIS-2024_andi-tenrisangka-s-h.pdf",
    ]
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_a_specimen_bears_the_longest_name_and_no_number_is_taken(committee, hall):
    hall.people(1)
    sent = committee.get(f"{HERE}/specimen.pdf")
    assert sent.mimetype == "application/pdf"
    assert hall.papers() == []


def test_a_certificate_is_revoked_from_the_list(committee, hall):
    andi = hall.came("Andi Tenrisangka, S.H.")
    hall.issue()
    certificate = hall.held_by(andi)
    assert committee.get(f"{HERE}/{certificate.id}/revocation").status_code == 200
    done = committee.post(f"{HERE}/{certificate.id}/revocation", data={"reason": "Keliru orang"})
    assert done.location == HERE
    verified = committee.get(f"/V/{verification_code(hall.papers()[0])}")
    assert "Keliru orang" in verified.text
    assert "0001/RAKORNIS/2024, dicabut" in committee.get(f"{HERE}?standing=revoked").text


def test_a_certificate_is_issued_anew_and_printed_at_once(committee, hall):
    andi = hall.came("Andi Tenrisangka, S.H.")
    hall.issue()
    certificate = hall.held_by(andi)
    assert committee.get(f"{HERE}/{certificate.id}/edition").status_code == 200
    assert committee.post(f"{HERE}/{certificate.id}/edition").status_code == 303
    run_due_jobs()
    old, new = hall.papers()
    assert new.is_printed
    assert new.number in committee.get(f"/V/{verification_code(old)}").text


def test_the_search_finds_a_name_without_its_accents(committee, hall):
    hall.came("Andi Ma’shum, S.H.")
    hall.came(BAIQ)
    page = committee.get(f"{HERE}?standing=due&q=mashum")
    assert "Ma’shum" in page.text
    assert "Zohratulaini" not in page.text.split("<tbody>")[1].split("</tbody>")[0]


def test_a_certificate_of_another_event_is_not_there(committee, hall, cast):
    andi = hall.came("Andi Tenrisangka, S.H.")
    hall.issue()
    other: Event = cast.make_event("rakornis-lain")
    sign_in(committee, cast.user(Role.COMMITTEE, event=other))
    certificate = hall.held_by(andi)
    for rest in ("revocation", "edition"):
        assert committee.get(f"/events/rakornis-lain/certificates/{certificate.id}/{rest}").status_code == 404
        assert committee.get(f"{HERE}/{certificate.id}/{rest}").status_code == 404


@pytest.mark.parametrize(
    "role", [Role.GATE, Role.SECRETARY, Role.OFFICE_HEAD, Role.REGISTRATION_DESK, Role.PARTICIPANT]
)
@pytest.mark.any_database
def test_others_see_no_certificates(client, cast, role):
    sign_in(client, cast.user(role, office=cast.office("bali")))
    for rest in ("", "/progress", "/specimen.pdf", "/certificates.zip", "/issue"):
        assert client.get(HERE + rest).status_code == 403
    assert client.post(HERE).status_code == 403


def test_the_leadership_sees_but_does_not_issue(client, hall):
    hall.people(1)
    sign_in(client, hall.cast.user(Role.LEADERSHIP))
    assert "Terbitkan" not in client.get(HERE).text
    assert client.post(HERE).status_code == 403


def test_before_issuing_one_hears_how_many_names_are_unconfirmed(committee, hall):
    sure, _unsure = hall.people(2)
    with transaction():
        sure.name_confirmed_at = sure.registered_at
    page = committee.get(f"{HERE}/issue")
    assert "1 nama belum dinyatakan benar oleh orangnya." in page.text
    assert committee.post(HERE).status_code == 303


def test_before_issuing_one_hears_whose_name_comes_out_too_small(committee, hall):
    (fits,) = hall.people(1)
    assert "sukar dibaca" not in committee.get(HERE).text
    small = hall.came("W" * 100)
    page = committee.get(HERE).text
    assert "1 nama sukar dibaca pada sertifikatnya." in page
    assert f"/participants/{small.id}" in page
    assert f"/participants/{fits.id}" not in page.split("Memenuhi, belum terbit")[0]
