"""The plain door beside the secure one: it leads on who types http://, and hands a phone the authority."""

from collections.abc import Iterable
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTTPS_PORT, HTTP_PORT = 443, 80
SHOWN_HERE = ("/network", "/static/")


def hint_port(port: int) -> int:
    """Return the port of the plain door: 80 beside 443, else the next one."""
    return HTTP_PORT if port == HTTPS_PORT else port + 1


def hint_address(base_url: str) -> str:
    """Return where a phone that trusts nothing yet begins; without HTTPS that is the page itself."""
    served = urlsplit(base_url)
    if served.scheme != "https":
        return f"{base_url}/network"
    port = hint_port(served.port or HTTPS_PORT)
    host = f"[{served.hostname}]" if ":" in (served.hostname or "") else served.hostname
    return f"http://{host}/network" if port == HTTP_PORT else f"http://{host}:{port}/network"


def leading_on(app: "WSGIApplication", base_url: str) -> "WSGIApplication":
    """Show the page about the network as it is; answer everything else with the secure address."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO") or "/")
        reads = environ.get("REQUEST_METHOD") in {"GET", "HEAD"}
        if reads and (path == SHOWN_HERE[0] or path.startswith((f"{SHOWN_HERE[0]}/", SHOWN_HERE[1]))):
            return app(environ, start)
        question = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        place = f"{base_url}{quote(path.encode('latin-1'))}{question}"
        status = HTTPStatus.TEMPORARY_REDIRECT  # never kept: the name may be served plainly another day
        start(f"{status.value} {status.phrase}", [("Location", place), ("Content-Length", "0")])
        return []

    return answer


class _Door(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 10

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as the parent calls it
        """Say nothing: the application logs what it answers."""


def serve_hint(app: "WSGIApplication", *, host: str, port: int, base_url: str) -> None:
    """Keep the plain door open until stopped."""
    door = make_server(host, port, leading_on(app, base_url), _Door, _Quiet)
    with door:
        door.serve_forever()
