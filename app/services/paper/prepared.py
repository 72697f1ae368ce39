"""Pictures drawn once and shared by every PDF, instead of drawn again for each.

`HTML.render(cache=…)` looks every picture's address up in the mapping it is given, so the mapping is filled
beforehand with the classes below. They stand in for WeasyPrint's own images by shape, not by inheritance, and
are the only code here that leans on its insides: `draw`, `get_intrinsic_size`, `get_x_object` and
`Stream.add_image` of WeasyPrint 70. `fits_this_weasyprint` tries that shape; when it no longer holds, plain
images are used, which are slower and look the same.
"""

import hashlib
import io
import logging
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pydyf
from PIL import Image
from weasyprint.images import RasterImage, SVGImage
from weasyprint.pdf.stream import Stream
from weasyprint.urls import URLFetcher

from app.services.paper.pictures import MIME_TYPES, Picture
from app.services.paper.qr import QrDrawing

log = logging.getLogger(__name__)

PX_PER_INCH = 96
NOT_COPIED = frozenset({"Resources", "SMask", "Length"})


class NotPreparable(Exception):
    """The picture uses something that cannot be carried from one PDF to the next."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A drawn picture as it stands in a PDF: its bytes, and the recipes of what it refers to."""

    content: bytes
    extra: Mapping[str, Any]
    states: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    groups: Mapping[str, "Ink"] = field(default_factory=dict)
    mask: "Ink | None" = None

    def poured(self) -> pydyf.Stream:
        """A new object for one PDF; each PDF numbers and refers to its own."""
        extra = pydyf.Dictionary(self.extra)
        if extra["Subtype"] == "/Form":
            extra["Resources"] = pydyf.Dictionary(
                {
                    "ExtGState": pydyf.Dictionary({k: pydyf.Dictionary(v) for k, v in self.states.items()}),
                    "XObject": pydyf.Dictionary({name: ink.poured() for name, ink in self.groups.items()}),
                    "Font": None,  # WeasyPrint puts the fonts of the PDF here
                }
            )
        if self.mask:
            extra["SMask"] = self.mask.poured()
        return pydyf.Stream([self.content], extra)


class PreparedPicture:
    """A vector or raster picture whose ink is made once."""

    def __init__(self, ink: Ink, width: float, height: float) -> None:
        self.id = hashlib.sha256(ink.content).hexdigest()[:16]
        self._ink, self._width, self._height = ink, width, height

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width, height and ratio; the stylesheets give the real size."""
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Refer to the ink from the page, scaled to its place."""
        name = stream.add_image(self, False, 1)
        if self._ink.extra["Subtype"] == "/Form":
            stream.transform(a=width / self._width, d=height / self._height)
        else:
            stream.transform(width, 0, 0, -height, 0, height)
        stream.draw_x_object(name)

    def get_x_object(self, _interpolate: object, _ratio: float) -> pydyf.Stream:
        """The ink for one PDF."""
        return self._ink.poured()


class PreparedQr:
    """A QR code that writes its runs straight into the page."""

    def __init__(self, drawing: QrDrawing) -> None:
        self._drawing = drawing
        self._black = b" ".join(b"%d %d %d 1 re" % run for run in drawing.runs)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """A square."""
        return self._drawing.side, self._drawing.side, 1

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Paint the white square and the black runs."""
        side = self._drawing.side
        stream.transform(a=width / side, d=height / side)
        stream.set_color_rgb(1, 1, 1)
        stream.rectangle(0, 0, side, side)
        stream.fill()
        stream.set_color_rgb(0, 0, 0)
        stream.stream.append(self._black)
        stream.fill()


def prepare(picture: Picture, address: str, fetcher: URLFetcher) -> PreparedPicture | PreparedQr:
    """Draw `picture` once. Raises NotPreparable when it needs what cannot be shared."""
    if picture.drawing:
        return PreparedQr(picture.drawing)
    if picture.mime_type == MIME_TYPES["SVG"]:
        return _prepared_drawing(picture.content, address, fetcher)
    return _prepared_raster(picture.content)


@cache
def fits_this_weasyprint() -> bool:
    """Try the shape of WeasyPrint's insides once; a warning says when plain images have to do."""
    square = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4">'
        b'<g opacity=".5"><path d="M0 0h1v1z"/></g></svg>'
    )
    try:
        picture = _prepared_drawing(square, "paper:trial", URLFetcher(allowed_protocols=()))
        page = _blank_stream()
        picture.draw(page, 8, 8, None)
        PreparedQr(QrDrawing(9, ())).draw(page, 8, 8, None)
        return isinstance(picture.get_x_object(0, 1).data, bytes)
    except Exception:
        log.warning(
            "Prepared art does not fit this WeasyPrint; papers are printed more slowly.", exc_info=True
        )
        return False


def _prepared_drawing(content: bytes, address: str, fetcher: URLFetcher) -> PreparedPicture:
    # The art is our own, and an emblem comes from administrators only; expat bounds entity expansion.
    image = SVGImage(ET.fromstring(content), address, fetcher, None)  # noqa: S314
    width, height, _ = image.get_intrinsic_size(1, 16)
    if not width or not height:
        raise NotPreparable
    stream = _blank_stream()
    image.draw(stream, width, height, None)
    extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array((0, 0, width, height))}
    return PreparedPicture(_ink(stream, extra), width, height)


def _prepared_raster(content: bytes) -> PreparedPicture:
    digest = hashlib.sha256(content).hexdigest()
    image = RasterImage(Image.open(io.BytesIO(content)), digest, content)
    x_object = image.get_x_object(False, 1)
    mask = x_object.extra.get("SMask")
    ink = Ink(
        _body(x_object), _plain(x_object.extra), mask=Ink(_body(mask), _plain(mask.extra)) if mask else None
    )
    return PreparedPicture(ink, image.width, image.height)


def _blank_stream() -> Any:
    resources = pydyf.Dictionary(
        {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
    )
    return Stream(
        fonts={},
        page_rectangle=(0, 0, PX_PER_INCH * 20, PX_PER_INCH * 20),
        resources=resources,
        images={},
        tags=None,
        color_profiles={},
        output_intent=None,
    )


def _ink(stream: Any, extra: Mapping[str, Any]) -> Ink:
    resources = stream._resources  # noqa: SLF001 - see the module's docstring
    if resources["Pattern"] or resources["Shading"] or stream._fonts:  # noqa: SLF001
        raise NotPreparable
    states = resources["ExtGState"]
    if any("SMask" in state for state in states.values()):
        raise NotPreparable
    groups = {name: _ink(group, _plain(group.extra)) for name, group in resources["XObject"].items()}
    content = zlib.compress(_body(stream), level=9)
    return Ink(content, {**extra, "Filter": "/FlateDecode"}, states=dict(states), groups=groups)


def _body(stream: Any) -> bytes:
    return b"\n".join(_bytes(item) for item in stream.stream)


def _bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    return item.data if isinstance(item, pydyf.Object) or hasattr(item, "data") else str(item).encode("ascii")


def _plain(extra: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in extra.items() if key not in NOT_COPIED}
