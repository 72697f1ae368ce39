"""E-mail addresses and telephone numbers as people write them into a sheet."""

import re
from dataclasses import dataclass

from app.lib.folding import squeezed, visible

_ADDRESS = re.compile(r"[^\s@,;<>()\[\]\"']+@[^\s@,;<>()\[\]\"']+")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
_LENGTH_LIMIT = 254  # RFC 5321
# A text that is one address and nothing else, for databases too: what `read_email` gives back unchanged.
PLAIN_EMAIL = rf"^(?!\.)(?!.*\.\.)(?=.{{1,{_LENGTH_LIMIT}}}\Z){_WELL_FORMED.pattern}\Z"
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # E.164
_MOBILE_WITHOUT_ZERO = re.compile(r"8[0-9]{7,11}")
_SEPARATORS = re.compile(r"[/;,\n]| atau ")


@dataclass(frozen=True)
class Contact:
    """An address or a number fit for use ("" for none), and whether what was written is in doubt."""

    value: str
    doubtful: bool = False


def read_email(text: str) -> Contact:
    """The first well-formed address in `text`; text without an @ is no address, a broken one is doubtful."""
    cleaned = squeezed(visible(text)).removeprefix("mailto:")
    if "@" not in cleaned:
        return Contact("")
    for found in _ADDRESS.findall(cleaned):
        address = found.strip(".")
        if len(address) <= _LENGTH_LIMIT and _WELL_FORMED.fullmatch(address) and ".." not in address:
            return Contact(address)
    return Contact("", doubtful=True)


def read_phone(text: str) -> Contact:
    """The number as it is written; a mobile number gets back the leading 0 that a spreadsheet took away."""
    cleaned = squeezed(visible(text)).strip("'\"= ")
    first = cleaned if cleaned.isdecimal() else _SEPARATORS.split(cleaned)[0]
    digits = "".join(filter(str.isdecimal, first))
    if not digits.strip("0"):
        return Contact("")
    if _MOBILE_WITHOUT_ZERO.fullmatch(first.replace(" ", "").replace("-", "")):
        return Contact(f"0{cleaned}", doubtful=True)
    if not (cleaned.isprintable() and _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS):
        return Contact("", doubtful=True)
    return Contact(cleaned)
