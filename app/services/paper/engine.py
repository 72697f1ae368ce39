"""WeasyPrint, kept on a short leash: its only way to files and pictures, and what its warnings mean.

Importing this module imports WeasyPrint, which takes half a second and needs Pango; press and doctor import
it on first use.
"""

import copy
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.document import Document, Page
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.lib.many_objects import many_objects
from app.services.paper.pictures import MIME_TYPES, Picture, Pictures
from app.services.paper.prepared import NotPreparable, fits_this_weasyprint, prepare
from app.services.paper.refusals import UnprintableLetters

PDF_VARIANT = "pdf/a-3a"
SERVED = {".css": "text/css", ".svg": MIME_TYPES["SVG"], ".ttf": "font/ttf"}
SUBSETS_FAST = bool(harfbuzz_subset)


class PaperFault(RuntimeError):
    """A template asked for what is not its own, or WeasyPrint complained: a bug, not the user's fault."""


class OwnFilesOnly(URLFetcher):
    """Serves the files of static/paper and the pictures of this rendering; everything else stops it."""

    def __init__(self, static: Path, pictures: Pictures) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._static = static.resolve()
        self._pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind `url`, from memory or from static/paper."""
        del headers
        picture = self._pictures.by_address.get(url)
        if picture:
            return URLFetcherResponse(url, picture.content, {"Content-Type": picture.mime_type})
        path = self._own_file(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": SERVED[path.suffix]})

    def _own_file(self, url: str) -> Path:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        own = parts.scheme == "file" and not parts.netloc and path.is_relative_to(self._static)
        if not own or path.suffix not in SERVED:
            raise FatalURLFetchingError(url)
        return path


class Engine:
    """Lays HTML out and writes PDF/A-3a, with art that is drawn once per process.

    Circles of references are looked for afterwards: meanwhile hardly any come free, and the search takes a
    tenth of the time. A list of 1,400 people then needs 6 % more memory.
    """

    def __init__(self, static: Path) -> None:
        self._static = static
        self._art: dict[str, Any] = {}

    @many_objects()
    def lay_out(self, html: str, pictures: Pictures) -> Document:
        """Lay `html` out; addresses in it are relative to static/paper."""
        fetcher = OwnFilesOnly(self._static, pictures)
        with _strict():
            page = HTML(string=html, base_url=f"{self._static.resolve().as_uri()}/", url_fetcher=fetcher)
            return page.render(font_config=FontConfiguration(), cache=self._prepared(pictures, fetcher))

    @many_objects()
    def write(
        self, document: Document, pages: Sequence[Page] | None = None, *, title: str | None = None
    ) -> bytes:
        """Write the whole document, or some of its pages as a document of their own with its own title."""
        part = document.copy(document.pages if pages is None else list(pages))
        if title:
            part.metadata = copy.copy(document.metadata)
            part.metadata.title = title
        with _strict():
            written: bytes = part.write_pdf(pdf_variant=PDF_VARIANT)
            return written

    def _prepared(self, pictures: Pictures, fetcher: URLFetcher) -> dict[str, Any]:
        if not fits_this_weasyprint():
            return {}
        return _PreparedWhenAsked({**self._own_art(), **pictures.by_address}, fetcher, self._art)

    def _own_art(self) -> dict[str, Picture]:
        files = sorted((self._static / "art").glob("*.svg"))
        return {file.resolve().as_uri(): Picture(file.read_bytes(), MIME_TYPES["SVG"]) for file in files}


class _PreparedWhenAsked(dict[str, Any]):
    """Pictures by address, each drawn when it is first asked for; our own files stay in `art` for the next.

    What cannot be prepared is not in it: WeasyPrint then fetches it by itself.
    """

    def __init__(self, pictures: Mapping[str, Picture], fetcher: URLFetcher, art: dict[str, Any]) -> None:
        super().__init__(art)
        self._pictures, self._fetcher, self._art = pictures, fetcher, art

    def __contains__(self, address: object) -> bool:
        if not super().__contains__(address) and isinstance(address, str) and address in self._pictures:
            self._draw(address)
        return super().__contains__(address)

    def _draw(self, address: str) -> None:
        with suppress(NotPreparable):
            self[address] = prepare(self._pictures[address], address, self._fetcher)
            if address.startswith("file:"):
                self._art[address] = self[address]


class _Complaints(logging.Handler):
    """What WeasyPrint only logs while this thread renders."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.letters = ""
        self.failures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread:
            return
        if ".notdef" in str(record.msg):
            self.letters += str(record.args[0]) if isinstance(record.args, tuple) else ""
        elif record.levelno >= logging.ERROR or "cannot be loaded" in str(record.msg):
            self.failures.append(record.getMessage())


@contextmanager
def _strict() -> Iterator[None]:
    """Turn what WeasyPrint would pass over in silence into a refusal or an error."""
    logger, complaints = logging.getLogger("weasyprint"), _Complaints()
    logger.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as denied:  # a BaseException, which would end the worker
        raise PaperFault(str(denied)) from denied
    finally:
        logger.removeHandler(complaints)
    if complaints.letters:
        raise UnprintableLetters("".join(dict.fromkeys(complaints.letters)))
    if complaints.failures:
        raise PaperFault("; ".join(complaints.failures))
