"""In which situation this server is, and what a browser lets a page do there."""

from enum import StrEnum


class Situation(StrEnum):
    """How this page reached the browser. All but PLAIN are a secure context: camera, service worker."""

    HERE = "here"
    CERTIFICATE = "certificate"
    OWN_AUTHORITY = "own-authority"
    PLAIN = "plain"
