"""QR codes for paper: upper-case address, quiet zone of four modules, pure black on white."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Literal, NamedTuple

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

from app.services.paper.refusals import AddressTooLong

Level = Literal["M", "Q"]
LEVELS = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}
QUIET_ZONE = 4  # modules on each side
SMALLEST_MODULE = 0.5  # mm; smaller ones are not read from a cheap printer
MASK_PATTERN = 4  # fixed: trying all eight takes six times as long and none reads better (design, gate)


class Run(NamedTuple):
    """Black modules side by side; x and y count from the corner of the quiet zone."""

    x: int
    y: int
    length: int


class QrDrawing(NamedTuple):
    """A QR code as black runs on a white square of `side` modules, quiet zone included."""

    side: int
    runs: tuple[Run, ...]

    def quiet_mm(self, size: float) -> float:
        """The width of the quiet zone when the whole picture is `size` mm."""
        return QUIET_ZONE * size / self.side

    def svg(self) -> bytes:
        """The same drawing as an SVG file."""
        path = "".join(f"M{run.x} {run.y}h{run.length}v1h-{run.length}z" for run in self.runs)
        side = self.side
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
            f'width="{side}" height="{side}">'
            f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
        ).encode()

    def png(self, *, pixels: int = 8) -> bytes:
        """The same drawing as a PNG file with modules of so many pixels: what mail programs show."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - only letters need it

        picture = Image.new("1", (self.side * pixels, self.side * pixels), 1)
        drawing = ImageDraw.Draw(picture)
        for run in self.runs:
            corner = ((run.x + run.length) * pixels - 1, (run.y + 1) * pixels - 1)
            drawing.rectangle(((run.x * pixels, run.y * pixels), corner), fill=0)
        file = BytesIO()
        picture.save(file, format="PNG", optimize=True)
        return file.getvalue()


@lru_cache(maxsize=2048)
def draw_qr(address: str, *, level: Level, size: float) -> QrDrawing:
    """Draw `address` in upper case for a picture of `size` mm.

    Raises AddressTooLong when a module would be smaller than half a millimetre.
    """
    code = qrcode.QRCode(error_correction=LEVELS[level], border=0, mask_pattern=MASK_PATTERN)
    code.add_data(address.upper(), optimize=0)
    code.make(fit=True)
    side = code.modules_count + 2 * QUIET_ZONE
    if size / side < SMALLEST_MODULE:
        raise AddressTooLong(address)
    return QrDrawing(side, tuple(_runs(code.modules)))


def _runs(rows: list[list[bool | None]]) -> Iterator[Run]:
    for y, row in enumerate(rows, start=QUIET_ZONE):
        start: int | None = None
        for x, black in enumerate([*row, False], start=QUIET_ZONE):
            if black and start is None:
                start = x
            elif not black and start is not None:
                yield Run(start, y, x - start)
                start = None
