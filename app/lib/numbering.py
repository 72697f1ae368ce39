"""The numbers of documents: a pattern with places, filled by a running number and a date."""

import re
from string import Formatter

from app.lib.refusals import N_, Refused

PLACES = ("number", "year", "month", "roman_month", "day")
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WIDTH = re.compile(r"0?[1-9]?")


class NumberPatternUnclear(Refused):
    """The pattern of a document number cannot be filled in."""


def render_number(pattern: str, *, number: int, year: int, month: int = 1, day: int = 1) -> str:
    """Fill `HKI-KI.01.01-{number}` or `{number:04}/RAKORNIS/{roman_month}/{year}`.

    Raises NumberPatternUnclear for an unknown place, a bad format, or a pattern without {number}.
    """
    check_pattern(pattern)
    return pattern.format(
        number=number,
        year=year,
        month=f"{month:02}",
        roman_month=ROMAN_MONTHS[month - 1],
        day=f"{day:02}",
    )


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that could not be filled, and say what is allowed.

    Raises NumberPatternUnclear.
    """
    try:
        places = [
            (name, spec or "", conversion)
            for _, name, spec, conversion in Formatter().parse(pattern)
            if name is not None
        ]
    except ValueError as error:
        raise NumberPatternUnclear(
            N_(
                "The number pattern “%(pattern)s” has a brace too many or too few. "
                "Write places as {number} and {year}."
            ),
            pattern=pattern,
        ) from error
    for name, spec, conversion in places:
        _check_place(pattern, name, spec, conversion)
    if "number" not in {name for name, _, _ in places}:
        raise NumberPatternUnclear(
            N_("The number pattern “%(pattern)s” lacks {number}, so every document would get the same one."),
            pattern=pattern,
        )


def _check_place(pattern: str, name: str, spec: str, conversion: str | None) -> None:
    if name not in PLACES:
        raise NumberPatternUnclear(
            N_("The number pattern “%(pattern)s” has the unknown place {%(place)s}. Known are: %(places)s."),
            pattern=pattern,
            place=name,
            places=", ".join(f"{{{known}}}" for known in PLACES),
        )
    if conversion or (spec and (name != "number" or not _WIDTH.fullmatch(spec))):
        raise NumberPatternUnclear(
            N_(
                "In the number pattern “%(pattern)s” only {number} may have a width, for example {number:04}."
            ),
            pattern=pattern,
        )
