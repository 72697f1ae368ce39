"""Codes that people carry, type and scan: passes, links, documents."""

import hashlib
import hmac
import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
_LETTERS = frozenset(ALPHABET)
PASS_CODE_LENGTH = 18  # 90 bits
VERIFICATION_CODE_LENGTH = 26  # 128 bits
PREFIX = "RKN:"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_LINK = re.compile(r"https?://[^\s/]+(?:/[^\s?#]*)?/[pv]/([^\s/?#]+)/?", re.IGNORECASE)
_GAPS = re.compile(r"[\s\-\u2010-\u2015]")


def pass_code(secret: bytes, pass_id: int, serial: int) -> str:
    """The code of a pass: derived, so it need not be stored, and 18 characters that cannot be guessed."""
    if not secret:
        raise ValueError("a pass code needs the secret of the data directory")
    message = f"{pass_id}\N{SYMBOL FOR UNIT SEPARATOR}{serial}".encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return _base32(digest, PASS_CODE_LENGTH)


def normalise_code(text: str, *, length: int = PASS_CODE_LENGTH) -> str | None:
    """The code in a scanned or typed text: bare, `RKN:CODE` or a link ending in /P/CODE; else None.

    Upper or lower case, gaps and dashes do not matter; O reads as 0, I and L as 1.
    """
    text = text.strip()
    if len(text) > 500:  # noqa: PLR2004 - no link of ours is that long
        return None
    link = _LINK.fullmatch(text)
    bare = link[1] if link else text
    if bare.upper().startswith(PREFIX):
        bare = bare[len(PREFIX) :]
    code = _GAPS.sub("", bare).upper().translate(_LOOK_ALIKES)
    return code if len(code) == length and _LETTERS.issuperset(code) else None


def code_sha256(code: str) -> str:
    """The SHA-256 of a normalised code, in hexadecimal: all that databases and devices may hold."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()


def grouped(code: str) -> str:
    """`code` in groups of four for reading and typing."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def random_token(bits: int = 128) -> str:
    """A random token for a link, URL-safe, in upper case."""
    length = -(-bits // 5)
    return _base32(secrets.token_bytes(-(-length * 5 // 8)), length)


def verification_code() -> str:
    """A random code of 26 characters for the verification of a document."""
    return random_token(128)


def derived_verification_code(secret: bytes, document_id: int) -> str:
    """The verification code of a document: derived like a pass code, 26 characters, 128 bits."""
    if not secret:
        raise ValueError("a verification code needs the secret of the data directory")
    digest = hmac.new(secret, f"document\N{SYMBOL FOR UNIT SEPARATOR}{document_id}".encode(), hashlib.sha256)
    return _base32(digest.digest(), VERIFICATION_CODE_LENGTH)


def _base32(source: bytes, length: int) -> str:
    number = int.from_bytes(source) >> (len(source) * 8 - length * 5)
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(length)))
