"""Security headers: nothing inline, nothing from elsewhere, nothing framed."""

from functools import cache

from flask import Flask, Response, g, request

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
}
ONE_YEAR_SECONDS = 31_536_000
LONG_SECURE = f"max-age={ONE_YEAR_SECONDS}"
ASK_AGAIN = "private, no-cache"


def configure_headers(app: Flask) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        for name, value in HEADERS.items():
            response.headers.add(name, value)  # nobody else says these, so nobody is looked for
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", LONG_SECURE)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store" if g.get("private") else ASK_AGAIN)
        return response


@cache
def usual_headers(*, secure: bool) -> tuple[tuple[str, str], ...]:
    """Return the headers of an answer that asks for nothing special; `secure` when it travels by HTTPS."""
    policy = _policy(scripts="'self'", forms="'self'")
    usual = {"Content-Security-Policy": policy, **HEADERS, "Cache-Control": ASK_AGAIN}
    return tuple({**usual, "Strict-Transport-Security": LONG_SECURE}.items() if secure else usual.items())


def content_security_policy() -> str:
    """Write the policy; the gate page alone may also run the scanner's WebAssembly."""
    scripts = "'self' 'wasm-unsafe-eval'" if g.get("allow_wasm") else "'self'"
    return _policy(scripts=scripts, forms=g.get("forms_lead_to", "'self'"))


@cache
def _policy(*, scripts: str, forms: str) -> str:
    named = {**POLICY, "form-action": forms, "script-src": scripts}
    return "; ".join(f"{name} {value}" for name, value in named.items())


def allow_forms_to(*places: str) -> None:
    """Let forms of this page lead to other places, too: a browser follows no redirect to elsewhere."""
    g.forms_lead_to = " ".join(("'self'", *places))


def allow_wasm() -> None:
    """Let the page of this request run WebAssembly: the scanner needs it."""
    g.allow_wasm = True
