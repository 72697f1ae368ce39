"""The gate page as an app on the phone: what it needs to open without a network, and its version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# What the page loads, below static/; the style sheet comes on top under its own name.
FILES = ("icons.svg", "mark.svg", "js/page.js", "js/theme.js")
FOLDERS = ("js/gate", "vendor/zxing", "fonts")
ICONS = {"192x192": "gate-192.png", "512x512": "gate-512.png"}
MASKABLE = "gate-maskable-512.png"
VERSION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class GateApp:
    """One event's gate page: its address, the page kept for it as it is now, and addresses of its assets."""

    page: str
    shell: str
    content: str
    assets: Sequence[str]

    def first_line(self, static: Path) -> str:
        """Write what the service worker knows of the page: `version` changes whenever anything else does."""
        everything = f"{assets_sha256(static)} {self.content} {self.assets}"
        version = hashlib.sha256(everything.encode()).hexdigest()[:VERSION_LENGTH]
        known = {"version": version, "page": self.page, "shell": self.shell, "assets": list(self.assets)}
        return f"self.GATE = {json.dumps(known)};\n"


@cache
def asset_names(static: Path) -> list[str]:
    """List the files of the gate page, relative to `static`, in a fixed order."""
    inside = (file for folder in FOLDERS for file in (static / folder).rglob("*") if file.is_file())
    return sorted([*FILES, *(str(file.relative_to(static)) for file in inside)])


@cache
def assets_sha256(static: Path) -> str:
    """Return the hash of everything the page loads, once per process."""
    digest = hashlib.sha256()
    for name in asset_names(static):
        digest.update(name.encode() + (static / name).read_bytes())
    return digest.hexdigest()


def manifest(*, page: str, name: str, short_name: str, language: str, icons: str) -> dict[str, object]:
    """Describe the app to the phone that installs it; `icons` is the address of their folder."""
    drawn = [
        {"src": f"{icons}/{file}", "sizes": size, "type": "image/png", "purpose": "any"}
        for size, file in ICONS.items()
    ]
    cut = {"src": f"{icons}/{MASKABLE}", "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    return {
        "id": page,
        "start_url": page,
        "scope": page,
        "name": name,
        "short_name": short_name,
        "lang": language,
        "display": "standalone",
        "background_color": "#0c1514",
        "theme_color": "#08252b",
        "icons": [*drawn, cut],
    }
