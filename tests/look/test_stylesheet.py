import gzip
import re
from pathlib import Path

from app.stylesheet import stylesheet, stylesheet_name

STATIC = Path(__file__).parents[2] / "static"


def test_the_whole_look_weighs_at_most_15_kilobytes_on_the_wire():
    assert len(gzip.compress(stylesheet(STATIC), 9)) <= 15 * 1024


def test_every_file_of_the_look_is_in_the_sheet():
    listed = set(re.findall(r'url\("([^"]+)"\)', (STATIC / "css/app.css").read_text()))
    written = {str(file.relative_to(STATIC / "css")) for file in (STATIC / "css").rglob("*.css")}
    assert listed == written - {"app.css"}


def test_nothing_is_left_to_fetch_but_fonts_that_exist():
    sheet = stylesheet(STATIC).decode()
    assert "@import" not in sheet
    addresses = re.findall(r'url\("([^"]+)"\)', sheet)
    assert addresses
    assert all((STATIC / address).is_file() for address in addresses)


def test_the_name_changes_with_the_content(tmp_path):
    css = tmp_path / "css"
    css.mkdir()
    (css / "app.css").write_text('@layer base;\n@import url("base.css") layer(base);\n')
    (css / "base.css").write_text("a { color: red; }\n")
    before = stylesheet_name(tmp_path)
    (css / "base.css").write_text("a { color: green; }\n")
    stylesheet.cache_clear()
    stylesheet_name.cache_clear()
    assert stylesheet_name(tmp_path) != before


def test_comments_stay_at_home():
    assert "/*" not in stylesheet(STATIC).decode()
