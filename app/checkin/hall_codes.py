"""The code on the hall screen: new every thirty seconds, worth something for sixty, and not to be forged.

A code names its session and the half minute it was made in, and carries a mark (HMAC-SHA-256 with the
secret of the data directory). It stands in no table. Time is the real one, also in a rehearsal.
"""

import hashlib
import hmac
import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.lib.refusals import N_, NotThere
from app.lib.row_numbers import LARGEST_ROW
from app.services import services

NEW_EVERY = timedelta(seconds=30)
LASTS = timedelta(seconds=60)
KEPT_AS = "hall-code"
MARK_BYTES = 10
WRITTEN = re.compile(r"([1-9][0-9]{0,9})-([1-9][0-9]{0,11})-([A-Z2-7]{16})", re.ASCII)


class CodeUnknown(NotThere):
    """The address carries no code that a hall screen of ours has shown."""


@dataclass(frozen=True, slots=True)
class HallCode:
    """A code that we made: for which session, and in which half minute since 1970."""

    session_id: int
    turn: int

    @property
    def made_at(self) -> datetime:
        """When it appeared on the screen."""
        return datetime.fromtimestamp(self.turn * NEW_EVERY.total_seconds(), UTC)

    def is_worth_something(self, at: datetime) -> bool:
        """Say whether it admits at this moment, by the real clock."""
        return self.made_at <= at < self.made_at + LASTS

    @property
    def text(self) -> str:
        """The code in capitals and digits, so that its QR has large squares."""
        return f"{self.session_id}-{self.turn}-{_mark(self.session_id, self.turn)}"

    @property
    def address(self) -> str:
        """The address that the QR carries."""
        return f"{services().base_url}/S/{self.text}"


def code_of_this_moment(session_id: int) -> HallCode:
    """Return the code that the hall screen shows for a session now."""
    return HallCode(session_id, int(services().clock.now().timestamp() // NEW_EVERY.total_seconds()))


def read_code(text: str) -> HallCode:
    """Return the code that somebody opened, whether it is worth something still or not.

    Raises CodeUnknown for whatever we did not make.
    """
    written = WRITTEN.fullmatch(text.strip().upper())
    if written is not None:
        code = HallCode(int(written[1]), int(written[2]))
        genuine = hmac.compare_digest(written[3].encode(), _mark(code.session_id, code.turn).encode())
        if genuine and code.session_id <= LARGEST_ROW:
            return code
    raise CodeUnknown(N_("This is no code of a hall screen here. Scan the code that is on the screen now."))


def kept_code(kept: object) -> tuple[HallCode, datetime] | None:
    """Read what a browser keeps of the code it opened last, and when that was; see `to_keep`."""
    if not isinstance(kept, list) or len(kept) != len(("session", "turn", "moment")):
        return None
    return HallCode(kept[0], kept[1]), datetime.fromtimestamp(kept[2], UTC)


def to_keep(code: HallCode, opened_at: datetime) -> list[float]:
    """Return what a browser keeps of a code, in its signed cookie under KEPT_AS."""
    return [code.session_id, code.turn, opened_at.timestamp()]


def _mark(session_id: int, turn: int) -> str:
    message = f"self check-in|{session_id}|{turn}".encode()
    digest = hmac.new(services().pass_secret, message, hashlib.sha256).digest()
    return b32encode(digest[:MARK_BYTES]).decode()
