"""Write a letter from its template: plain text and HTML, Indonesian first and English below.

A letter goes to people whose language nobody knows, so both stand in the template itself, as on papers;
the catalogues of the screen have no part in it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER = Path(__file__).parents[2] / "templates" / "mail"


@dataclass(frozen=True)
class Written:
    """The two forms of one letter; `html` is empty when its template has none."""

    text: str
    html: str | None


def written(name: str, /, **values: object) -> Written:
    """Fill `<name>.txt`, and `<name>.html` when there is one."""
    html = _fill(f"{name}.html", values) if (FOLDER / f"{name}.html").exists() else None
    return Written(_fill(f"{name}.txt", values), html)


def _fill(template: str, values: dict[str, object]) -> str:
    return _templates().get_template(template).render(values).strip() + "\n"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
