"""Civil servants' numbers (NIP, NI PPPK): what is one, what lost its digits, how it is shown.

A NIP has 18 digits: date of birth (8), month of appointment (6), sex (1), running number (3).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.lib.folding import visible
from app.lib.refusals import N_

NIP_DIGITS = 18
OLD_NIP_DIGITS = 9
NIK_DIGITS = 16
POLICE_NUMBER_DIGITS = 8
SERVICE_NUMBER_DIGITS = 14  # army numbers are up to this long
PRECISE_DIGITS = 15  # a spreadsheet keeps no more of a number
YOUNGEST_AT_APPOINTMENT = 15
MONTHS = 12
FIRST_CONTRACT_NUMBER = 21

_NUMBER = re.compile(r"[0-9](?:[0-9 .,'’-]*[0-9])?")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_FRACTION = re.compile(r"([0-9]{15,})[.,]0+")


class NumberKind(StrEnum):
    """What the cell of an employee number holds."""

    NONE = "none"
    NIP = "nip"
    SERVICE = "service"  # NRP: police and army have one instead
    LOST_DIGITS = "nip_lost_digits"
    INVALID = "nip_invalid"


@dataclass(frozen=True)
class Remark:
    """A sentence for the one who filled in the number, with the values of its places."""

    msgid: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class EmployeeNumber:
    """The outcome of a check: `digits` only for a NIP; `error` blocks, `warnings` ask to look again."""

    kind: NumberKind
    digits: str | None = None
    error: Remark | None = None
    warnings: tuple[Remark, ...] = ()


NO_NUMBER = EmployeeNumber(NumberKind.NONE)
_SERVICE = EmployeeNumber(NumberKind.SERVICE)


def check_nip(text: str, today: date, *, in_service: bool = False) -> EmployeeNumber:
    """Judge what was written as an employee number.

    Spaces, dots and "NIP." do not count. Eighteen digits with a real date of birth and sex 1 or 2 are a NIP;
    oddities of appointment only warn. A number that a spreadsheet rounded is lost and never guessed.
    `in_service` tells that the person is of police or army, whose shorter number is no NIP.
    """
    text = unicodedata.normalize("NFKC", visible(text)).strip().strip("'\"=")
    if _SCIENTIFIC.search(text) or _FRACTION.search(text):
        return _lost(text)
    numbers = [re.sub(r"\D", "", found) for found in _NUMBER.findall(text)]
    numbers = [digits for digits in numbers if digits.strip("0")]
    if not numbers:
        return NO_NUMBER
    digits = next((digits for digits in numbers if len(digits) == NIP_DIGITS), "".join(numbers))
    if len(digits) == NIP_DIGITS and digits.endswith("000"):  # a sequence begins at 001; zeros are rounding
        return _lost(text)
    if len(digits) == NIP_DIGITS:
        return _judged(digits, today)
    if in_service or "nrp" in text.casefold():
        return _SERVICE if len(digits) <= SERVICE_NUMBER_DIGITS else _wrong_length(digits)
    return _wrong_length(digits)


def grouped(digits: str) -> str:
    """`198609262015051001` as `19860926 201505 1 001`; any other text unchanged."""
    if len(digits) != NIP_DIGITS:
        return digits
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def masked(digits: str) -> str:
    """The number without the dates it holds: only the last three digits show."""
    if len(digits) != NIP_DIGITS:
        return "•" * len(digits)
    return f"•••••••• •••••• • {digits[15:]}"


def sex_of(digits: str) -> str:
    """The sex a NIP states: `L` or `P`."""
    return {"1": "L", "2": "P"}.get(digits[14:15], "")


def _lost(text: str) -> EmployeeNumber:
    remark = Remark(
        N_(
            "The spreadsheet took the NIP for a number and lost its last digits (%(text)s). "
            "Format the column as text and type the 18 digits again."
        ),
        (("text", text),),
    )
    return EmployeeNumber(NumberKind.LOST_DIGITS, error=remark)


def lost_digits(text: str) -> EmployeeNumber:
    """The outcome for a cell that was typed as a number too long to be kept."""
    return _lost(text)


def _judged(digits: str, today: date) -> EmployeeNumber:
    born = _date(digits[:8])
    if born is None or born > today:
        return _invalid(
            N_("The NIP %(nip)s begins with a date that does not exist. Compare it with the decree."), digits
        )
    if not sex_of(digits):
        return _invalid(
            N_("The 15th digit of the NIP %(nip)s is neither 1 nor 2. Compare it with the decree."), digits
        )
    return EmployeeNumber(NumberKind.NIP, digits=digits, warnings=_oddities(digits, born, today))


def _oddities(digits: str, born: date, today: date) -> tuple[Remark, ...]:
    found = []
    if not born.year + YOUNGEST_AT_APPOINTMENT <= int(digits[8:12]) <= today.year + 1:
        found.append(N_("The NIP %(nip)s states an unusual year of appointment. Please look again."))
    if not 1 <= int(digits[12:14]) <= MONTHS and int(digits[12:14]) < FIRST_CONTRACT_NUMBER:
        found.append(
            N_("Digits 13 and 14 of the NIP %(nip)s are neither a month nor a contract. Please look again.")
        )
    return tuple(Remark(msgid, (("nip", grouped(digits)),)) for msgid in found)


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _wrong_length(digits: str) -> EmployeeNumber:
    hints = {
        OLD_NIP_DIGITS: N_(
            "%(nip)s has 9 digits: it is a number from before 2007. Write the NIP of 18 digits."
        ),
        NIK_DIGITS: N_("%(nip)s has 16 digits, like a population number (NIK). Write the NIP of 18 digits."),
        POLICE_NUMBER_DIGITS: N_(
            "%(nip)s has 8 digits, like a police number (NRP). Write the police rank beside it, "
            "or the NIP of 18 digits."
        ),
    }
    usual = N_(
        "The NIP %(nip)s has %(count)s digits instead of 18. Compare it with the decree, "
        "or leave the cell empty."
    )
    return _invalid(hints.get(len(digits), usual), digits)


def _invalid(msgid: str, digits: str) -> EmployeeNumber:
    shown = grouped(digits)
    return EmployeeNumber(NumberKind.INVALID, error=Remark(msgid, (("nip", shown), ("count", len(digits)))))
