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
# What stands before a post whose holder is another, or nobody: acting for the post, or for the person.
_ACTING = re.compile(r"^(plt|plh|pjs?|pelaksana (tugas|harian)|penjabat( sementara)?)\b")
_REPRESENTING = re.compile(r"^(mewakili|wakil dari)\b")
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
    """What is compared of a post: folded, without the mark of who acts for it or represents its holder."""
    post = _JOINING.sub(" ", folded(text))
    return " ".join(_ACTING.sub("", _REPRESENTING.sub("", post).lstrip()).split())


def is_acting(text: str) -> bool:
    """Say whether a post is written as held by somebody acting: "Plt. …", "Plh. …", "Pj. …"."""
    return _ACTING.match(folded(text)) is not None


def is_representing(text: str) -> bool:
    """Say whether a post is written as represented by somebody else: "Mewakili …"."""
    return _REPRESENTING.match(folded(text)) is not None
