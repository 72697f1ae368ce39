"""A statement carries its paragraphs, facts and tables; one letter without a shape does not stop a copy."""

import subprocess
from pathlib import Path

import pytest

from app.services.paper import Columns, Fact, Statement, StatementPart, WeasyPrintPress, printable
from tests.services import paper_cast

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def text():
    press = WeasyPrintPress(ROOT / "static", ROOT / "templates")
    rows = tuple((str(number), "Andi Tenrisangka Makkulau", "GA 402") for number in range(60))
    parts = (
        StatementPart("Orang", paragraphs=("Satu paragraf.",), facts=(Fact("Telepon", "08123"),)),
        StatementPart("Daftar", columns=Columns(("Nomor", "Nama", "Penerbangan"), rows)),
    )
    letterhead = paper_cast.attendance_list(groups=1).letterhead
    paper = press.print_statement(Statement(letterhead, "SALINAN", ("Rapat",), parts, as_of="6 September"))
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=paper, capture_output=True, check=True).stdout.decode()


def test_everything_stands_on_the_paper(text):
    assert all(words in text for words in ("SALINAN", "Satu paragraf.", "Telepon", "08123", "6 September"))


def test_a_long_table_repeats_its_headings(text):
    assert text.count("Penerbangan") > 1
    assert text.count("Andi Tenrisangka Makkulau") == 60


def test_a_letter_without_a_shape_becomes_a_question_mark():
    assert printable("Alergi 🥜 kacang") == "Alergi ? kacang"
