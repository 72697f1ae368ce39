"""Assignment letters: what is taken is told by its content, and kept as it was sent."""

import resource
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from app.audit.record import COMMAND_LINE
from app.db import transaction
from app.registration.letter_files import LARGEST_LETTER_BYTES, media_type_of, read_letter
from app.registration.letter_refusal import LetterUnreadable
from app.registration.letters import LetterIncomplete, LetterNotThere, keep_letter, letter_of, letters_of
from app.registration.models import Letter
from app.services import services
from tests.attacks.test_uploads import png
from tests.cast import Cast
from tests.registration import letter_files as files


def keep(cast: Cast, content: bytes, *, office: str = "kaltim", **values) -> Letter:
    delegation = cast.delegation(cast.event, cast.office(office))
    letter = {"number": "W.18-KP.04.01-123", "dated": files.DATED, "filename": "Surat Tugas.pdf", **values}
    with transaction():
        return keep_letter(delegation, file=read_letter(content), by=COMMAND_LINE, **letter)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.any_database
def test_a_photo_is_kept_under_the_suffix_of_its_content(cast: Cast, kind: str):
    letter = keep(cast, files.photo(kind))
    assert letter.media_type == f"image/{kind.lower()}"
    assert letter.filename == f"Surat Tugas.{'jpg' if kind == 'JPEG' else kind.lower()}"


def test_a_pdf_is_kept_as_it_was_sent(cast: Cast):
    sent = files.pdf()
    letter = keep(cast, sent)
    assert letter.media_type == "application/pdf"
    assert services().storage.read(letter.storage_key) == sent


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.any_database
def test_a_photo_keeps_what_it_shows_and_not_where_it_was_taken(cast: Cast, kind: str):
    marks = Image.Exif()
    marks[0x0110], marks[0x0112] = "Telepon Andi", 6  # the device, and that the photo lies on its side
    sent = BytesIO()
    Image.new("RGB", (60, 90), "white").save(sent, kind, exif=marks)
    with Image.open(BytesIO(services().storage.read(keep(cast, sent.getvalue()).storage_key))) as kept:
        assert (dict(kept.getexif()), kept.size) == ({}, (90, 60))


def test_of_a_photo_with_a_second_picture_inside_the_one_that_is_seen_is_kept(cast: Cast):
    sent, seen = BytesIO(), Image.new("RGB", (60, 90), "white")
    seen.save(sent, "MPO", save_all=True, append_images=[Image.new("RGB", (60, 90), "black")])
    letter = keep(cast, sent.getvalue())
    with Image.open(BytesIO(services().storage.read(letter.storage_key))) as kept:
        assert (letter.media_type, kept.format, kept.getpixel((0, 0))) == (
            "image/jpeg",
            "JPEG",
            (255, 255, 255),
        )


@pytest.mark.any_database
def test_a_photo_that_tells_nothing_is_kept_byte_for_byte(cast: Cast):
    sent = files.photo("PNG")
    assert services().storage.read(keep(cast, sent).storage_key) == sent


def test_the_same_letter_sent_twice_is_kept_once(cast: Cast):
    sent = files.pdf()
    assert keep(cast, sent).id == keep(cast, sent).id
    assert len(letters_of(cast.delegation(cast.event, cast.office("kaltim")))) == 1


def test_a_letter_belongs_to_its_delegation_alone(cast: Cast):
    letter = keep(cast, files.pdf())
    with pytest.raises(LetterNotThere):
        letter_of(cast.delegation(cast.event, cast.office("bali")), letter.id)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "no PDF and no picture"),
        (b"PK\x03\x04 a sheet", "no PDF and no picture"),
        (b"\0\0\0\x18ftypheic and so on", "HEIC"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (files.pdf(encrypted=True), "locked"),
        (files.script(), "script"),
        (files.attachment(), "another file"),
        (png(20_000, 20_000), "megapixels"),
        (b"%PDF-" + bytes(LARGEST_LETTER_BYTES), "at most 10 MB"),
    ],
    ids=["nothing", "page", "sheet", "heic", "half", "locked", "script", "attachment", "bomb", "large"],
)
def test_what_is_no_letter_is_refused_with_what_to_send(content: bytes, told: str):
    with pytest.raises(LetterUnreadable, match=told):
        media_type_of(content)


def test_a_pdf_that_unpacks_to_gigabytes_is_refused_in_little_memory():
    bomb = files.bomb(megabytes=600)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LetterUnreadable):
        media_type_of(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # in KB


@pytest.mark.parametrize(
    ("number", "dated", "told"),
    [
        ("  ", files.DATED, "number"),
        ("n" * 101, files.DATED, "number"),
        ("1", None, "date"),
        ("1", date(2024, 9, 7), "future"),
    ],
)
@pytest.mark.any_database
def test_a_letter_needs_a_number_and_a_date_that_has_been(cast: Cast, number, dated, told):
    with pytest.raises(LetterIncomplete, match=told):
        keep(cast, files.pdf(), number=number, dated=dated)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ('C:\\Surat\\"tugas"\r\n.exe', "tugas.pdf"),
        ("", "surat-tugas.pdf"),
        ("Surat Ma’ruf (1).PDF", "Surat Ma-ruf (1).pdf"),
    ],
)
def test_a_file_name_cannot_lead_anywhere(cast: Cast, sent: str, kept: str):
    assert keep(cast, files.pdf(), filename=sent).filename == kept
