"""The frozen content of published minutes: the paper as plain JSON, and back again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cattrs.preconf.json import make_converter

from app.services import services
from app.services.paper.sheets import MinutesPaper

_converter = make_converter()


def content_of(paper: MinutesPaper, *, mark_storage_key: str | None) -> dict[str, Any]:
    """Return the paper as JSON. The mark is named by its storage key, its bytes stay in the storage."""
    bare = replace(paper, letterhead=replace(paper.letterhead, mark=None))
    content: dict[str, Any] = _converter.unstructure(bare)
    return {"paper": content, "mark_storage_key": mark_storage_key}


def paper_from(content: dict[str, Any]) -> MinutesPaper:
    """Return the paper that was frozen, exactly."""
    paper = _converter.structure(content["paper"], MinutesPaper)
    key = content["mark_storage_key"]
    mark = services().storage.read(key) if key else None
    return replace(paper, letterhead=replace(paper.letterhead, mark=mark))


def texts_of(content: Any) -> Iterator[str]:
    """Go through every text of a frozen paper."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for part in content.values():
            yield from texts_of(part)
    elif isinstance(content, (list, tuple)):
        for part in content:
            yield from texts_of(part)
