"""The certificate as it is printed: the real press, read back from the picture of the page."""

import subprocess
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from app.documents.issue import verification_address
from app.documents.queries import printed_bytes
from app.factory import STATIC, TEMPLATES
from app.services import EXTENSION, services
from app.services.paper import WeasyPrintPress

LONG = "Raden Roro Anindhita Kusumawardhanasari Prabaningrum Dyah Pitaloka Suryaningprang, S.H., M.Kn., LL.M."
NIP = "196711251994032995"


@pytest.fixture
def pressed(app, hall):
    """Let the real press print."""
    press = WeasyPrintPress(static=STATIC, templates=TEMPLATES)
    app.extensions[EXTENSION] = replace(services(), press=press)
    return hall


@pytest.mark.any_database
def test_the_qr_of_a_printed_certificate_leads_to_the_page_that_says_valid(pressed, client, tmp_path):
    pressed.came(LONG, office="merek")
    assert pressed.issue().outcome["issued"] == 1
    [paper] = pressed.papers()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(printed_bytes(paper))
    subprocess.run(["pdftoppm", "-r", "110", "-png", file, tmp_path / "page"], check=True)
    [picture] = tmp_path.glob("page*.png")
    [code] = zxingcpp.read_barcodes(Image.open(picture))
    assert code.text == verification_address(paper)
    assert "Sah dan berlaku" in client.get(code.text.removeprefix("HTTPS://RAKORNIS.EXAMPLE")).text


@pytest.mark.any_database
def test_it_says_name_number_role_event_and_dates_and_no_nip(pressed, tmp_path):
    person = pressed.cast.participant(LONG, nip=NIP)
    pressed.attend(person, pressed.session())
    pressed.issue()
    [paper] = pressed.papers()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(printed_bytes(paper))
    reader = PdfReader(file)
    words = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    for expected in (
        "Suryaningprang",
        paper.number,
        "Peserta",
        "di Bali, 4 s.d. 8 September 2024",
        "Bali, 6 September",
    ):
        assert expected in words
    assert NIP[:8] not in words
    assert "NIP" not in words


def test_printing_again_gives_the_very_same_bytes(pressed):
    pressed.people(2)
    pressed.issue()
    first = [paper.sha256 for paper in pressed.papers()]
    again = WeasyPrintPress(static=STATIC, templates=TEMPLATES)
    assert len({*first}) == 2
    assert _printed_again(pressed, again) == first


def _printed_again(hall, press):
    import hashlib  # noqa: PLC0415

    from app.certificates.paper import stationery_of  # noqa: PLC0415
    from app.certificates.queries import printed_certificates  # noqa: PLC0415

    stationery = stationery_of(hall.event)
    held = printed_certificates(hall.event)
    papers = [stationery.paper(one.participant, one.document) for one in held]
    return [hashlib.sha256(content).hexdigest() for content in press.print_certificates(papers)]
