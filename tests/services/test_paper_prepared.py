"""The press asks for nothing but its own files, and its prepared art fits the WeasyPrint of today."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.services.paper import WeasyPrintPress
from app.services.paper.engine import Engine, PaperFault
from app.services.paper.parts import CertificateDesign
from app.services.paper.pictures import Pictures
from app.services.paper.prepared import fits_this_weasyprint
from tests.services import paper_cast as cast

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static" / "paper"


def test_prepared_art_fits_this_weasyprint():
    assert fits_this_weasyprint()


@pytest.mark.parametrize("design", CertificateDesign)
def test_plain_pictures_look_the_same_as_prepared_ones(monkeypatch, design, tmp_path):
    paper = replace(cast.certificate(cast.people()[0]), design=design)
    prepared = printed_page(paper, tmp_path)
    monkeypatch.setattr("app.services.paper.engine.fits_this_weasyprint", lambda: False)
    plain = printed_page(paper, tmp_path)
    differing = ImageChops.difference(prepared, plain).point(lambda shade: 255 if shade > 64 else 0)
    assert sum(differing.histogram()[1:]) < 20  # points of 400,000, at the edges of thin lines


def printed_page(paper, folder):
    (folder / "paper.pdf").write_bytes(
        next(WeasyPrintPress(ROOT / "static", ROOT / "templates").print_certificates([paper]))
    )
    subprocess.run(
        ["pdftoppm", "-r", "65", "-gray", "-png", "-singlefile", "paper.pdf", "page"], cwd=folder, check=True
    )
    with Image.open(folder / "page.png") as page:
        return page.convert("L")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="http://127.0.0.1:9/a.png" alt="">',
        '<img src="file:///etc/hostname" alt="">',
        '<img src="../../config.py" alt="">',
        '<link rel="stylesheet" href="https://rakornis.example/a.css">',
        '<style>@import url("file:///etc/passwd"); body { background: url(http://127.0.0.1:9/) }</style>',
        '<style>p { background: url("data:image/png;base64,AAAA") }</style><p>a',
    ],
)
def test_anything_else_than_our_own_files_is_denied(html):
    with pytest.raises(PaperFault):
        Engine(STATIC).lay_out(html, Pictures())
