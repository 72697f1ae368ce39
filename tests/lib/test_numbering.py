"""Document numbers: a pattern with places."""

import pytest

from app.lib.numbering import NumberPatternUnclear, render_number


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("HKI-KI.01.01-{number}", "HKI-KI.01.01-7"),
        ("{number:04}/RAKORNIS/{year}", "0007/RAKORNIS/2024"),
        ("{number}/HKI/{roman_month}/{year}", "7/HKI/IX/2024"),
        ("{{x}}-{number:3}-{month}-{day}", "{x}-  7-09-06"),
    ],
)
def test_places_are_filled(pattern, number):
    assert render_number(pattern, number=7, year=2024, month=9, day=6) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "KI-{year}",
        "{number}{nomor}",
        "{number",
        "{number.__class__}",
        "{number[0]}",
        "{number}/{unit}",
        "{}",
        "{number!r}",
        "{number:>9999999}",
        "{year:99}",
    ],
)
def test_a_pattern_that_cannot_be_filled_is_refused(pattern):
    with pytest.raises(NumberPatternUnclear):
        render_number(pattern, number=7, year=2024)
