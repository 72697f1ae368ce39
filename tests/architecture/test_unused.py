"""Nothing lies about that nothing uses: what is not needed is deleted with its last use."""

import re

from dev.addresses import ROOT

SOURCES = "\n".join(
    path.read_text()
    for folder, kinds in {"app": ("*.py",), "templates": ("*.html",), "static/js": ("*.js",)}.items()
    for kind in kinds
    for path in sorted((ROOT / folder).rglob(kind))
)
TEMPLATES = [path.relative_to(ROOT / "templates") for path in sorted((ROOT / "templates").rglob("*.html"))]
ICONS = re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / "icons.svg").read_text())


def test_every_template_is_drawn_by_somebody():
    # Papers and mails name each other inside their own folder; a mail is written by its name alone.
    names = [path.name if path.parts[0] in {"paper", "mail"} else str(path) for path in TEMPLATES]
    unused = [name for name in names if f'{name}"' not in SOURCES]
    assert [name for name in unused if not re.search(rf'written\(\s*"{name[:-5]}"', SOURCES)] == []


def test_every_icon_is_drawn_somewhere():
    assert [name for name in ICONS if not re.search(rf"""["'#]{name}["']""", SOURCES)] == []
