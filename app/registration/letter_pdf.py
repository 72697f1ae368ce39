"""What an uploaded PDF contains: pages to read, or something that acts when it is opened."""

from io import BytesIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

from app.lib.refusals import N_
from app.registration.letter_refusal import LetterUnreadable

MOST_PAGES = 50
MOST_OBJECTS = 50_000
UNPACKED_LIMIT_BYTES = 64 * 1024 * 1024
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


def read_pdf(content: bytes) -> None:
    """Open a PDF as far as it takes to know that it is sound; raise LetterUnreadable when it is no letter."""
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
