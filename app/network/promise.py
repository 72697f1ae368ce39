"""In a hotel browsers are not told to insist on HTTPS for a year: the name is ours for some days."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PROMISE = "strict-transport-security"


def without_promise(app: "WSGIApplication") -> "WSGIApplication":
    """Answer as the application does, without Strict-Transport-Security."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            kept = [(name, value) for name, value in headers if name.lower() != PROMISE]
            return start(status, kept, *rest)  # type: ignore[arg-type]

        return app(environ, begin)  # type: ignore[arg-type]

    return answer
