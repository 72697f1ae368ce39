"""What the command line of bin/run asked for, and whether this machine can give it."""

import contextlib
import errno
import socket
from dataclasses import dataclass
from pathlib import Path

from app.lib.refusals import N_, Refused
from app.network.hint import HTTP_PORT, HTTPS_PORT
from config import Config

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


class CannotServe(Refused):
    """The server does not start; the sentence says what to do."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the command line asked for.

    `lan` is the name or address under which phones open it by HTTPS, None for plain HTTP; `own_authority`,
    or `certificate` and `key`, say who vouches for it.
    """

    host: str
    port: int
    empty: bool
    rehearsal_on_lan: bool
    lan: str | None = None
    own_authority: bool = False
    certificate: Path | None = None
    key: Path | None = None


def check_network_wish(wish: Wish) -> None:
    """Raise CannotServe when the options of the network do not fit together."""
    given = (wish.certificate is not None) + (wish.key is not None)
    if wish.lan is None and (given or wish.own_authority):
        words = N_("--cert, --key and --own-ca go with --lan NAME, the name that phones open.")
        raise CannotServe(words)
    if wish.lan is not None and (given != 2 * (not wish.own_authority)):
        words = N_(
            "HTTPS needs somebody who vouches for it: give --cert FILE and --key FILE together, "
            "or --own-ca alone."
        )
        raise CannotServe(words)


def why_the_port_cannot_be_had(wish: Wish) -> CannotServe | None:
    """Try the port; return the refusal when it is taken, reserved, or of another machine."""
    with socket.socket(socket.AF_INET6 if ":" in wish.host else socket.AF_INET) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((wish.host, wish.port))
        except OSError as failure:
            return _refusal_for(failure, wish)
    return None


def _refusal_for(failure: OSError, wish: Wish) -> CannotServe:
    if failure.errno == errno.EADDRINUSE:
        words = N_("Port %(port)s is taken by another program. Choose another one: bin/run --port %(next)s")
        return CannotServe(words, port=wish.port, next=wish.port + 1)
    if failure.errno == errno.EACCES:
        words = N_("Only root may serve on port %(port)s. Choose one above 1023: bin/run --port 8000")
        return CannotServe(words, port=wish.port)
    words = N_("The address %(host)s is not one of this machine. Use --host 127.0.0.1 or --host 0.0.0.0.")
    return CannotServe(words, host=wish.host)


def remember_address(config: Config) -> None:
    """Write down where this data is served: links and QR codes made by other commands carry it."""
    (config.data / "address").write_text(f"{config.base_url}\n")


def served_address(wish: Wish) -> str:
    """Write the address that browsers open."""
    scheme, usual = ("https", HTTPS_PORT) if wish.lan else ("http", HTTP_PORT)
    host = wish.lan or (address_on_the_network() if wish.host in EVERYWHERE else wish.host)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if wish.port == usual else f"{scheme}://{shown}:{wish.port}"


def address_on_the_network() -> str:
    """Return this machine's address as others see it. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # an address reserved for documentation (RFC 5737)
        return str(probe.getsockname()[0])
    return "127.0.0.1"
