"""Anyone may ask about one paper, nobody about all of them."""

from io import BytesIO

import pytest

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.documents.facts import PaperFacts
from app.documents.issue import verification_code
from app.documents.revoke import revoke_document
from app.documents.supersede import supersede_document
from tests.documents.papers import PDF, issued

NIP = "196711251994032995"
UNKNOWN = "0123456789ABCDEFGHJKMNPQRS"


def address(document):
    return f"/V/{verification_code(document)}"


def compare(client, document, content, name="sertifikat.pdf"):
    return client.post(address(document), data={"file": (BytesIO(content), name)})


def test_a_valid_paper_says_so_with_number_name_event_place_and_dates(client, cast):
    page = client.get(address(issued(cast.event)))
    assert page.status_code == 200
    for words in (
        "Sah dan berlaku",
        "0001/UJI/2024",
        "Andi Tenrisangka Makkulau, S.H., M.Kn.",
        "Rapat Koordinasi Teknis Uji Coba Tahun 2024",
        "Bali, 4–8 September 2024",
        "Jumat, 6 September 2024",
    ):
        assert words in page.text


@pytest.mark.parametrize("form", ["/V/{}", "/v/{}", "/verify?code={}"])
@pytest.mark.parametrize("written", [str.upper, str.lower])
def test_the_code_may_be_written_in_any_case_at_any_of_the_addresses(client, cast, form, written):
    code = verification_code(issued(cast.event))
    assert "Sah dan berlaku" in client.get(form.format(written(code))).text


def test_the_page_is_in_no_index_and_no_cache_and_leaves_no_cookie(client, cast):
    page = client.get(address(issued(cast.event)))
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_no_nip_reaches_the_page(client, cast):
    cast.participant(nip=NIP)
    page = client.get(address(issued(cast.event)))
    assert NIP not in page.text
    assert "NIP" not in page.text


def test_a_revoked_paper_says_since_when_and_why(client, cast):
    document = issued(cast.event)
    with transaction():
        revoke_document(document, reason="Nama penerima keliru.", by=COMMAND_LINE)
    page = client.get(address(document))
    assert "Dicabut" in page.text
    assert "Nama penerima keliru." in page.text
    assert "Sah dan berlaku" not in page.text


def test_a_replaced_paper_leads_to_its_successor(client, cast):
    old, new = issued(cast.event, "certificate:1"), issued(cast.event, "certificate:2")
    with transaction():
        supersede_document(old, successor=new, by=COMMAND_LINE)
    page = client.get(address(old))
    assert "Digantikan" in page.text
    assert verification_code(new) in page.text
    assert "Sah dan berlaku" in client.get(address(new)).text


def test_a_paper_of_a_rehearsal_says_so(client, cast):
    facts = PaperFacts(event="Latihan", rehearsal=True)
    assert "latihan" in client.get(address(issued(cast.event, facts=facts))).text


@pytest.mark.parametrize("code", [UNKNOWN, "nothing", "1", "../../etc/passwd", "a" * 600])
def test_unknown_and_malformed_codes_get_the_same_answer(client, cast, code):
    issued(cast.event)
    page = client.get(f"/V/{code}")
    assert page.status_code == 404
    assert "Tidak ada dokumen dengan kode ini." in page.text
    assert "Andi" not in page.text
    assert page.headers["X-Robots-Tag"].startswith("noindex")


def test_a_number_or_an_id_is_no_code(client, cast):
    document = issued(cast.event)
    assert client.get(f"/verify?code={document.id}").status_code == 404
    assert client.get(f"/verify?code={document.number}").status_code == 404


@pytest.mark.parametrize("typed", ["/verify", "/v", "/V"])
def test_the_form_asks_for_a_code_also_at_the_short_address_on_the_paper(client, typed):
    page = client.get(typed)
    assert page.status_code == 200
    assert 'name="code"' in page.text


def test_the_very_file_is_recognised(client, cast):
    assert "byte demi byte" in compare(client, issued(cast.event), PDF).text


def test_a_changed_file_is_a_different_one(client, cast):
    assert "Ini berkas lain." in compare(client, issued(cast.event), PDF + b" ").text


def test_a_picture_is_not_a_pdf(client, cast):
    assert "bukan PDF" in compare(client, issued(cast.event), b"\x89PNG", "foto.png").text


def test_no_file_is_asked_for_again(client, cast):
    page = client.post(address(issued(cast.event)), data={})
    assert page.status_code == 200
    assert "Pilih PDF yang ingin Anda bandingkan." in page.text


def test_a_file_for_an_unknown_code_gets_the_same_answer(client):
    page = client.post(f"/V/{UNKNOWN}", data={"file": (BytesIO(PDF), "a.pdf")})
    assert page.status_code == 404
    assert "Tidak ada dokumen dengan kode ini." in page.text


def test_comparing_needs_no_token(app, client, cast):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert compare(client, issued(cast.event), PDF).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_the_thirty_first_question_within_a_minute_has_to_wait(client, cast, clock):
    for _ in range(30):
        assert client.get(f"/V/{UNKNOWN}").status_code == 404
    page = client.get(address(issued(cast.event)))
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert "60 detik" in page.text
    clock.pass_time(minutes=1)
    assert client.get(f"/V/{UNKNOWN}").status_code == 404


def test_the_thirty_questions_are_those_of_one_address(client):
    for _ in range(31):
        client.get(f"/V/{UNKNOWN}")
    assert client.get(f"/V/{UNKNOWN}", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
