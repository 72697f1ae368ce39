"""The version of a list of passes: a name for the whole that also tells which part of it changed.

A version holds a hash of the whole, the highest pass and the number of passes, and a short hash for each of
64 parts (by the id of the pass). So whoever names an old version is sent the parts that differ, and nobody
keeps old versions: not the database, not the server's memory. Ids of passes are never given twice; when fewer
old ones are left than the version counted, something went away, and the whole is sent.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

PARTS = 64
PART_BYTES = 3
WHOLE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Version:
    """What a list of passes was like."""

    event_id: int
    whole: str
    highest: int
    count: int
    parts: tuple[bytes, ...]

    def __str__(self) -> str:
        """Write it as devices keep it: URL-safe, some 280 letters."""
        packed = urlsafe_b64encode(b"".join(self.parts)).decode()
        return f"{self.event_id}.{self.whole}.{self.highest}.{self.count}.{packed}"


def version_of(event_id: int, entries: Sequence[tuple[int, bytes]]) -> Version:
    """Work out the version of passes, given as id and content in a fixed order."""
    parts = [blake2b(digest_size=PART_BYTES) for _ in range(PARTS)]
    whole = blake2b(digest_size=WHOLE_BYTES)
    for pass_id, content in entries:
        parts[pass_id % PARTS].update(content)
        whole.update(content)
    highest = max((pass_id for pass_id, _ in entries), default=0)
    return Version(event_id, whole.hexdigest(), highest, len(entries), tuple(part.digest() for part in parts))


def read_version(text: str) -> Version | None:
    """Read a version as a device sends it; None for what is none of ours."""
    try:
        event_id, whole, highest, count, packed = text.split(".")
        digests = urlsafe_b64decode(packed)
        parts = tuple(digests[at : at + PART_BYTES] for at in range(0, len(digests), PART_BYTES))
        version = Version(int(event_id), whole, int(highest), int(count), parts)
    except (ValueError, Error):
        return None
    return version if len(parts) == PARTS else None


def changed_parts(old: Version, new: Version, pass_ids: Sequence[int]) -> set[int] | None:
    """Return the numbers of the parts that differ; None when the whole is to be sent.

    `pass_ids` are those of the new list.
    """
    if old.event_id != new.event_id or sum(one <= old.highest for one in pass_ids) != old.count:
        return None
    differ = {number for number in range(PARTS) if old.parts[number] != new.parts[number]}
    return None if not differ and old.whole != new.whole else differ
