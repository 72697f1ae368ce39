"""Fill the address that carries a secret into a letter as it goes out, so that no table ever holds it.

A letter is written with SECRET_ADDRESS in that place, and its key names the thing the address belongs to:
`accounts.link:12`. The room that knows such addresses says so with `@fills_in("accounts.link")`.
"""

from collections.abc import Callable

from app.messages.models import Message

SECRET_ADDRESS = "{address}"  # noqa: S105 - what stands in the place of a secret

_BY_KIND: dict[str, Callable[[int], str]] = {}


def fills_in(kind: str) -> Callable[[Callable[[int], str]], Callable[[int], str]]:
    """Register who knows the address of a thing by its number, for letters whose key is `kind:number`."""

    def register(address_of: Callable[[int], str]) -> Callable[[int], str]:
        _BY_KIND[kind] = address_of
        return address_of

    return register


def filled_in(message: Message) -> str:
    """Return the text as its reader gets it."""
    kind, _, number = message.key.rpartition(":")
    if SECRET_ADDRESS not in message.text or kind not in _BY_KIND:
        return message.text
    return message.text.replace(SECRET_ADDRESS, _BY_KIND[kind](int(number)))
