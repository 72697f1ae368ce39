"""What the press promises: official papers, complete, readable by machines, the same bytes every time."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from app.services.paper import FakePress, PaperUnavailable, UnprintableLetters, WeasyPrintPress, paper_health
from app.services.paper.parts import BadgeLayout, CertificateDesign, Draft, PrintedName
from app.services.paper.refusals import AddressTooLong, MarkUnreadable
from tests.services import paper_cast as cast
from tests.services.minutes_cast import minutes_paper

ROOT = Path(__file__).parents[2]
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def press():
    return WeasyPrintPress(ROOT / "static", ROOT / "templates")


@pytest.fixture(scope="module")
def papers(press):
    person = cast.people()[1]
    certificates = [
        cast.certificate(person, lessons=cast.LESSONS),
        cast.certificate(person, design=CertificateDesign.FESTIVE),
    ]
    sober, festive = press.print_certificates(certificates)
    return {
        "badges": press.print_badges(cast.badge_sheet(count=4)),
        "attendance": press.print_attendance_list(cast.attendance_list(groups=3)),
        "minutes": press.print_minutes(minutes_paper()),
        "draft": press.print_minutes(minutes_paper(draft=Draft(2, "6 September 2024 pukul 18.05 WITA"))),
        "sober": sober,
        "festive": festive,
    }


def text_of(paper, *options):
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=paper, capture_output=True, check=True).stdout.decode()


def codes_of(paper, tmp_path, dpi=150):
    (tmp_path / "paper.pdf").write_bytes(paper)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "paper.pdf", "page"], cwd=tmp_path, check=True)
    found = []
    for picture in sorted(tmp_path.glob("page-*.pgm")):
        with Image.open(picture) as page:
            found += [code.text for code in zxingcpp.read_barcodes(page.convert("L"))]
    return found


KINDS = ("badges", "attendance", "minutes", "draft", "sober", "festive")


@pytest.mark.parametrize("kind", KINDS)
def test_every_paper_is_a_tagged_indonesian_pdf_a_with_a_title(papers, kind):
    with pikepdf.open(io.BytesIO(papers[kind])) as pdf, pdf.open_metadata() as metadata:
        assert pdf.Root.Lang == "id"
        assert pdf.Root.MarkInfo.Marked
        assert "/OutputIntents" in pdf.Root
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_is_embedded_and_no_picture_is_smoothed(papers, kind):
    with pikepdf.open(io.BytesIO(papers[kind])) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                assert any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                assert any(name in str(thing.FontName) for name in ("Arimo", "Garamond", "Cinzel", "Barlow"))
            if isinstance(thing, pikepdf.Stream):
                assert not thing.get("/Interpolate", False)


@pytest.mark.parametrize("kind", KINDS)
def test_qpdf_finds_nothing_wrong(papers, kind, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(papers[kind])
    subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, check=True)


def test_the_qr_of_a_paper_leads_to_its_verification(papers, tmp_path):
    for kind, code in (("attendance", "P9HN72S6G4P2DG35PASL"), ("minutes", "RAF55BF8NCVVTBJXP4Q2")):
        folder = tmp_path / kind
        folder.mkdir()
        assert codes_of(papers[kind], folder) == [f"HTTPS://RAKORNIS.EXAMPLE/V/{code}"]
    assert codes_of(papers["festive"], tmp_path) == ["HTTPS://RAKORNIS.EXAMPLE/V/UDVCAY2VD7WM2DFHDU02"]


def test_every_badge_carries_its_pass_on_both_sides(papers, tmp_path):
    sheet = cast.badge_sheet(count=4)
    assert sorted(codes_of(papers["badges"], tmp_path)) == sorted(
        b.pass_address.upper() for b in sheet.badges * 2
    )


def test_a_card_is_a6_and_its_back_follows_it(press):
    paper = press.print_badges(cast.badge_sheet(count=2, layout=BadgeLayout.CARD))
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert len(pdf.pages) == 4
        assert [round(float(edge) / POINTS_PER_MM) for edge in pdf.pages[0].MediaBox] == [0, 0, 105, 148]


def test_a_draft_says_so_and_cannot_be_verified(papers, tmp_path):
    text = text_of(papers["draft"])
    assert "belum bernomor" in text
    assert "DRAF ke-2, belum ditandatangani" in text
    assert codes_of(papers["draft"], tmp_path, dpi=72) == []


def test_minutes_tell_decisions_obstacles_and_follow_ups(papers):
    text = text_of(papers["minutes"])
    for heading in ("A. Kehadiran", "C. Keputusan dan arahan", "D. Tantangan dan hambatan", "F. Penutup"):
        assert heading in " ".join(text.split())
    assert "TL-2024-018" in text
    assert "Hasil sesi ini: keputusan K-01; arahan A-01" in " ".join(text.split())


def test_an_attendance_list_counts_who_was_there(papers):
    text = " ".join(text_of(papers["attendance"]).split())
    assert "Rekapitulasi kehadiran" in text
    assert "17 dari 21 orang hadir, 2 di antaranya terlambat." in text
    assert "izin, sakit" in text


def test_a_list_still_to_be_signed_counts_nobody(press):
    paper = press.print_attendance_list(cast.attendance_list(signed=False, groups=2))
    assert "Rekapitulasi" not in text_of(paper)


def test_a_line_to_sign_on_is_one_drawing_that_all_rows_share(press):
    """Drawn dot by dot, the lines were a third of the time and four fifths of the file."""
    paper = press.print_attendance_list(cast.attendance_list(signed=False, groups=2))
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        operators = [str(one.operator) for one in pikepdf.parse_content_stream(pdf.pages[0])]
    assert operators.count("Do") >= 14
    assert operators.count("c") < 20


def test_certificates_come_in_order_one_file_each_with_their_own_title(press):
    people = cast.people()[:3]
    papers = list(press.print_certificates([cast.certificate(p, lessons=cast.LESSONS) for p in people]))
    for paper, person in zip(papers, people, strict=True):
        with pikepdf.open(io.BytesIO(paper)) as pdf, pdf.open_metadata() as metadata:
            assert len(pdf.pages) == 2
            assert metadata["dc:title"].endswith(person["display"])


def test_a_certificate_is_the_same_alone_and_among_others(press):
    batch = [cast.certificate(person) for person in cast.people()[:3]]
    alone = next(press.print_certificates([batch[1]]))
    assert list(press.print_certificates(batch))[1] == alone


def three_papers() -> str:
    """Print three kinds of papers, and tell the hash of their bytes."""
    press = WeasyPrintPress(ROOT / "static", ROOT / "templates")
    papers = [
        press.print_badges(cast.badge_sheet(count=2)),
        press.print_attendance_list(cast.attendance_list(groups=1)),
        *press.print_certificates([cast.certificate(cast.people()[1])]),
    ]
    return hashlib.sha256(b"".join(papers)).hexdigest()


def test_the_same_paper_has_the_same_bytes_in_every_process():
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"  # ours is another one
    there = subprocess.run(
        [sys.executable, "-c", "from tests.services.test_paper import three_papers as t; print(t())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert three_papers() == there.strip()


def test_letters_without_a_shape_are_refused_by_name(press):
    person = cast.people()[0]
    strange = cast.certificate(person, name=PrintedName(full="Sukarmin ☃", name="Sukarmin ☃"))
    with pytest.raises(UnprintableLetters, match=r"☃ \(U\+2603\)"):
        list(press.print_certificates([strange]))


def test_an_emblem_that_is_no_picture_is_refused(press):
    attendance = cast.attendance_list(groups=1)
    letterhead = replace(attendance.letterhead, mark=b"not a picture")
    with pytest.raises(MarkUnreadable):
        press.print_attendance_list(replace(attendance, letterhead=letterhead))


def test_an_uploaded_emblem_stands_in_the_letterhead(press):
    picture = io.BytesIO()
    Image.new("RGBA", (60, 60), (200, 30, 30, 128)).save(picture, "PNG")
    paper = cast.certificate(cast.people()[0])
    marked = replace(paper, letterhead=replace(paper.letterhead, mark=picture.getvalue()))
    with pikepdf.open(io.BytesIO(next(press.print_certificates([marked])))) as pdf:
        assert any(isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" for o in pdf.objects)


def test_an_address_too_long_for_a_readable_qr_is_refused(press):
    sheet = cast.badge_sheet(count=1)
    long = replace(sheet.badges[0], pass_address="https://rakornis.example/" + "p" * 400)
    with pytest.raises(AddressTooLong):
        press.print_badges(replace(sheet, badges=(long,)))


def test_without_pango_the_press_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "app.services.paper.engine", None)
    press = WeasyPrintPress(ROOT / "static", ROOT / "templates")
    with pytest.raises(PaperUnavailable, match=r"libpango-1\.0-0 libpangoft2-1\.0-0 libharfbuzz-subset0"):
        press.print_badges(cast.badge_sheet(count=1))
    assert next(check.name for check in paper_health() if not check.ok) == "weasyprint"


def test_a_machine_with_everything_is_healthy():
    assert [(check.name, check.ok) for check in paper_health()] == [
        ("weasyprint", True),
        ("harfbuzz_subset", True),
        ("fonts", True),
    ]


def test_the_fake_press_tells_papers_apart_and_repeats_itself():
    first, second = cast.people()[:2]
    papers = [cast.certificate(first), cast.certificate(second), cast.certificate(first)]
    one, two, three = FakePress().print_certificates(papers)
    assert one == three != two
