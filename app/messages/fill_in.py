"""Fill what is secret into a letter as it goes out, so that no table ever holds it.

A letter is written with SECRET_ADDRESS in that place, and its key names the thing the address belongs to:
`accounts.link:12`. The room that knows such addresses says so with `@fills_in("accounts.link", words=…)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape
from sqlalchemy.exc import NoResultFound

from app.lib.refusals import N_, Refused
from app.messages.models import Message
from app.services.mail import Enclosure, Picture

SECRET_ADDRESS = "{address}"  # noqa: S105 - what stands in the place of a secret


class SubjectGone(Refused):
    """What the letter is about was removed since it was written: a person whose sheet was taken back, say."""

    def __init__(self) -> None:
        super().__init__(N_("Not sent: what this letter is about is not there any more."))


@dataclass(frozen=True)
class Secrets:
    """What a letter gets on its way out: the address, the pictures its HTML shows, and what goes with it."""

    address: str
    pictures: tuple[Picture, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A letter as its reader gets it."""

    text: str
    html: str | None
    pictures: tuple[Picture, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


SecretsOf = Callable[[Message], Secrets]
_BY_KIND: dict[str, SecretsOf] = {}
KIND_WORDS: dict[str, str] = {}
# Kinds of which each letter is about a matter of its own: a later one takes the place of none before it.
OWN_MATTERS: set[str] = set()


def fills_in(kind: str, *, words: str) -> Callable[[SecretsOf], SecretsOf]:
    """Register who knows the secrets of a kind of letter; `words` (a msgid) are what people call the kind.

    It may raise Refused when the letter is out of date: then it is not sent, and the reason is kept.
    """

    def register(secrets_of: SecretsOf) -> SecretsOf:
        _BY_KIND[kind] = secrets_of
        KIND_WORDS[kind] = words
        return secrets_of

    return register


def kind_of(key: str) -> str:
    """Return what sort of letter a key belongs to: what stands before its first colon."""
    return key.partition(":")[0]


def filled_in(message: Message) -> Filled:
    """Return a letter as its reader gets it.

    Raises Refused when it is out of date and must not go out any more, so SubjectGone.
    """
    known = _BY_KIND.get(kind_of(message.key))
    if known is None:
        return Filled(message.text, message.html)
    try:
        secrets = known(message)
    except NoResultFound as gone:
        raise SubjectGone from gone
    html = message.html and message.html.replace(SECRET_ADDRESS, str(escape(secrets.address)))
    text = message.text.replace(SECRET_ADDRESS, secrets.address)
    return Filled(text, html, secrets.pictures, secrets.enclosures)
