"""A browser before a demonstration that runs for nothing else; it takes what dev/pictures.py asks for."""

import io
import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LARGEST_BYTES = 120_000
FEWER_AND_FEWER_COLOURS = (128, 64, 32, 16)
DESK, PHONE = (1366, 768), (390, 844)
PAPER_DPI = 72


class Studio:
    """A browser before the demonstration, signed in as whoever a picture needs."""

    def __init__(self, browser: Browser, *, address: str, data: Path) -> None:
        self._browser, self._address, self._data = browser, address, data
        self._ways_in = {way["email"].split("@")[0]: way for way in self.told("demo", "accounts")}
        self._pages: dict[tuple[str, tuple[int, int]], Page] = {}

    def page(self, mailbox: str, size: tuple[int, int] = DESK) -> Page:
        """Return the page of an account of the demonstration (`panitia`, `pintu`, …), or "" for a visitor."""
        if (mailbox, size) not in self._pages:
            self._pages[mailbox, size] = self._signed_in(mailbox, size)
        return self._pages[mailbox, size]

    def _signed_in(self, mailbox: str, size: tuple[int, int]) -> Page:
        context = self._browser.new_context(
            base_url=self._address, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        page = context.new_page()
        if mailbox:
            page.goto("/sign-in")
            page.fill("[name=email]", self._ways_in[mailbox]["email"])
            page.fill("[name=password]", self._ways_in[mailbox]["password"])
            page.click("main button[type=submit]")
        return page

    def told(self, *words: str) -> Any:
        """Return what a command of bin/rakornis tells as JSON."""
        return json.loads(_run([f"{ROOT}/bin/rakornis", *words, "--json"], data=self._data))

    def paper(self, page: Page, address: str, name: str) -> None:
        """Keep the first page of a PDF."""
        pdf = page.context.request.get(address, fail_on_status_code=True).body()
        drawn = subprocess.run(
            ["pdftoppm", "-png", "-r", str(PAPER_DPI), "-singlefile", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        )
        keep(name, drawn.stdout)


def shoot(page: Page, address: str, name: str) -> None:
    """Open an address and keep what fits on the screen."""
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        message = f"{name}: {address} does not answer"
        raise RuntimeError(message)
    keep(name, page.screenshot())


def keep(name: str, content: bytes) -> None:
    """Write a picture with as many colours as its size allows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in FEWER_AND_FEWER_COLOURS:
        palette = io.BytesIO()
        drawn.quantize(colours, dither=Image.Dither.NONE).save(palette, "PNG", optimize=True)
        if palette.tell() <= LARGEST_BYTES:
            (PICTURES / f"{name}.png").write_bytes(palette.getvalue())
            print(f"{name}: {palette.tell() // 1000} KB, {colours} colours")
            return
    message = f"{name} is larger than {LARGEST_BYTES} bytes"
    raise RuntimeError(message)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve a new demonstration while the block runs; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [f"{ROOT}/bin/run", "--port", str(port), "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        _wait_until_served(server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)


def _wait_until_served(server: "subprocess.Popen[str]") -> None:
    for line in server.stdout or ():
        if "http://127.0.0.1" in line:
            return
    message = "bin/run ended before it served"
    raise RuntimeError(message)


def _run(command: list[str], *, data: Path) -> str:
    environment = os.environ | {"RAKORNIS_DATA": str(data)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def side_by_side(pictures: list[bytes]) -> bytes:
    """Put pictures of one height beside each other, as one PNG."""
    drawn = [Image.open(io.BytesIO(each)) for each in pictures]
    gap = 16
    width = sum(each.width + gap for each in drawn) - gap
    sheet = Image.new("RGB", (width, drawn[0].height), "white")
    for place, each in enumerate(drawn):
        sheet.paste(each, (place * (each.width + gap), 0))
    content = io.BytesIO()
    sheet.save(content, "PNG")
    return content.getvalue()
