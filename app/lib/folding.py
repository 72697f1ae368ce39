"""Fold texts for comparison: what a reader would call the same becomes the same."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’‘ʼʻ`´′"
INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u202a\u202b\u202c\u202d\u202e")
)
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")


def squeezed(text: str) -> str:
    """`text` with every run of white space, also no-break spaces and line breaks, as one space."""
    if text.isascii():
        if text.isprintable() and "  " not in text and text == text.strip(" "):
            return str(text)
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy(text: str | None) -> str:
    """What was typed as one line of text, "" for nothing: the filter of form fields."""
    return squeezed(text or "")


def lines_of(text: str | None) -> list[str]:
    """What was typed as tidy lines, without empty ones."""
    return [line for line in map(squeezed, (text or "").splitlines()) if line]


def visible(text: str) -> str:
    """`text` without the invisible marks that phones and web pages leave when text is copied."""
    return text if text.isascii() else text.translate(INVISIBLE)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` in small Latin letters and digits, words one space apart; accents and apostrophes are gone."""
    plain = text.replace("'", "").replace("`", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", plain))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    small = plain.casefold()
    if small.isascii() and small.isalnum():
        return small
    return _NOT_A_WORD.sub(" ", small).strip()
