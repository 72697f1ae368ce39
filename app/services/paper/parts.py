"""Parts that every paper shares: letterhead, signer, verification, a name as it is printed.

Everything here is plain and frozen. Words are final: dates, times and posts arrive as the Indonesian text
that is to stand on the paper ("Jumat, 6 September 2024", "08.30 s.d. 16.30 WITA").
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the paper: `lines` from the ministry down to the unit (the last one is printed bold).

    `address` are the small lines below. `mark` is the emblem as bytes of a PNG, JPEG or SVG file; without
    one the neutral round mark is printed.
    """

    lines: tuple[str, ...]
    address: tuple[str, ...] = ()
    mark: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: a post and a name with titles.

    `prefix` is "Plt." or "Plh."; `on_behalf` is the post in whose name (a.n.) this one signs; `by_order` is
    the post below that signs in its turn (u.b.). The NIP is 18 digits and never stands on a certificate.
    """

    post: str
    name: str
    nip: str = ""
    prefix: str = ""
    on_behalf: str = ""
    by_order: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Where anyone can check the paper: the whole `address`, which ends with the `code`."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as it is printed: `full` with all titles, `name` without, and the `back_titles` alone.

    Case, order and spelling are never touched. `call_name` is what the person asked to be called.
    """

    full: str
    name: str
    back_titles: str = ""
    call_name: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a paper's head: "Tempat : Ballroom"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The state before numbering: which draft this is, and when it was printed, with its zone."""

    number: int
    printed_at: str


class Presence(StrEnum):
    """How a person stands in an attendance list. OPEN means that the list is still to be signed by hand."""

    OPEN = "open"
    PRESENT = "present"
    LATE = "late"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def here(self) -> bool:
        """Whether the person came; who is represented did not, and is paid for no day."""
        return self in {Presence.PRESENT, Presence.LATE}

    @property
    def away(self) -> bool:
        """Whether the person is known not to come, for a reason."""
        return self in {Presence.EXCUSED, Presence.REPRESENTED}


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """A change after a day was closed: "1", "6-9-2024 18.10", whom, which session, how it stood and stands.

    `why` is the reason with who wrote it.
    """

    number: int
    at: str
    name: str
    session: str
    before: str
    after: str
    why: str


class Band(StrEnum):
    """The coloured band of a badge, one for each role; each differs by figure as well as by colour."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    COMMITTEE = "committee"
    LEADERSHIP = "leadership"
    MODERATOR = "moderator"
    MINUTE_TAKER = "minute-taker"
    MEDIA = "media"
    GUEST = "guest"


class BadgeLayout(StrEnum):
    """One card on A6 with its back on the next page, or four on A4 with crop marks, fronts then backs."""

    CARD = "card"
    FOUR_UP = "four_up"


class CertificateDesign(StrEnum):
    """SOBER: navy double frame. FESTIVE: woven border and frangipani."""

    SOBER = "sober"
    FESTIVE = "festive"


class EntryKind(StrEnum):
    """What an entry of the minutes is; the follow-up actions stand in their own matrix."""

    DECISION = "decision"
    DIRECTIVE = "directive"
    INFORMATION = "information"
    OBSTACLE = "obstacle"
    PROPOSAL = "proposal"
