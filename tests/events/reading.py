"""Read an answered page."""

from bs4 import BeautifulSoup


def read(answer):
    """Parse the page of an answer."""
    return BeautifulSoup(answer.data, "html.parser")
