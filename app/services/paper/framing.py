"""What frames a paper: the letterhead above, the verification below."""

from dataclasses import dataclass

from app.services.paper.lettering import PAPER_BOLD, PAPER_TEXT, size_for
from app.services.paper.parts import Letterhead, Verification
from app.services.paper.pictures import Pictures, QrPicture

LETTERHEAD_BOX = 121.0  # mm between the mark and its mirror image


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of the letterhead and its size in points."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A letterhead ready to print; `mark` is a picture's address, or empty for the neutral mark."""

    lines: tuple[HeadLine, ...]
    address: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The verification block: QR, the host to type, and the code in groups of four."""

    qr: QrPicture
    host: str
    code: str


def set_head(letterhead: Letterhead, pictures: Pictures) -> Head:
    """Reduce all lines together until the widest fits beside the mark."""
    *above, unit = letterhead.lines
    widest = min(
        size_for(above, PAPER_TEXT, box=LETTERHEAD_BOX, largest=12) / 12,
        size_for([unit], PAPER_BOLD, box=LETTERHEAD_BOX, largest=12.5) / 12.5,
    )
    lines = [HeadLine(line, round(12 * widest, 2), bold=False) for line in above]
    lines.append(HeadLine(unit, round(12.5 * widest, 2), bold=True))
    mark = pictures.mark(letterhead.mark) if letterhead.mark else ""
    return Head(tuple(lines), letterhead.address, mark)


def set_seal(verification: Verification, pictures: Pictures, *, size: float) -> Seal:
    """Draw the QR of `size` mm, and part the address into what is typed: host, then code."""
    place = verification.address.partition("://")[2] or verification.address
    host = place[: -len(verification.code)] if place.upper().endswith(verification.code.upper()) else place
    qr = pictures.qr(verification.address, "M", size)
    return Seal(qr, host.rstrip("/").lower(), grouped_code(verification.code))


def grouped_code(code: str) -> str:
    """A code in groups of four, for typing."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def grouped_nip(nip: str) -> str:
    """A NIP as ministries write it: 19671125 199403 2 995."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == len("196711251994032995") else nip
