"""One set of minutes on the real press: what a reader finds in the PDF, and where its QR leads."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from app.db import transaction
from app.documents.issue import verification_address
from app.documents.queries import printed_bytes
from app.jobs.worker import run_due_jobs
from app.minutes.models import EntryKind
from app.minutes.print_draft import ask_for_draft, printed_draft
from app.services import EXTENSION
from app.services.paper import WeasyPrintPress
from tests.minutes.attending import attend
from tests.minutes.conftest import Desk

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).parents[2]


@pytest.fixture
def full_desk(app: Flask, desk: Desk) -> Desk:
    """Return a desk with an entry of each kind, two people in the room, and the real press."""
    app.extensions[EXTENSION] = replace(
        app.extensions[EXTENSION], press=WeasyPrintPress(ROOT / "static", ROOT / "templates")
    )
    attend(desk.cast, desk.session, "present", office="kaltim")
    attend(desk.cast, desk.session, "ill", office="bali")
    for kind in EntryKind:
        if kind is not EntryKind.ACTION:
            desk.write(desk.wording(f"Isi butir {kind.value}.", kind=kind))
    desk.write(desk.action("merek", "kaltim"))
    return desk


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF, in lines of single blanks."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def codes_of(pdf: bytes, folder: Path) -> list[str]:
    """Read every QR code of a PDF from its pictures."""
    command = ["pdftoppm", "-r", "150", "-gray", "-png", "-", str(folder / "page")]
    subprocess.run(command, input=pdf, check=True)
    pages = [Image.open(picture).convert("L") for picture in sorted(folder.glob("page-*.png"))]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


def test_the_printed_minutes_tell_everything_and_lead_to_their_verification(
    full_desk: Desk, tmp_path: Path
) -> None:
    full_desk.publish()
    run_due_jobs()
    document = full_desk.document
    pdf = printed_bytes(document)
    words = text_of(pdf)
    assert "Nomor 001/NOTULA/2024" in words
    assert "Hadir 1 dari 2 peserta terdaftar." in words
    assert "K-1 Isi butir decision." in words
    assert "A-1 Isi butir directive." in words
    assert "Isi butir obstacle." in words
    assert f"TL-{full_desk.minutes_id:02}.01 Mengunggah data dukung." in words
    assert "30 September" in words
    assert codes_of(pdf, tmp_path) == [verification_address(document)]


def test_a_printed_draft_says_so_on_its_pages_and_has_no_code(full_desk: Desk, tmp_path: Path) -> None:
    with transaction():
        ask_for_draft(full_desk.minutes, by=full_desk.by)
    run_due_jobs()
    pdf = printed_draft(full_desk.minutes, 1)
    assert "DRAF ke-1, belum ditandatangani" in text_of(pdf)
    assert codes_of(pdf, tmp_path) == []
