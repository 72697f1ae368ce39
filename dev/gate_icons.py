"""Draw the icons of the installed gate anew from static/mark.svg: `.venv/bin/python -m dev.gate_icons`.

The maskable one is the same drawing, smaller, on a ground without corners: phones cut it as they like.
"""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
ICONS = {"gate-180.png": 180, "gate-192.png": 192, "gate-512.png": 512, "gate-maskable-512.png": 512}
ROUNDED, SQUARE = 'rx="5"', 'rx="0"'
WHOLE, SMALLER = "translate(3.6 3.6) scale(.7)", "translate(5.4 5.4) scale(.55)"
# A home screen of Apple's rounds the corners itself and shows black where a picture is transparent.
CUT_BY_THE_PHONE = {"gate-180.png": WHOLE, "gate-maskable-512.png": SMALLER}


def main() -> None:
    """Draw all icons."""
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    (STATIC / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        for name, size in ICONS.items():
            scale = CUT_BY_THE_PHONE.get(name)
            drawn = mark.replace(ROUNDED, SQUARE).replace(WHOLE, scale) if scale else mark
            _draw(page, drawn, size, STATIC / "icons" / name)
        browser.close()


def _draw(page: Page, svg: str, size: int, file: Path) -> None:
    page.set_viewport_size({"width": size, "height": size})
    style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
    page.set_content(style + svg)
    page.screenshot(path=file, omit_background=True)


if __name__ == "__main__":
    main()
