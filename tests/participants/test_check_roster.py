"""Every problem of a sheet is shown with its row, its column and what to do."""

import pytest

from tests.participants.workbooks import NIP, OTHER_NIP, kinds, read, roster

HEADER = ["Nama", "NIP", "Unit", "HP", "Email", "L/P"]


@pytest.mark.parametrize("nip", [int(NIP), "1.98609E+17", 1.98609e17])
def test_a_number_that_lost_its_digits_is_reported_and_never_stored(nip):
    found = roster(HEADER, ["Budi", nip, "Kanwil Bali"])
    assert kinds(found) == [(2, "nip", "nip_lost_digits", "error")]
    assert found.rows[0].nip is None
    assert found.blocked


def test_a_number_of_the_wrong_form_is_refused_and_the_row_still_shown():
    found = roster(HEADER, ["Budi", "131234567", "Kanwil Bali"])
    assert kinds(found) == [(2, "nip", "nip_invalid", "error")]
    assert (found.rows[0].name, found.rows[0].nip, found.rows[0].nip_as_written) == (
        "Budi",
        None,
        "131234567",
    )


def test_police_have_a_rank_and_a_number_of_their_own():
    found = roster(
        ["Nama", "Pangkat", "NIP/NRP", "Unit"],
        ["Brigjen Pol. Drs. Wira, S.I.K.", "", "65010101", "DJKI"],
        ["AKBP Rina, S.H.", "AKBP", "74010101", "DJKI"],
        ["Doni", "", "74010102", "DJKI"],
    )
    assert [(row.rank, row.front_titles, row.nip) for row in found.rows[:2]] == [
        ("Brigjen Pol.", "Drs.", None),
        ("AKBP", "", None),
    ]
    assert kinds(found) == [(4, "nip", "nip_invalid", "error")]


def test_the_same_number_twice_is_an_error_that_names_the_first_row():
    found = roster(HEADER, ["Budi", NIP, "Kanwil Bali"], ["Rudi", NIP, "Kanwil Aceh"])
    assert kinds(found) == [(3, "nip", "repeated_person", "error")]
    assert found.problems[0].values["first"] == 2


def test_the_same_name_in_one_office_warns_and_twins_do_not():
    found = roster(
        HEADER,
        ["Muh. Ma'shum", "", "Kanwil Bali"],
        ["MUHAMMAD MA’SHUM", "", "KANWIL  BALI"],
        ["Rini", NIP, "Kanwil Banten"],
        ["Rini", OTHER_NIP, "Kanwil Jambi"],
    )
    assert kinds(found) == [(3, "name", "repeated_person", "warning")]


@pytest.mark.parametrize("name", ["Budi 😀", "王小明", "Bu\ufffddi", "Bu\ue000di", "Буди"])
def test_letters_that_papers_lack_are_an_error(name):
    assert kinds(roster(HEADER, [name, "", "Kanwil Bali"])) == [(2, "name", "unprintable_character", "error")]


def test_a_sheet_refuses_what_the_forms_would_refuse():
    """Latin, but in no font of the papers: nobody could save a form about this person afterwards."""
    assert kinds(roster(HEADER, ["\u0181arso Wirasanjaya", "", "Kanwil Bali"])) == [
        (2, "name", "unprintable_character", "error")
    ]


def test_the_papers_may_say_themselves_which_letters_they_have():
    content = "Nama,Unit\nZażółć,Kanwil Bali\n".encode()
    assert not read(content).problems
    found = read(content, printable=str.isascii)
    assert "“ż” U+017C" in str(found.problems[0].values["letters"])


def test_invisible_marks_are_left_out_with_a_warning_and_odd_spaces_without():
    found = roster(HEADER, ["Bu\u200bdi", "", "Kanwil Bali"], ["Rudi\u00a0 Hartono\n", "", "Kanwil Bali"])
    assert [row.name for row in found.rows] == ["Budi", "Rudi Hartono"]
    assert kinds(found) == [(2, "name", "unprintable_character", "warning")]


def test_a_name_longer_than_any_paper_is_an_error():
    assert kinds(roster(HEADER, ["x" * 100, "", "A"])) == []
    assert kinds(roster(HEADER, ["x" * 101, "", "A"])) == [(2, "name", "name_too_long", "error")]


def test_addresses_and_numbers_in_doubt_warn():
    found = roster(HEADER, ["Budi", "-", "A", 8123456789, "budi@contoh,example", "P"])
    assert (found.rows[0].phone, found.rows[0].email, found.rows[0].sex) == ("08123456789", "", "P")
    assert kinds(found) == [
        (2, "email", "email_invalid", "warning"),
        (2, "phone", "phone_unusual", "warning"),
    ]


def test_a_number_that_contradicts_the_column_of_sex_warns():
    assert kinds(roster(HEADER, ["Rini", NIP, "A", "", "", "Perempuan"])) == [
        (2, "nip", "nip_unusual", "warning")
    ]


def test_twelve_problems_are_twelve():
    found = roster(HEADER, *(["Budi", "123", f"Kanwil {number}"] for number in range(12)))
    assert len(found.problems) == 12
    assert all(problem.msgid % problem.values for problem in found.problems)
