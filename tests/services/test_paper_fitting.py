"""Names never leave their box: measured with the fonts that print them."""

import pytest

from app.services.paper import unprintable
from app.services.paper.fitting import (
    CARD_BOX,
    NAME_BOX,
    balanced,
    fit_certificate_name,
    fit_first_line,
    fit_full_name,
    fit_office,
)
from app.services.paper.legible import NamePaper, hard_to_read
from app.services.paper.lettering import BADGE_BOLD, BADGE_NAME, CERTIFICATE_NAME, width
from app.services.paper.parts import PrintedName
from tests.services import paper_cast as cast

PEOPLE = cast.people()
LONGEST = "Kusumawardhanasari " * 9 + "Suryaningprang"


def stays(fitted, face, box):
    return all(width(line, face) * fitted.size <= box for line in fitted.lines)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["no"])
def test_every_difficult_name_stays_in_its_box(person):
    name = cast.printed_name(person)
    assert stays(fit_certificate_name(name), CERTIFICATE_NAME, NAME_BOX)
    assert stays(fit_first_line(name), BADGE_BOLD, CARD_BOX)
    full = fit_full_name(name)
    assert stays(full, BADGE_NAME, CARD_BOX)
    assert len(full.lines) <= 3


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["no"])
def test_no_letter_of_a_name_is_lost_or_changed(person):
    for fitted in (fit_certificate_name(cast.printed_name(person)), fit_full_name(cast.printed_name(person))):
        assert " ".join(fitted.lines).replace("\u00a0", " ") == person["display"]


def test_thirty_nine_of_forty_names_take_one_line():
    lines = [len(fit_certificate_name(cast.printed_name(person)).lines) for person in PEOPLE]
    assert lines.count(1) == 39


def test_the_longest_name_is_parted_near_its_middle_and_keeps_its_titles():
    fitted = fit_certificate_name(cast.printed_name(PEOPLE[21]))
    assert fitted.lines == (
        "Raden Roro Anindhita Kusumawardhanasari",
        "Prabaningrum Dyah Pitaloka Suryaningprang, S.H., M.Kn., LL.M.",
    )


@pytest.mark.parametrize("name", [LONGEST, "W" * 120])
def test_a_name_of_any_length_stays_on_the_page(name):
    printed = PrintedName(full=f"{name}, S.H.", name=name, back_titles="S.H.")
    assert stays(fit_certificate_name(printed), CERTIFICATE_NAME, NAME_BOX)
    assert stays(fit_first_line(printed), BADGE_BOLD, CARD_BOX)
    assert stays(fit_full_name(printed), BADGE_NAME, CARD_BOX)
    assert stays(fit_office(name), BADGE_BOLD, CARD_BOX)


@pytest.mark.parametrize(
    ("name", "first_line"),
    [
        ("Andi Tenrisangka Makkulau", "Andi Tenrisangka"),
        ("Muh. Ilhamsyah Dg. Manrapi", "Muh. Ilhamsyah"),
        ("M. Iqbal Fadhlurrahman Dt. Rangkayo Basa", "M. Iqbal"),
        ("Ucu", "Ucu"),
    ],
)
def test_a_short_first_word_takes_the_next_with_it(name, first_line):
    assert fit_first_line(PrintedName(full=name, name=name)).lines[0].replace("\u00a0", " ") == first_line


def test_the_name_a_person_asked_for_wins():
    name = PrintedName(
        full="Aloysius Gonzaga Tri Wahyu Nugrahadi", name="Aloysius Gonzaga", call_name="Wahyu"
    )
    assert fit_first_line(name).lines == ("Wahyu",)


def test_a_long_title_is_broken_into_lines_of_like_width():
    lines = balanced(cast.LONG_TITLE)
    assert " ".join(lines) == cast.LONG_TITLE
    widths = [width(line, "EBGaramond-400") for line in lines]
    assert max(widths) < 1.3 * min(widths)


def test_letters_of_indonesian_and_latin_extended_names_can_be_printed():
    assert unprintable("Ma’shum Al-Fathoni, Nur'aeni – Renée Čapek") == ""
    assert unprintable("Budi 山田 ☺\u200b") == "山田☺\u200b"


HUNDRED = (
    "Muhammad Kartosuwiryo Wibawanagara Sastramihardja Tjokrodiningrat Hadiwidjojo Mangkunegara Wreksodin"
)
TITLES = (
    "S.H., M.H., M.Kn., LL.M., Ph.D., CLA., CTL., CCMs., CPM., C.P.Arb., CIRP., FCBArb., FIIArb., AIIArb."
)


def test_every_difficult_name_and_one_of_a_hundred_letters_can_be_read():
    names = [cast.printed_name(person) for person in cast.people()]
    assert len(names) == 40
    assert [name.full for name in names if hard_to_read(name)] == []
    assert len(HUNDRED) == 100
    assert hard_to_read(PrintedName(HUNDRED, HUNDRED)) == ()


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        (PrintedName("Abcdefghij" * 10, "Abcdefghij" * 10), (NamePaper.BADGE,)),
        (PrintedName("W" * 100, "W" * 100), (NamePaper.BADGE, NamePaper.CERTIFICATE)),
        (PrintedName(f"{HUNDRED}, {TITLES}", HUNDRED, TITLES), (NamePaper.CERTIFICATE,)),
        (PrintedName("Wreksodiningrat" * 3, "Wreksodiningrat" * 3), (NamePaper.BADGE,)),
    ],
)
def test_a_name_that_comes_out_too_small_is_told(name: PrintedName, papers: tuple[NamePaper, ...]):
    assert hard_to_read(name) == papers
