"""Passwords: what a good one is, how it is kept (Argon2id), and whether a typed one fits."""

from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.lib.folding import folded
from app.lib.refusals import N_, Refused

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT_LETTERS = 5

_hasher = PasswordHasher()

# What is compared when there is no account, so that the answer takes as long as for one that exists: the hash
# of a forgotten word, made with the same settings.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$4O9QHTi+dYPvYuBfDWGj2Q$zGwvIcDexDylFbUUsJlqDvNQxiXKp2z7Bn5Zcy3kEfo"


class PasswordRefused(Refused):
    """A new password that others could guess."""


@dataclass(frozen=True)
class NewPassword:
    """A password that was found good enough; only its hash is left of it."""

    hash: str


def new_password(text: str, *, email: str, name: str) -> NewPassword:
    """Check a new password and hash it. Takes some 50 ms: do it before a transaction begins.

    Raises PasswordRefused when it is too short, too long, too uniform, or is the e-mail or the name.
    """
    if len(text) < SHORTEST_PASSWORD:
        raise PasswordRefused(
            N_(
                "The password needs at least %(number)s characters. Four words in a row are easy to remember."
            ),
            number=SHORTEST_PASSWORD,
        )
    if len(text) > LONGEST_PASSWORD:
        raise PasswordRefused(
            N_("The password may have at most %(number)s characters."), number=LONGEST_PASSWORD
        )
    if len(set(text)) < FEWEST_DIFFERENT_LETTERS:
        raise PasswordRefused(N_("The password repeats too few characters. Choose a less uniform one."))
    if _is_the_person(text, email=email, name=name):
        raise PasswordRefused(
            N_("The password must not be the e-mail or the name. Choose something nobody would guess.")
        )
    return NewPassword(_hasher.hash(text))


def _is_the_person(text: str, *, email: str, name: str) -> bool:
    plain = _letters(text)
    return plain in {_letters(email), _letters(email.partition("@")[0]), _letters(name)}


def _letters(text: str) -> str:
    return folded(text).replace(" ", "")


def password_fits(password_hash: str | None, text: str) -> bool:
    """Say whether a typed password fits. Takes equally long when there is no account or no password."""
    try:
        _hasher.verify(password_hash or _NOBODY, text)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def rehashed(password_hash: str, text: str) -> str | None:
    """Return a fresh hash when the stored one was made with older, weaker settings; else None."""
    return _hasher.hash(text) if _hasher.check_needs_rehash(password_hash) else None
