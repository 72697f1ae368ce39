"""What an uploaded letter really is, told by its content: a PDF, a photo, or something to refuse."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from app.lib.refusals import N_
from app.registration.letter_refusal import LetterUnreadable

LARGEST_LETTER_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
PDF = "application/pdf"
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
SEVERAL_IN_ONE = "MPO"  # what Pillow calls a JPEG with a second picture inside, as many phones write it
SUFFIXES = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
PHOTO_QUALITY = 92
HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheif", b"ftypmif1", b"ftypmsf1", b"ftypavif")
# What a picture may say beside what it shows.
TELLING = frozenset(
    {"exif", "xmp", "XML:com.adobe.xmp", "comment", "Comment", "photoshop", "Raw profile type exif"}
)


@dataclass(frozen=True)
class LetterFile:
    """A letter as it will be kept."""

    content: bytes
    media_type: str


def read_letter(content: bytes) -> LetterFile:
    """Read an uploaded letter. It takes its time, so it is done before a transaction begins.

    Raises LetterUnreadable.
    """
    media_type = media_type_of(content)
    return LetterFile(_as_kept(content, media_type), media_type)


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
        from app.registration.letter_pdf import read_pdf  # noqa: PLC0415 - its library loads slowly

        read_pdf(content)
        return PDF
    if content[4:12] in HEIC:
        raise LetterUnreadable(
            N_(
                "This photo is kept in a way that not every computer can show (HEIC). "
                "Send it as JPEG, send a screenshot of it, or send a PDF."
            )
        )
    return _media_type_of_picture(content)


def _as_kept(content: bytes, media_type: str) -> bytes:
    """Return a letter as it is kept: a photo without what the phone wrote into it (place, time, device).

    A photo that carries nothing of the kind, and a PDF, stay byte for byte: a PDF may be signed
    electronically, and one changed byte would break the signature of the office's head. Of a photo with
    a second picture inside, the one that is seen is kept.
    """
    if media_type == PDF:
        return content
    with Image.open(BytesIO(content), formats=tuple(PICTURES)) as picture:
        several = picture.format == SEVERAL_IN_ONE
        if not several and not TELLING.intersection(picture.info) and not picture.getexif():
            return content
        kind, bare = "JPEG" if several else picture.format, ImageOps.exif_transpose(picture)
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
                return PICTURES["JPEG" if picture.format == SEVERAL_IN_ONE else str(picture.format)]
    except Image.DecompressionBombError as trouble:
        raise _too_many_pixels() from trouble
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as trouble:
        raise LetterUnreadable(
            N_("This file is no PDF and no picture. Send the letter as PDF, JPEG, PNG or WebP.")
        ) from trouble


def _too_many_pixels() -> LetterUnreadable:
    return LetterUnreadable(N_("The picture has more than 50 megapixels. Send a smaller photo, or a PDF."))
