"""Barriers are found: also the one pale word in a long list of sisters that are drawn alike."""

import pytest
from playwright.sync_api import Browser

from tests.browser.barriers import barriers

PAGE = """<!doctype html><html lang="id"><title>Daftar</title>
<style>.pale, .pale-even i:nth-child(even), .pale-last li:last-child { color: #ccc }</style>
<main><h1>Daftar</h1><ul class="{list}">{rows}</ul></main></html>"""
ROW = '<li><b>Nomor {number}</b> <i class="{word}">satu</i></li>'


def found_in(browser: Browser, *, rows: list[str], style: str = "plain") -> list[str]:
    page = browser.new_page()
    page.set_content(PAGE.replace("{list}", style).replace("{rows}", "".join(rows)))
    return [found for rule, places in barriers(page) for found in (rule, *places)]


def rows(*words: str) -> list[str]:
    return [ROW.format(number=number, word=word) for number, word in enumerate(words)]


def test_rows_that_can_be_read_are_no_barrier(browser: Browser):
    assert found_in(browser, rows=rows(*["plain"] * 40)) == []


@pytest.mark.parametrize("place", [0, 1, 20, 39])
def test_one_pale_word_among_sisters_is_found(browser: Browser, place: int):
    words = ["plain"] * 40
    words[place] = "pale"
    assert found_in(browser, rows=rows(*words)) == ["color-contrast", '<i class="pale">satu</i>']


def test_what_only_the_place_makes_pale_is_found(browser: Browser):
    last = found_in(browser, rows=rows(*["plain"] * 40), style="pale-last")
    even = found_in(browser, rows=rows(*["plain"] * 40), style="pale-even")
    assert (last[0], even[0]) == ("color-contrast", "color-contrast")
