"""What tests read back: a tag of a page, the papers of the fake press. What is not there fails the test."""

from typing import TypeVar

from bs4 import Tag

from app.services import services
from app.services.paper import FakePress

Paper = TypeVar("Paper")


def first(page: Tag, selector: str) -> Tag:
    """The first tag of the page that the CSS selector finds."""
    found = page.select_one(selector)
    assert found is not None, f"nothing on the page is {selector}"
    return found


def papers(kind: type[Paper]) -> list[Paper]:
    """The papers of a kind that the fake press has printed, the last one last."""
    press = services().press
    assert isinstance(press, FakePress)
    return [paper for paper in press.printed if isinstance(paper, kind)]
