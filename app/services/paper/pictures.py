"""The pictures of one rendering that are not files: QR codes and the letterhead's own emblem.

Each has an address in a private scheme, so that the default-deny fetcher can serve it and nothing else.
"""

import hashlib
import io
import warnings
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from app.services.paper.qr import Level, QrDrawing, draw_qr
from app.services.paper.refusals import MarkUnreadable

SCHEME = "paper"
MOST_POINTS = 12_500_000  # a 17 kB PNG can claim a gigabyte; see design, papers
MIME_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "SVG": "image/svg+xml"}

Image.MAX_IMAGE_PIXELS = MOST_POINTS


class Picture(NamedTuple):
    """Bytes to be served, and the drawing they came from when it is a QR code."""

    content: bytes
    mime_type: str
    drawing: QrDrawing | None = None


class QrPicture(NamedTuple):
    """What a template needs to place a QR so that its modules, not its white edge, stand on the text edge."""

    address: str
    size: float
    quiet: float


class Pictures:
    """The pictures of one rendering, by private address."""

    def __init__(self) -> None:
        self.by_address: dict[str, Picture] = {}

    def qr(self, address: str, level: Level, size: float) -> QrPicture:
        """Draw a QR code of `size` mm, quiet zone included."""
        drawing = draw_qr(address, level=level, size=size)
        name = f"{SCHEME}:qr/{_digest(f'{level} {size} {address}'.encode())}"
        self.by_address[name] = Picture(drawing.svg(), MIME_TYPES["SVG"], drawing)
        return QrPicture(name, size, round(drawing.quiet_mm(size), 3))

    def mark(self, content: bytes) -> str:
        """The address of an emblem given as bytes. Raises MarkUnreadable when it is no picture."""
        name = f"{SCHEME}:mark/{_digest(content)}"
        self.by_address[name] = Picture(content, _mime_type(content))
        return name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]


def _mime_type(content: bytes) -> str:
    if content.lstrip()[:5].lower() in {b"<svg ", b"<?xml"}:
        return MIME_TYPES["SVG"]
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MOST_POINTS:
                raise MarkUnreadable
            return MIME_TYPES[image.format or ""]
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        KeyError,
    ) as bad:
        raise MarkUnreadable from bad
