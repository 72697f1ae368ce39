"""A delegation sheet is read however its committee has made it."""

import csv
from pathlib import Path

import pytest

from app.participants.roster_words import fields_of
from tests.participants.workbooks import NIP, OTHER_NIP, names, read, roster, workbook

DATA = Path(__file__).parents[1] / "data"
TRUTH = ("front", "name", "back", "nip", "rank", "position", "unit", "role", "phone", "email", "sex")


def test_the_committees_sheet_of_350_becomes_the_truth_without_a_problem():
    found = read((DATA / "roster.xlsx").read_bytes())
    with (DATA / "roster-truth.csv").open(encoding="utf-8") as file:
        truth = [tuple(row[field] for field in TRUTH) for row in csv.DictReader(file)]
    assert [
        (
            *(row.front_titles, row.name, row.back_titles, row.nip or "", row.rank, row.position),
            *(row.unit, row.role, row.phone, row.email, row.sex),
        )
        for row in found.rows
    ] == truth
    assert [row.row for row in found.rows] == list(range(5, 355))
    assert found.problems == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N A M A", "name"), ("NAMA LENGKAP", "name"), ("Nama Peserta", "name"),
        ("Nama\nLengkap & Gelar", "name"), ("Nama (beserta gelar)", "name"), ("N.I.P", "nip"),
        ("NIP / NRP", "nip"), ("N I P / N R P", "nip"), ("NIP/NI PPPK", "nip"),
        ("Nomor Induk Pegawai", "nip"), ("SATUAN KERJA", "unit"), ("Unit Kerja", "unit"),
        ("Asal Instansi", "unit"), ("NAMA SATKER", "unit"), ("Kanwil/Unit", "unit"),
        ("J A B A T A N", "position"), ("Nama Jabatan", "position"), ("PANGKAT/GOL.", "rank"),
        ("Gol. Ruang", "rank"), ("KET.", "note"), ("No. HP/WA", "phone"), ("No. H.P.", "phone"),
        ("Nomor WhatsApp aktif", "phone"), ("Telp.", "phone"), ("E-mail", "email"), ("Surel", "email"),
        ("Alamat E-mail", "email"), ("Peran", "role"), ("Sebagai", "role"), ("L/P", "sex"),
        ("Jenis Kelamin", "sex"), ("J K", "sex"), ("Gelar depan", "front_titles"),
        ("GELAR BELAKANG", "back_titles"), ("NO.", "number"), ("N O", "number"),
    ],
)  # fmt: skip
def test_columns_are_known_by_the_words_people_use(heading, field):
    assert fields_of(heading) == (field,)


@pytest.mark.parametrize(
    "heading",
    [
        "Nama Panggilan", "Nama Hotel", "Nama Atasan", "Tanda Tangan", "Ukuran Kaos", "Tanggal Lahir",
        "NIK", "NPWP", "Alamat", "Jumlah Peserta", "Golongan Darah",
        "DAFTAR NAMA PESERTA RAPAT KOORDINASI TEKNIS", "No. Surat Tugas",
    ],
)  # fmt: skip
def test_columns_that_are_not_about_the_person_are_left_alone(heading):
    assert set(fields_of(heading)) <= {"ignored"}


SUMMARY: list[list[object]] = [["No", "Nama Satuan Kerja", "Jumlah Peserta"], [1, "Kanwil Bali", 3]]


def test_a_summary_before_the_data_is_passed_over():
    people: list[list[object]] = [
        ["DAFTAR PESERTA"],
        [],
        ["No", "Nama", "Satker"],
        [1, "Budi", "Kanwil Bali"],
    ]
    found = read(workbook(("Rekap", SUMMARY), ("Data", people)))
    assert [(row.sheet, row.row, row.name) for row in found.rows] == [("Data", 4, "Budi")]


def test_a_header_of_two_rows_is_read_as_one():
    found = roster(
        ["NO", "NAMA", "", "", "NIP", "KONTAK", "", "UNIT KERJA"],
        ["", "GELAR DEPAN", "NAMA LENGKAP", "GELAR BELAKANG", "", "HP", "SUREL", ""],
        [1, "Dr.", "Budi", "S.H.", NIP, "0812345678", "a@b.id", "Kanwil Bali"],
        [2, "", "Dr. Rini, S.H.", "S.H., M.H.", "-", "", "", "Kanwil Bali"],
        merge=["B1:D1", "F1:G1", "A1:A2", "E1:E2", "H1:H2"],
    )
    first, second = found.rows
    assert (first.front_titles, first.name, first.back_titles, first.nip) == ("Dr.", "Budi", "S.H.", NIP)
    assert (first.phone, first.email, first.unit) == ("0812345678", "a@b.id", "Kanwil Bali")
    assert (second.front_titles, second.name, second.back_titles) == ("Dr.", "Rini", "S.H., M.H.")


def test_a_cell_that_holds_name_and_number_is_taken_apart():
    found = roster(
        ["NO", "NAMA / NIP", "JABATAN", "INSTANSI"],
        [1, "Budi Santoso, S.H.\nNIP. 19860926 201505 1 001", "Staf", "Kanwil Bali"],
        [2, "Siti Aisyah", "Staf", "Kanwil Bali"],
        ["", "NIP 199503062020122929"],
    )
    assert [(row.name, row.back_titles, row.nip) for row in found.rows] == [
        ("Budi Santoso", "S.H.", NIP),
        ("Siti Aisyah", "", OTHER_NIP),
    ]


def test_the_answers_of_an_online_form_are_a_roster():
    content = (
        'Timestamp,Email Address,"Nama Lengkap (beserta gelar, untuk sertifikat)",NIP/NRP (bila ada),Jabatan,'
        "Unit Kerja / Instansi Asal,Nomor HP yang terhubung WhatsApp,Apakah Bapak/Ibu bersedia hadir?\n"
        f'9/1/2024 10:00:00,a@b.id,"Budi, S.H.",{NIP},Staf,Kanwil Bali,081234567890,Ya\n'
    )
    row = read(content.encode()).rows[0]
    assert (row.name, row.back_titles, row.nip, row.unit) == ("Budi", "S.H.", NIP, "Kanwil Bali")
    assert (row.email, row.phone) == ("a@b.id", "081234567890")


def test_the_column_of_names_with_titles_is_preferred():
    found = roster(
        ["Nama Panggilan", "Nama (tanpa gelar)", "Nama Lengkap dengan Gelar", "Nama Instansi"],
        ["Bud", "Budi", "Dr. Budi, S.H.", "Kanwil Bali"],
    )
    assert (found.rows[0].front_titles, found.rows[0].back_titles, found.rows[0].unit) == (
        "Dr.",
        "S.H.",
        "Kanwil Bali",
    )


def test_one_sheet_for_each_office_is_read_as_one_roster():
    header = ["Nama", "NIP", "Jabatan"]
    found = read(
        workbook(
            ("Kanwil Aceh", [header, ["Cut", "", "Staf"]]),
            ("Kanwil Bali", [header, ["Made", "", "Staf"], ["Wayan", "", "Staf"]]),
            ("Kamar", [["No", "Nama", "Kamar"], [1, "Cut", 101]]),
        )
    )
    assert [(row.sheet, row.unit, row.name) for row in found.rows] == [
        ("Kanwil Aceh", "Kanwil Aceh", "Cut"),
        ("Kanwil Bali", "Kanwil Bali", "Made"),
        ("Kanwil Bali", "Kanwil Bali", "Wayan"),
    ]


def test_a_second_copy_of_the_list_is_reported_and_not_read():
    rows = [["Nama", "NIP", "Unit"], ["Budi", NIP, "Kanwil Bali"]]
    found = read(workbook(("Final", rows), ("Salinan", rows)))
    assert names(found) == ["Budi"]
    assert [problem.kind for problem in found.problems] == ["sheet_not_read"]


def test_examples_and_hidden_sheets_are_no_participants():
    rows = [["Nama", "Unit"], ["Contoh Orang", "Kanwil X"]]
    found = read(workbook(("Contoh Pengisian", rows), ("Data", [["Nama", "Unit"], ["Budi", "Kanwil Bali"]])))
    assert names(found) == ["Budi"]


def test_a_list_of_nothing_but_names_is_a_roster():
    assert names(read(b"Nama\nBudi\nRudi\n")) == ["Budi", "Rudi"]


def test_a_sheet_without_a_header_or_without_people_says_so():
    assert [problem.kind for problem in roster(["Budi", "a"], ["Rudi", "b"]).problems] == ["header_missing"]
    assert [problem.kind for problem in roster(["Nama", "Unit"]).problems] == ["nobody"]
