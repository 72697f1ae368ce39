"""Find the translatable sentences of each area in Python and Jinja files."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file

from dev.po_files import empty_catalogue

COMMON = "common"
# What several areas share; every other folder directly below app/ or templates/ is an area.
SHARED_PACKAGES = {"lib", "services", "translations", "__pycache__"}
SHARED_TEMPLATES = {"layouts", "components", "errors", "paper", "mail"}
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "N_": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
COMMENT_TAGS = ("Translators:",)
OPTIONS = {"silent": "false", "encoding": "utf-8"}
TEMPLATE_SUFFIXES = {".html", ".txt", ".svg", ".xml", ".ics"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^}]*\}")


def areas(root: Path) -> list[str]:
    """All areas, `common` first, then by name."""
    packages = {p.name for p in (root / "app").glob("*/") if p.is_dir()} - SHARED_PACKAGES
    folders = {p.name for p in (root / "templates").glob("*/") if p.is_dir()} - SHARED_TEMPLATES
    return [COMMON, *sorted(packages | folders)]


def sentences_of(area: str, root: Path) -> Catalog:
    """Every sentence marked for translation in one area, in the order of its files."""
    found = empty_catalogue()
    known = areas(root)
    for path in _files(root):
        if _area_of(path.relative_to(root), known) != area:
            continue
        place = path.relative_to(root).as_posix()
        method = "python" if path.suffix == ".py" else "jinja2"
        marked = extract_from_file(
            method,
            path,
            keywords=KEYWORDS,
            comment_tags=COMMENT_TAGS,
            options=OPTIONS,
            strip_comment_tags=True,
        )
        for _, msgid, comments, context in marked:
            found.add(msgid, locations=[(place, 1)], auto_comments=comments, context=context)
    return found


def placeholders(text: str | tuple[str, ...] | list[str] | None) -> set[str]:
    """Names of the `%(name)s` and `{name}` placeholders; of a plural, those of its last form."""
    last = text if isinstance(text, str) else (text or ("",))[-1]
    return {left or right for left, right in PLACEHOLDER.findall(last)}


def _files(root: Path) -> list[Path]:
    templates = [p for p in (root / "templates").rglob("*") if p.suffix in TEMPLATE_SUFFIXES]
    return sorted((root / "app").rglob("*.py")) + sorted(templates)


def _area_of(path: Path, known: list[str]) -> str:
    """The area of a file, given relative to the root.

    A paper or mail begins with the name of its area: `templates/paper/minutes-annex.html` belongs to
    `minutes` and `certificate.html` to `certificates`; `_head.html` is common.
    """
    match path.parts:
        case ("templates", "paper" | "mail", first, *_):
            word = re.split(r"[-_.]", first)[0]
            return next((area for area in known if word and area in {word, f"{word}s"}), COMMON)
        case (_, folder, _, *_) if folder in known:
            return folder
    return COMMON
