"""Why a paper cannot be printed, in sentences people can act on."""

from app.lib.refusals import N_, Refused, Unavailable

DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PaperUnavailable(Unavailable):
    """The libraries that draw PDFs are missing on this machine."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Papers cannot be printed on this machine yet: the library Pango is missing. "
                "Ask the administrator to install %(packages)s, then try again."
            ),
            packages=DEBIAN_PACKAGES,
        )


class UnprintableLetters(Refused):
    """The text holds letters for which no font of the papers has a shape."""

    def __init__(self, letters: str) -> None:
        super().__init__(
            N_(
                "The paper holds letters that cannot be printed: %(letters)s. "
                "Correct the text where it was entered, then print again."
            ),
            letters=", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters),
        )


class MarkUnreadable(Refused):
    """The emblem of the letterhead is not a picture that can be printed."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The emblem of the letterhead is not a PNG, JPEG or SVG picture of at most 12 million "
                "points. "
                "Upload another one in the event's settings."
            ),
        )


class AddressTooLong(Refused):
    """The address is too long for a QR code that phones can read at its printed size."""

    def __init__(self, address: str) -> None:
        super().__init__(
            N_(
                "The address %(address)s is too long for a QR code of this size. "
                "Set a shorter public address in the settings."
            ),
            address=address,
        )
