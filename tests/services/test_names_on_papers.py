"""Forty difficult names on badge, certificate and list: printed by the real press, read back from the PDF."""

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from app.factory import STATIC, TEMPLATES
from app.participants.models import Participant
from app.services.paper import WeasyPrintPress
from app.services.paper.parts import BadgeLayout, PrintedName
from tests.services import paper_cast as cast

PEOPLE = cast.people()
POINTS_PER_MM = 72 / 25.4
BADGE_MARGIN, CERTIFICATE_MARGIN, LIST_MARGIN = 5.0, 28.0, 11.9  # mm that stay white at left and right
SHIPPED = ("Barlow", "EB-Garamond", "EBGaramond", "Arimo", "Cinzel")


def registered(person: dict[str, str]) -> Participant:
    """The person as the list holds it: titles, name and rank in their own columns."""
    columns = ("front_titles", "name", "back_titles", "rank")
    return Participant(**{column: person[column] for column in columns})


def printed_name(person: dict[str, str]) -> PrintedName:
    one = registered(person)
    return PrintedName(one.display_name, one.name, one.back_titles)


@pytest.fixture(scope="module")
def press() -> WeasyPrintPress:
    return WeasyPrintPress(STATIC, TEMPLATES)


def pages_of(paper: bytes) -> list[Tag]:
    """The pages with every word and its box, in points."""
    read = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=paper, capture_output=True, check=True)
    return list(BeautifulSoup(read.stdout, "html.parser").find_all("page"))


def words(page: Tag) -> str:
    return " ".join(word.text for word in page.find_all("word")).replace("\u00a0", " ")


def points(box: Tag, measure: str) -> float:
    return float(str(box[measure]))


def stays_inside(page: Tag, margin: float) -> bool:
    left, right = margin * POINTS_PER_MM, points(page, "width") - margin * POINTS_PER_MM
    boxes = page.find_all("word")
    return all(points(box, "xmin") >= left and points(box, "xmax") <= right for box in boxes) and all(
        points(box, "ymin") >= 0 and points(box, "ymax") <= points(page, "height") for box in boxes
    )


def fonts_of(paper: bytes, path) -> list[str]:
    path.write_bytes(paper)
    read = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True)
    return [line.split()[0].partition("+")[2] for line in read.stdout.splitlines()[2:]]


def test_the_list_keeps_every_name_as_it_is_displayed() -> None:
    assert len(PEOPLE) == 40
    assert [registered(person).display_name for person in PEOPLE] == [person["display"] for person in PEOPLE]


def test_every_name_stands_whole_on_its_badge(press: WeasyPrintPress, tmp_path) -> None:
    badges = tuple(replace(cast.badge(person), name=printed_name(person)) for person in PEOPLE)
    sheet = replace(cast.badge_sheet(), badges=badges, layout=BadgeLayout.CARD)
    paper = press.print_badges(sheet)
    fronts = pages_of(paper)[::2]
    assert len(fronts) == len(PEOPLE)
    for person, front in zip(PEOPLE, fronts, strict=True):
        assert person["display"] in words(front)
        assert stays_inside(front, BADGE_MARGIN), person["display"]
    assert all(font.startswith(SHIPPED) for font in fonts_of(paper, tmp_path / "badges.pdf"))


def test_every_name_stands_whole_on_its_certificate(press: WeasyPrintPress, tmp_path) -> None:
    certificates = [replace(cast.certificate(person), name=printed_name(person)) for person in PEOPLE]
    bound = bound_together(press.print_certificates(certificates))
    for person, page in zip(PEOPLE, pages_of(bound), strict=True):
        assert person["display"] in words(page)
        assert stays_inside(page, CERTIFICATE_MARGIN), person["display"]
    assert all(font.startswith(SHIPPED) for font in fonts_of(bound, tmp_path / "certificates.pdf"))


def bound_together(papers: Iterable[bytes]) -> bytes:
    """Bind papers of one page each, so that they are read in one go."""
    bound = BytesIO()
    with pikepdf.new() as book:
        for paper in papers:
            with pikepdf.open(BytesIO(paper)) as one:
                assert len(one.pages) == 1
                book.pages.extend(one.pages)
        book.save(bound)
    return bound.getvalue()


def test_every_name_stands_whole_on_the_attendance_list(press: WeasyPrintPress) -> None:
    paper = press.print_attendance_list(cast.attendance_list(groups=6))  # of seven: everybody is in
    pages = pages_of(paper)
    text = " ".join(words(page) for page in pages)
    assert all(part in text for person in PEOPLE for part in person["display"].split())
    assert all(stays_inside(page, LIST_MARGIN) for page in pages)
