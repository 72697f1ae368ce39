"""The product's one style sheet: the files that static/css/app.css lists, joined in that order."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@cache
def stylesheet(static: Path) -> bytes:
    """Join the style sheet once per process, each file inside its layer and without comments.

    Addresses inside the files are relative to `static`, because the sheet is served from there.
    Raises FileNotFoundError when app.css lists a file that does not exist.
    """
    css = static / "css"
    contents = COMMENT.sub("", _read(css / "app.css"))
    return IMPORT.sub(lambda line: _layer(css, line["file"], line["layer"]), contents).encode()


@cache
def stylesheet_name(static: Path) -> str:
    """Name the sheet after its content, so that browsers may keep it for ever: app-3f9c2b7a10.css."""
    return f"app-{sha256(stylesheet(static)).hexdigest()[:10]}.css"


def _layer(css: Path, file: str, layer: str) -> str:
    return f"@layer {layer} {{\n{COMMENT.sub('', _read(css / file))}}}"


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
