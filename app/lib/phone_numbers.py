"""Telephone numbers as WhatsApp wants them: country code first, digits only, from whatever people wrote."""

import re
import unicodedata
from urllib.parse import quote

from app.lib.folding import visible
from app.lib.refusals import N_, Refused

HOME = "62"
SHARE_ADDRESS = "https://wa.me"
_CANDIDATE = re.compile(r"(?:\+|\b)[\d(][\d\s().\-]{5,}")
_TRUNK_ZERO = re.compile(r"\(0\)")
_FEWEST, _MOST = 8, 15  # digits with the country code; E.164
_MOBILE = re.compile(r"8\d{8,11}")  # after the country code


class NumberImpossible(Refused):
    """No telephone has this number, or WhatsApp cannot reach it."""


def international(text: str) -> str:
    """Return the digits of a number with its country code: 0812…, +62 812… and 62-812… give 62812….

    A number without a country is Indonesian; a foreign one begins with + or 00. Of several numbers the
    first counts. Raises NumberImpossible.
    """
    written = _plain(text)
    found = _CANDIDATE.search(written)
    if found is None:
        raise _impossible(text)
    candidate = _TRUNK_ZERO.sub("", found[0])
    digits = re.sub(r"\D", "", candidate)
    if candidate.startswith("+") or digits.startswith("00"):
        return _with_country(digits.removeprefix("00"), text)
    if digits.startswith(HOME):
        return _with_country(digits, text)
    if digits.startswith(("0", "8")):
        return _indonesian(digits.removeprefix("0"), text)
    raise NumberImpossible(
        N_("The number %(number)s has no country code. Write it with +, for example +60 12 345 6789."),
        number=_shown(text),
    )


def whatsapp_address(number: str, message: str) -> str:
    """Return the address that opens WhatsApp with a message for `number`, as `international` gives it."""
    return f"{SHARE_ADDRESS}/{number}?text={quote(message, safe='')}"


def _with_country(digits: str, text: str) -> str:
    if digits.startswith(HOME):
        return _indonesian(digits.removeprefix(HOME).removeprefix("0"), text)
    if digits.startswith("0") or not _FEWEST <= len(digits) <= _MOST or len(set(digits)) == 1:
        raise _impossible(text)
    return digits


def _indonesian(national: str, text: str) -> str:
    if not national.startswith("8"):
        raise NumberImpossible(
            N_("The number %(number)s is no mobile number. WhatsApp needs one that begins with 08 or +62 8."),
            number=_shown(text),
        )
    if not _MOBILE.fullmatch(national):
        raise _impossible(text)
    return HOME + national


def _plain(text: str) -> str:
    """The text with every dash, space and digit as ASCII has them; separators between numbers stay."""
    letters = []
    for letter in visible(text):
        if letter.isdecimal():
            letters.append(str(unicodedata.decimal(letter)))
        elif unicodedata.category(letter) == "Pd":
            letters.append("-")
        elif letter in "\r\n":
            letters.append(";")
        else:
            letters.append("+" if letter == "\N{FULLWIDTH PLUS SIGN}" else letter)
    return "".join(letters)


def _impossible(text: str) -> NumberImpossible:
    return NumberImpossible(
        N_("The number %(number)s cannot be right. Look at it again: a digit is missing or too many."),
        number=_shown(text),
    )


def _shown(text: str) -> str:
    return " ".join(visible(text).split())[:40] or "–"
