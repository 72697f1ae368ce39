"""Letters of every sort, made for tests: sound ones, and ones that are something else."""

import zlib
from datetime import date
from io import BytesIO

import pikepdf
from PIL import Image

DATED = date(2024, 9, 2)


def pdf(*, encrypted: bool = False, root: dict[str, object] | None = None) -> bytes:
    """A PDF of one empty page, perhaps with more in its catalogue."""
    made = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        for key, value in (root or {}).items():
            paper.Root[key] = value
        encryption = pikepdf.Encryption(owner="rahasia", user="") if encrypted else False
        paper.save(made, encryption=encryption)
    return made.getvalue()


def script() -> bytes:
    """A PDF that runs a script when it is opened."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return pdf(root={"/OpenAction": action})


def attachment() -> bytes:
    """A PDF that carries a program."""
    made = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.attachments["run.exe"] = b"MZ"
        paper.save(made)
    return made.getvalue()


def bomb(megabytes: int = 300) -> bytes:
    """A small PDF whose object stream unpacks to much."""
    packed = _packed_spaces(megabytes)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = b"%PDF-1.5\n1 0 obj\n" + head + packed + b"\nendstream\nendobj\n"
    table = bytes([0, 0, 0, 0, 0, 1]) + b"\x01\x00\x00\x00\x09\x00" + b"\x02\x00\x00\x00\x01\x00"
    table += b"\x01" + len(body).to_bytes(4, "big") + b"\x00"
    cross = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n" % len(table)
    return body + cross + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def _packed_spaces(megabytes: int) -> bytes:
    """One megabyte packed, repeated: what was packed up to a full flush stands on its own."""
    spaces, packer = b" " * 1_000_000, zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.adler32(b"")
    for _ in range(megabytes):
        checksum = zlib.adler32(spaces, checksum)
    end = zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()
    return b"\x78\xda" + packed * megabytes + end + checksum.to_bytes(4, "big")


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 90)) -> bytes:
    """A photo of a letter."""
    drawn = BytesIO()
    Image.new("RGB", size, "white").save(drawn, kind)
    return drawn.getvalue()
