"""Split a name as people write it into titles and name; nothing is lost, no case is changed."""

import re
from dataclasses import dataclass

from app.lib.folding import folded, squeezed
from app.lib.titles import (
    FRONT_TITLE,
    SPELLED,
    is_title,
    may_be_title,
    rank_before_name,
    service_rank,
    suggest_titles,
    title_key,
)

__all__ = [
    "PersonalName",
    "folded_name",
    "has_letters",
    "joined_back",
    "joined_front",
    "name_of_row",
    "rank_before_name",
    "split_display_name",
    "split_titles",
    "suggest_titles",
]

_MUHAMMAD = frozenset({
    "muhammad", "muhamad", "muhammat", "mohammad", "mohamad", "mohamed", "mohammed", "muhammed", "muhamed",
    "muh", "muhd", "moh", "mohd", "mohamat", "mhd", "mch", "moch", "mochammad", "mochamad",
    "muchammad", "muchamad", "much",
})  # fmt: skip
_WORD_OF_A_NAME = re.compile(r"[A-Za-zÀ-ž'’`-]{4,}")
_FULL_STOP_FOR_COMMA = re.compile(r"(?:(?<=\w{4})\.|\s-)\s*$")
_WORD = re.compile(r"(?:\b[SMAB]\.\s)?\S+")  # `S. Kom.` is one title
_LETTER = re.compile(r"[^\W\d_]|[\u3000-\U0010ffff]")


@dataclass(frozen=True)
class PersonalName:
    """A person's name with what stands before and behind it; `rank` is one of police or army."""

    front_titles: str
    name: str
    back_titles: str
    rank: str = ""

    @property
    def display(self) -> str:
        """The name as it is printed: rank, front titles and name, then the back titles behind a comma."""
        before = " ".join(part for part in (self.rank, self.front_titles, self.name) if part)
        return f"{before}, {self.back_titles}" if self.back_titles else before


def name_of_row(front_titles: str, name: str, back_titles: str, rank: str) -> PersonalName:
    """A name as the columns of a row hold it; of their ranks only one of police or army stands before it."""
    return PersonalName(front_titles, name, back_titles, rank_before_name(rank) if rank else "")


def split_display_name(display: str) -> PersonalName:
    """Split `Prof. Dr. H. Nama, S.H., M.H.` as its owner means it.

    Only the white space and the comma between the parts are left out. Initials and words of nobility
    (`R.`, `M.`, `Muh.`, `I Gusti`, `Cut`, `Br.`) stay in the name; sloppy titles stay as they are written.
    """
    text = squeezed(display).strip(" ,;")
    rank = service_rank(text)
    text = text[len(rank) :]
    front = _front_length(text)
    name, back = _cut_back(text[front:])
    return PersonalName(
        front_titles=text[:front].rstrip(" ,"), name=name, back_titles=back, rank=rank.strip(" ,")
    )


def split_titles(text: str) -> tuple[str, str]:
    """Titles that stand in a cell of their own (`Dr., S.H., M.H.`), as front titles and back titles."""
    text = squeezed(text).strip(" ,;")
    end = 0
    while (found := FRONT_TITLE.match(text, end)) and found.end() > end:
        end = found.end()
    return text[:end].rstrip(" ,"), text[end:].strip(" ,;")


def joined_front(written: str, split: str) -> str:
    """Front titles of a column of their own, and of the name's cell, without saying one twice."""
    return _joined(written, split, between=" ")


def joined_back(split: str, written: str) -> str:
    """Back titles of the name's cell, and of a column of their own, without saying one twice."""
    return _joined(split, written, between=", ")


def folded_name(name: str) -> str:
    """`name` for comparison: case, dots, accents, apostrophes and the spellings of Muhammad are the same."""
    words = folded(name).split()
    if words and (words[0] == "m" and len(words) > 1):
        words[0] = "muhammad"
    return " ".join("muhammad" if word in _MUHAMMAD else word for word in words)


def has_letters(text: str) -> bool:
    """Whether `text` could be anybody's name."""
    return bool(_LETTER.search(text))


def _joined(first: str, second: str, *, between: str) -> str:
    if not second or _says(first, second):
        return first
    if not first or _says(second, first):
        return second
    return f"{first}{between}{second}"


def _says(longer: str, shorter: str) -> bool:
    """Whether every title of `shorter` is in `longer`; S.H. is not in S.H.I."""
    if title_key(longer) == title_key(shorter):
        return True
    return {title_key(word) for word in shorter.split()} <= {title_key(word) for word in longer.split()}


def _front_length(text: str) -> int:
    """How far the front titles reach; some letters always remain for the name."""
    end = 0
    while found := FRONT_TITLE.match(text, end):
        rest = text[found.end() :].split(",", 1)[0]
        if found.end() == end or not has_letters(rest) or is_title(rest):
            break
        end = found.end()
    return end


def _cut_back(text: str) -> tuple[str, str]:
    """The name, and the back titles behind its comma or, without one, the titles at its end."""
    name, back = text, ""
    for comma in _commas(text):
        if not _starts_like_a_name(text[comma + 1 :]):
            name, back = text[:comma], text[comma + 1 :]
            break
    name = name.rstrip(" ,;")
    kept = _length_without_titles(name)
    if kept < len(name):
        name, back = text[:kept], text[kept:]
    if back and name.rstrip().endswith((".", "-")):
        name = _FULL_STOP_FOR_COMMA.sub("", name)
    return name.strip(" ,;"), back.strip(" ,;")


def _commas(text: str) -> list[int]:
    return [place for place, letter in enumerate(text) if letter in ",;" and place > 0]


def _starts_like_a_name(behind: str) -> bool:
    """Whether the words behind a comma are part of a name (`Hutabalian, Parlindungan`), not a title."""
    piece = re.split(r"[,;]", behind)[0].strip()
    words = piece.split()
    if not words:
        return bool(behind.strip(" ,;")) and _starts_like_a_name(behind.lstrip(" ,;"))
    if any(title_key(word) in SPELLED for word in words):
        return False
    return all(_WORD_OF_A_NAME.fullmatch(word) and not word.isupper() for word in words)


def _length_without_titles(name: str) -> int:
    """Where the name ends when titles follow it without a comma; its first word is never a title."""
    words = list(_WORD.finditer(name))
    first = len(words)
    while first > 1 and may_be_title(words[first - 1][0]):
        first -= 1
    while first < len(words) and not is_title(words[first][0]):
        first += 1
    return words[first - 1].end() if first < len(words) else len(name)
