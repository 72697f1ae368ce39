"""Below the header only people are people: not headings, totals, signatures or merged blanks."""

import pytest

from tests.participants.workbooks import NIP, OTHER_NIP, kinds, names, roster

HEADER = ["No", "Nama", "NIP", "Jabatan", "Unit Kerja", "Keterangan"]


def test_numbers_under_the_header_totals_and_signatures_are_nobody():
    read = roster(
        ["DAFTAR NAMA PESERTA"],
        [],
        ["NO.", "N A M A", "N I P / N R P", "J A B A T A N", "SATUAN KERJA", "KET."],
        [1, 2, 3, 4, 5, 6],
        [1, "BUDI SANTOSO, SH", NIP, "Kabid", "KANWIL BALI", "Narasumber"],
        [2, "-", "", "", "KANWIL BALI", ""],
        ["JUMLAH", "", "2"],
        [],
        ["", "", "", "", "Denpasar, 4 September 2024"],
        ["", "Mengetahui,", "", "", "Ketua Panitia,"],
        ["", "Budi Atasan, S.H.", "", "", "Rina"],
        ["", "NIP. 197001011990011001"],
    )
    assert [(row.row, row.name, row.role) for row in read.rows] == [(5, "BUDI SANTOSO", "Narasumber")]
    assert read.problems == ()


def test_letters_under_the_header_are_nobody():
    assert names(roster(["Nama", "NIP", "Unit"], ["a", "b", "c"], ["Budi", "", "Kanwil Bali"])) == ["Budi"]


def test_a_merged_name_may_cover_a_row_and_a_merged_office_several_people():
    read = roster(
        ["No", "Nama", "NIP", "Unit Kerja", "Telepon"],
        [1, "Cut Meutia", NIP, "Kanwil Aceh", "081200000001"],
        ["", "", "", "", "081200000002"],
        [2, "Teuku Umar", "", "", ""],
        [3, "Said", "", "", ""],
        merge=["B2:B3", "D2:D5"],
    )
    assert [(row.row, row.name, row.unit) for row in read.rows] == [
        (2, "Cut Meutia", "Kanwil Aceh"),
        (4, "Teuku Umar", "Kanwil Aceh"),
        (5, "Said", "Kanwil Aceh"),
    ]


def test_headings_between_people_give_office_and_role():
    read = roster(
        ["No", "Nama", "NIP", "Jabatan"],
        ["A", "KANWIL ACEH"],
        [1, "Cut Meutia", NIP, "Kepala"],
        ["KANWIL BALI (2 orang)"],
        [1, "I Made", None, "Staf"],
        ["II.", "PANITIA"],
        [1, "Rina", None, "Ketua"],
    )
    assert [(row.name, row.unit, row.role) for row in read.rows] == [
        ("Cut Meutia", "KANWIL ACEH", ""),
        ("I Made", "KANWIL BALI", ""),
        ("Rina", "", "PANITIA"),
    ]


@pytest.mark.parametrize("line", [["Satuan Kerja : Kanwil Bali"], ["Satuan Kerja", ": Kanwil Bali"]])
def test_an_office_named_above_the_table_is_everybodys(line):
    read = roster(line, [], ["No", "Nama", "Jabatan"], [1, "Made", "Kabid"])
    assert read.rows[0].unit == "Kanwil Bali"


def test_a_header_repeated_on_the_next_page_is_nobody_and_may_have_other_columns():
    read = roster(
        ["No", "Nama", "NIP", "Unit"],
        [1, "Agus", "", "Kanwil Bali"],
        ["No", "Nama", "NIP", "Unit"],
        [2, "Budi", "", "Kanwil Bali"],
        ["NARASUMBER"],
        ["Nama", "Jabatan", "Instansi"],
        ["Citra", "Guru Besar", "Universitas Contoh"],
    )
    assert names(read) == ["Agus", "Budi", "Citra"]
    assert (read.rows[2].position, read.rows[2].unit) == ("Guru Besar", "Universitas Contoh")


def test_a_person_with_nothing_but_a_name_is_somebody():
    assert names(roster(HEADER, ["", "Ucu"], [2, "A.N. Rahman"], ["", "王小明"])) == [
        "Ucu",
        "A.N. Rahman",
        "王小明",
    ]


def test_a_number_or_an_address_without_a_name_is_somebody_whose_name_is_missing():
    read = roster(HEADER, [1, "", OTHER_NIP, "", "Kanwil Bali"], [2, "", "", "Staf", "Kanwil Bali"])
    assert kinds(read) == [(2, "name", "name_missing", "error")]


def test_an_office_named_once_for_several_people_is_carried_down_with_a_warning():
    read = roster(
        ["Nama", "Unit Kerja"], ["A B", "Kanwil Aceh"], ["C D", ""], ["E F", ""], ["G H", "Kanwil Bali"]
    )
    assert [row.unit for row in read.rows] == ["Kanwil Aceh", "Kanwil Aceh", "Kanwil Aceh", "Kanwil Bali"]
    assert kinds(read) == [(3, "unit", "unit_carried_down", "warning")]


def test_an_office_missing_once_is_not_guessed():
    read = roster(["Nama", "Unit Kerja"], ["A B", "Kanwil Aceh"], ["C D", ""], ["E F", "Kanwil Bali"])
    assert [row.unit for row in read.rows] == ["Kanwil Aceh", "", "Kanwil Bali"]


def test_a_total_of_several_columns_is_nobody():
    assert names(roster(["Nama", "NIP", "Unit", "HP"], ["Budi", "", "A", ""], ["TOTAL", 1, 2, 3])) == ["Budi"]


def test_a_place_name_left_of_the_names_heads_its_people():
    read = roster(
        ["No", "Nama", "Jabatan"], ["ACEH"], [1, "Cut", "Staf"], ["DAFTAR NARASUMBER"], [1, "Rina", "Guru"]
    )
    assert [(row.name, row.unit, row.role) for row in read.rows] == [
        ("Cut", "ACEH", ""),
        ("Rina", "", "NARASUMBER"),
    ]


def test_a_name_merged_over_columns_is_a_person_and_not_a_heading():
    read = roster(["No", "Nama", "", "", "Unit"], [1, "Budi", "", "", ""], merge=["B1:D1", "B2:D2"])
    assert names(read) == ["Budi"]


def test_rank_and_grade_of_two_columns_are_printed_together():
    read = roster(
        ["Nama", "Pangkat", "Gol/Ruang", "Unit"],
        ["Budi", "Penata", "III/c", "A"],
        ["Rini", "Penata (III/c)", "III/c"],
    )
    assert [row.rank for row in read.rows] == ["Penata (III/c)", "Penata (III/c)"]


def test_a_name_whose_number_is_said_to_be_none_has_none():
    read = roster(["Nama / NIP", "Unit"], ["Ni Luh Ayu\nNIP. -", "Kanwil Bali"])
    assert [(row.name, row.nip) for row in read.rows] == [("Ni Luh Ayu", None)]
    assert read.problems == ()
