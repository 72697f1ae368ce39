"""What would keep somebody from using a page: axe's findings, and content that runs off the screen."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
# The rules among them that look at colours: all that another theme can break without moving anything.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Only what is wrong travels back: the list of what is right is a hundred times as long.
FIND = """async (options) => (await axe.run(document, options)).violations
    .map((rule) => [rule.id, rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 160))])"""

SHAPE = """() => [...document.querySelectorAll("*")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const { visibility, display } = getComputedStyle(element)
    return [element.tagName, x, y, width, height, visibility, display].join(" ")
})"""


def barriers(page: Page, *, rules: dict[str, Any] = RULES) -> list[tuple[str, list[str]]]:
    """List what axe finds in the page as it is: the rule, and where it is broken."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found: list[tuple[str, list[str]]] = page.evaluate(FIND, options)
    return found


def shape(page: Page) -> list[str]:
    """Return where every element stands and whether it is shown: all that is not colour."""
    drawn: list[str] = page.evaluate(SHAPE)
    return drawn


def overflow(page: Page, *sizes: tuple[int, int]) -> dict[int, int]:
    """Return by width of the window how wide the page is, where it is wider."""
    wide = {}
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        taken = page.evaluate("document.documentElement.scrollWidth")
        if taken > width:
            wide[width] = taken
    return wide
