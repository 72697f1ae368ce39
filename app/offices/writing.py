"""How people write offices and posts: what is folded away before two writings are compared.

Only ordinary Indonesian office words are known here; what belongs to one ministry is data (aliases).
"""

import re

from app.lib.folding import folded

# Ordinary abbreviations of office Indonesian, long form -> short form.
SAME_WORDS = (
    ("kantor wilayah", "kanwil"),
    ("direktorat jenderal", "ditjen"),
    ("direktorat jendral", "ditjen"),
    ("direktur jendral", "direktur jenderal"),
    ("daerah istimewa", "di"),
    ("d i", "di"),
    ("d k i", "dki"),
)
_SAME = tuple((re.compile(rf"\b{long}\b"), short) for long, short in SAME_WORDS)
# A regional office may be written by its region alone, with or without the word for province.
_REGIONAL = re.compile(r"^kanwil (?:(?:provinsi|propinsi|prov) )?")
_ACTING = re.compile(r"^(plt|plh|pj|pjs)\b")
_JOINING = re.compile(r"\b(dan|and)\b")


def office_key(text: str) -> str:
    """What is compared of an office's name: folded, with ordinary abbreviations made one."""
    key = _JOINING.sub(" ", folded(text))
    for long, short in _SAME:
        key = long.sub(short, key)
    return " ".join(key.split())


def region_key(key: str) -> str:
    """Return the region of a regional office's key: "kanwil bali" becomes "bali"; others stay."""
    return _REGIONAL.sub("", key)


def post_key(text: str) -> str:
    """What is compared of a post: folded, without the mark of an acting holder."""
    return " ".join(_ACTING.sub("", _JOINING.sub(" ", folded(text))).split())
