"""Dates and numbers as Indonesian papers print them."""

from datetime import date, time

import pytest

from app.lib.indonesian_dates import date_in_words, date_range, full_date, spelled, time_range, zone_label

FRIDAY = date(2024, 9, 6)


def test_a_day_is_printed_with_its_name():
    assert full_date(FRIDAY) == "Jumat, 6 September 2024"
    assert full_date(FRIDAY, "en") == "Friday, 6 September 2024"


@pytest.mark.parametrize(
    ("first", "last", "printed"),
    [
        (date(2024, 9, 4), date(2024, 9, 8), "4 s.d. 8 September 2024"),
        (date(2024, 8, 30), date(2024, 9, 2), "30 Agustus s.d. 2 September 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 Desember 2024 s.d. 2 Januari 2025"),
        (FRIDAY, FRIDAY, "6 September 2024"),
    ],
)
def test_a_range_is_as_short_as_it_can_be(first, last, printed):
    assert date_range(first, last) == printed


def test_times_carry_the_label_of_their_zone():
    assert time_range(time(9), time(11, 30), "Asia/Makassar") == "Pukul 09.00 s.d. 11.30 WITA"
    assert time_range(time(15), None, "Asia/Jakarta") == "Pukul 15.00 s.d. selesai WIB"
    assert time_range(time(9), time(11, 30), "Asia/Makassar", "en") == "09:00 to 11:30 WITA"
    assert zone_label("Asia/Jayapura") == "WIT"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (133, "seratus tiga puluh tiga"),
        (1000, "seribu"),
        (2024, "dua ribu dua puluh empat"),
        (1_820_000, "satu juta delapan ratus dua puluh ribu"),
        (11_000_000_001, "sebelas miliar satu"),
    ],
)
def test_numbers_are_spelled(number, words):
    assert spelled(number) == words


def test_an_official_record_spells_its_date():
    assert date_in_words(FRIDAY) == "hari Jumat, tanggal enam bulan September tahun dua ribu dua puluh empat"
