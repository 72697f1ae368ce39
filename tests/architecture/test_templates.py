"""Pages obey the strict policy: nothing inline, nothing trusted blindly."""

import re

import pytest

from dev.addresses import ROOT

# Papers are drawn by WeasyPrint and mails by mail programs: neither has our style sheet or our policy.
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if path.relative_to(ROOT / "templates").parts[0] not in {"paper", "mail"}
]
INLINE = {
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx code in an attribute": re.compile(r"\shx-on[:\s=-]", re.IGNORECASE),
    "an address of another host": re.compile(
        r"<(script|link|img|iframe)\b[^>]*(src|href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE
    ),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape false"),
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_page_holds_nothing_that_the_policy_forbids(path):
    page = path.read_text()
    assert [what for what, pattern in INLINE.items() if pattern.search(page)] == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a style attribute", '<p class="x" style="color: red">'),
        ("a script without src", "<script>go()</script>"),
        ("an event handler", '<button onclick="go()">'),
        ("text that is not escaped", "{{ name | safe }}"),
    ],
)
def test_the_search_finds_what_it_is_there_for(what, markup):
    assert INLINE[what].search(markup)


def test_there_are_pages_to_look_at():
    assert PAGES
