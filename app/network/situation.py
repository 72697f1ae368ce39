"""In which situation this server is, and what a browser lets a page do there."""

from enum import StrEnum

from flask import current_app, request

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class Situation(StrEnum):
    """How this page reached the browser. All but PLAIN are a secure context: camera, service worker."""

    HERE = "here"
    CERTIFICATE = "certificate"
    OWN_AUTHORITY = "own-authority"
    PLAIN = "plain"


def situation() -> Situation:
    """Judge the request that is being answered."""
    if request.is_secure:
        own = current_app.config["RAKORNIS"].lan == Situation.OWN_AUTHORITY
        return Situation.OWN_AUTHORITY if own else Situation.CERTIFICATE
    return Situation.HERE if _host() in LOCAL_HOSTS else Situation.PLAIN


def _host() -> str:
    host = request.host
    return host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.partition(":")[0]
