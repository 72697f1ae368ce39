"""Read and write one .po file so that two runs write the same bytes.

Babel's own header carries dates and line numbers move with every edit; both would make two people's
catalogues differ for no reason, so neither is written.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

LANGUAGE = "id"
HEADER = """\
# Indonesian sentences of Rakornis; kept by bin/catalogues.
msgid ""
msgstr ""
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def empty_catalogue() -> Catalog:
    """Make a catalogue with the header of ours: Indonesian has one form for any number."""
    return _parsed(HEADER.encode())


def read_catalogue(path: Path) -> Catalog:
    """Read a .po file; a file that does not exist is an empty catalogue.

    Raises ValueError, naming the file, when it is not a valid .po file.
    """
    if not path.exists():
        return empty_catalogue()
    try:
        return _parsed(path.read_bytes())
    except Exception as broken:
        msg = f"{path}: {broken}"
        raise ValueError(msg) from broken


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write a .po file whole or not at all, without dates and line numbers."""
    body = io.BytesIO()
    write_po(body, catalogue, omit_header=True, include_lineno=False, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".po.new")
    scratch.write_text(HEADER + body.getvalue().decode().strip() + "\n", encoding="utf-8")
    scratch.replace(path)


def _parsed(content: bytes) -> Catalog:
    return read_po(io.BytesIO(content), locale=LANGUAGE, ignore_obsolete=True, abort_invalid=True)
