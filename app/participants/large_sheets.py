"""Which sheets are too large to be read while somebody waits for a page."""

from app.jobs.background import Work
from app.lib.sheet_archives import is_archive, unpacked_bytes

# About 2,000 people with nine columns each: half a second of reading and comparing.
LARGE_ARCHIVE_BYTES = 1_000_000  # of cells, once unpacked: alike rows pack to nearly nothing
LARGE_TEXT_BYTES = 350_000
SAYS_EVERY = 2_000  # people between two looks at the progress


def is_large(content: bytes) -> bool:
    """Whether a sheet is better read in the background."""
    if is_archive(content):
        return unpacked_bytes(content) > LARGE_ARCHIVE_BYTES
    return len(content) > LARGE_TEXT_BYTES


class Progress:
    """Tells how far the reading of a sheet is, as hundredths of all the work there is to do on it."""

    ALL = 100

    def __init__(self, work: Work, *, read: int) -> None:
        """Reading is so many hundredths of the work; what follows it tells its own end."""
        self._work = work
        self._read = read

    def reading(self, done: int, total: int) -> None:
        """So many people of all are read."""
        if done % SAYS_EVERY == 0 or done == total:
            self._say(self._read * done // max(total, 1))

    def _say(self, hundredths: int) -> None:
        with self._work.transaction():
            self._work.progress(hundredths, self.ALL)
