"""What would keep somebody from using a page: axe's findings, and content that runs off the screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
# The rules among them that look at colours: all that another theme can break without moving anything.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WITHOUT_COLOURS = {rule: {"enabled": False} for rule in COLOURS["values"]}
# Looking at colours is three quarters of the work, so sisters that are drawn alike are looked at once: with
# the same tags and attributes (but for those that name something), with words or without, last or not, odd or
# even.
# Only what is wrong travels back: the list of what is right is a hundred times as long.
FIND = """async ([others, colours]) => {
    const naming = new Set(["id", "href", "src", "for", "name", "value", "title", "alt", "datetime", "action",
        "aria-label", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"])
    const drawn = (node) => node.nodeType === Node.TEXT_NODE ? Math.min(node.data.trim().length, 2)
        : node.nodeType !== Node.ELEMENT_NODE ? "" : [
            node.tagName,
            ...Array.from(node.attributes, ({ name, value }) => naming.has(name) ? name : name + "=" + value),
            "(", ...Array.from(node.childNodes, drawn), ")",
        ].join(" ")
    const alike = []
    const compare = (parent) => {
        const met = new Set()
        Array.from(parent.children).forEach((child, place, all) => {
            const look = [place % 2, place === all.length - 1, place && drawn(child)].join(" ")
            if (met.has(look)) alike.push(child)
            else { met.add(look); compare(child) }
        })
    }
    compare(document.body)
    const found = others ? (await axe.run(document, others)).violations : []
    found.push(...(await axe.run({ include: document, exclude: alike }, colours)).violations)
    return found.map((rule) => [rule.id, rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 160))])
}"""

SHAPE = """() => [...document.querySelectorAll("*")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const { visibility, display } = getComputedStyle(element)
    return [element.tagName, x, y, width, height, visibility, display].join(" ")
})"""


def barriers(page: Page, *, only_colours: bool = False) -> list[tuple[str, list[str]]]:
    """List what axe finds in the page as it is: the rule, and where it is broken."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    plain = {"resultTypes": ["violations"], "preload": False}
    others = None if only_colours else {**plain, "runOnly": RULES, "rules": WITHOUT_COLOURS}
    found: list[tuple[str, list[str]]] = page.evaluate(FIND, [others, {**plain, "runOnly": COLOURS}])
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
