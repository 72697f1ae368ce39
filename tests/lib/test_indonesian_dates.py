"""Dates and times as Indonesian papers print them."""

from datetime import date, time

import pytest

from app.lib.indonesian_dates import date_range, full_date, time_range, zone_label

FRIDAY = date(2024, 9, 6)


def test_a_day_is_printed_with_its_name():
    assert full_date(FRIDAY) == "Jumat, 6 September 2024"


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
    assert time_range(time(15), time(17), "Asia/Jakarta") == "Pukul 15.00 s.d. 17.00 WIB"
    assert zone_label("Asia/Jayapura") == "WIT"
