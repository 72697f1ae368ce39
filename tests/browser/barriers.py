"""What would keep somebody from using a page: axe's findings, and content that runs off the screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# Only what is wrong travels back: the list of what is right is a hundred times as long.
FIND = """async (options) => (await axe.run(document, options)).violations
    .map((rule) => [rule.id, rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 160))])"""


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """List what axe finds in the page as it is: the rule, and where it is broken."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found: list[tuple[str, list[str]]] = page.evaluate(FIND, OPTIONS)
    return found


def overflow(page: Page, *sizes: tuple[int, int]) -> dict[int, int]:
    """Return by width of the window how wide the page is, where it is wider."""
    wide = {}
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        taken = page.evaluate("document.documentElement.scrollWidth")
        if taken > width:
            wide[width] = taken
    return wide
