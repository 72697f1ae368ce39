"""What an uploaded letter really is, told by its content: a PDF, a photo, or something to refuse."""

import warnings
from io import BytesIO

import pikepdf
from pikepdf.settings import set_qpdf_limits
from PIL import Image, ImageOps, UnidentifiedImageError

from app.lib.refusals import N_, Refused

LARGEST_LETTER_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_PAGES = 50
MOST_OBJECTS = 50_000
UNPACKED_LIMIT_BYTES = 64 * 1024 * 1024
PDF = "application/pdf"
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
SUFFIXES = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
PHOTO_QUALITY = 92
# What a picture may say beside what it shows.
TELLING = frozenset(
    {"exif", "xmp", "XML:com.adobe.xmp", "comment", "Comment", "photoshop", "Raw profile type exif"}
)
# What makes a PDF do something: run a script, start a program, send a form, carry another file.
ACTIVE_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"}
)
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})

# A small file can unpack to gigabytes. The limits hold for the whole process: only letters are read by it.
set_qpdf_limits(
    flate_max_memory=UNPACKED_LIMIT_BYTES,
    run_length_max_memory=UNPACKED_LIMIT_BYTES,
    png_max_memory=UNPACKED_LIMIT_BYTES,
    tiff_max_memory=UNPACKED_LIMIT_BYTES,
    max_stream_filters=3,
    doc_max_warnings=100,
)


class LetterUnreadable(Refused):
    """The uploaded file is no letter that can be kept; the sentence says which file to send instead."""


def media_type_of(content: bytes) -> str:
    """Say what a letter is by its content, never by its name: a PDF, PNG, JPEG or WebP.

    Raises LetterUnreadable when it is anything else, too large, locked, or does more than be read.
    """
    if not content:
        raise LetterUnreadable(N_("The file is empty. Choose the scan or photo of the letter again."))
    if len(content) > LARGEST_LETTER_BYTES:
        raise LetterUnreadable(
            N_("The file has %(size)s MB; at most 10 MB can be kept. Scan it with fewer dots per inch."),
            size=-(-len(content) // (1024 * 1024)),
        )
    if content.startswith(b"%PDF-"):
        _read_pdf(content)
        return PDF
    return _media_type_of_picture(content)


def as_kept(content: bytes, media_type: str) -> bytes:
    """Return a letter as it is kept: a photo without what the phone wrote into it (place, time, device).

    A photo that carries nothing of the kind, and a PDF, stay byte for byte: a PDF may be signed
    electronically, and one changed byte would break the signature of the office's head.
    """
    if media_type == PDF:
        return content
    with Image.open(BytesIO(content), formats=tuple(PICTURES)) as picture:
        if not TELLING.intersection(picture.info) and not picture.getexif():
            return content
        kind, bare = picture.format, ImageOps.exif_transpose(picture)
        for mark in TELLING.intersection(bare.info):
            del bare.info[mark]
        bare.getexif().clear()
        written = BytesIO()
        bare.save(written, kind, quality=PHOTO_QUALITY)
        return written.getvalue()


def _media_type_of_picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            with Image.open(BytesIO(content), formats=tuple(PICTURES)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _too_many_pixels()
                picture.draft("RGB", (1200, 1200))  # a JPEG need not be unpacked in full to be known sound
                picture.load()
                return PICTURES[str(picture.format)]
    except Image.DecompressionBombError as trouble:
        raise _too_many_pixels() from trouble
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as trouble:
        raise LetterUnreadable(
            N_("This file is no PDF and no picture. Send the letter as PDF, JPEG, PNG or WebP.")
        ) from trouble


def _too_many_pixels() -> LetterUnreadable:
    return LetterUnreadable(N_("The picture has more than 50 megapixels. Send a smaller photo, or a PDF."))


def _read_pdf(content: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise _locked()
            _refuse_what_is_no_letter(pdf)
    except pikepdf.PasswordError as trouble:
        raise _locked() from trouble
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, MemoryError) as trouble:
        raise LetterUnreadable(
            N_("This PDF is damaged and cannot be opened. Save or scan it once more, then upload it again.")
        ) from trouble


def _refuse_what_is_no_letter(pdf: pikepdf.Pdf) -> None:
    if not 1 <= len(pdf.pages) <= MOST_PAGES:
        raise LetterUnreadable(
            N_("This PDF has %(pages)s pages; a letter has 1 to 50. Upload the letter alone."),
            pages=len(pdf.pages),
        )
    if len(pdf.objects) > MOST_OBJECTS or any(_acts(thing) for thing in pdf.objects):
        raise LetterUnreadable(
            N_(
                "This PDF contains a script, a form or another file. Print it to a new PDF, "
                "or send a photo of the letter."
            )
        )


def _acts(thing: pikepdf.Object) -> bool:
    """Say whether an object, or one written inside it, does something when the PDF is opened."""
    waiting: list[object] = [thing]
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting.extend(_written_inside(part) for part in found)
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            if ACTIVE_KEYS.intersection(found.keys()) or str(found.get("/S", "")) in ACTIVE_ACTIONS:
                return True
            waiting.extend(_written_inside(part) for _, part in found.items())
    return False


def _written_inside(part: object) -> object:
    """Leave out what stands elsewhere in the file: every object is looked at by itself."""
    return None if isinstance(part, pikepdf.Object) and part.is_indirect else part


def _locked() -> LetterUnreadable:
    return LetterUnreadable(
        N_("This PDF is locked with a password. Save it without one, or send a photo of the letter.")
    )
