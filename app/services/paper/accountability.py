"""The attendance part of an office's accountability file (berkas pertanggungjawaban), day by day."""

from dataclasses import dataclass

from app.services.paper.fitting import balanced
from app.services.paper.framing import set_head
from app.services.paper.lettering import PAPER_TEXT
from app.services.paper.parts import Fact, Letterhead, Signer, SupplementLine
from app.services.paper.pictures import Pictures

UPRIGHT_DAYS = 5  # more days than these lie across
PAGE_WIDTH = {False: 178.0, True: 262.0}  # mm between the margins
NUMBER, COUNT, DAY = 8.0, 15.0, 14.0  # mm


@dataclass(frozen=True, slots=True)
class AccountCell:
    """How somebody stood on a day: a word, and below it the hours ("08.14–16.05")."""

    word: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One person with a cell for each day; `days` is how many count for payment."""

    name: str
    post: str
    nip: str
    grade: str
    cells: tuple[AccountCell, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Account:
    """What an office puts into its payment file. `columns` are the days ("Rab 4/9"), `here` who came on each.

    `notes` tell of closings and seals, or that a day is not closed yet. The office signs on the left, the
    committee on the right.
    """

    letterhead: Letterhead
    office: str
    event_title: str
    facts: tuple[Fact, ...]
    columns: tuple[str, ...]
    lines: tuple[AccountLine, ...]
    here: tuple[int, ...]
    notes: tuple[str, ...]
    supplements: tuple[SupplementLine, ...]
    place_and_date: str
    of_office: Signer
    of_committee: Signer
    as_of: str = ""

    @property
    def days(self) -> int:
        """How many person-days count for payment."""
        return sum(line.days for line in self.lines)


def set_account(account: Account, pictures: Pictures) -> dict[str, object]:
    """Values for account.html: the days share what name and post leave."""
    wide = len(account.columns) > UPRIGHT_DAYS
    days = [DAY] * len(account.columns)
    room = PAGE_WIDTH[wide] - NUMBER - COUNT - sum(days)
    return {
        "account": account,
        "head": set_head(account.letterhead, pictures),
        "title_lines": balanced(account.event_title, size=10, face=PAPER_TEXT),
        "widths": [NUMBER, round(room * 0.54, 2), round(room * 0.46, 2), *days, COUNT],
        "wide": wide,
    }
