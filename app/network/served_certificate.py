"""The certificate that the server shows: read it, and refuse one that no phone would accept."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from app.lib.refusals import N_, Refused
from app.services.clock import SystemClock

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST_NAME = 253


class CertificateRefused(Refused):
    """No phone would accept this certificate; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class ServedCertificate:
    """The files that the server shows and signs with, and when phones stop accepting them (UTC)."""

    certificate: Path
    key: Path
    ends_at: datetime

    def days_left(self, now: datetime) -> int:
        """Count the whole days until the end."""
        return (self.ends_at - now).days


def lan_name(text: str) -> str:
    """Return the DNS name or address in one spelling.

    Raises CertificateRefused for anything else: a scheme, a port, a blank.
    """
    name = text.strip().rstrip(".").lower()
    if as_address(name) is None and not (
        len(name) <= LONGEST_NAME and all(LABEL.fullmatch(label) for label in name.split("."))
    ):
        words = N_(
            "%(name)s is neither a name nor an address. Give it without https:// and without a port: "
            "bin/run --lan rakornis.example.org"
        )
        raise CertificateRefused(words, name=text)
    return name


def as_address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that a name is, None for a DNS name."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def judged_certificate(certificate: Path, key: Path, *, name: str, now: datetime) -> ServedCertificate:
    """Return the files when phones that open `name` will accept them; raise CertificateRefused if not."""
    shown = _read_certificate(certificate)
    if _public_of(key) != shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
        words = N_(
            "The key %(key)s does not belong to the certificate %(file)s. Give the key it was made with."
        )
        raise CertificateRefused(words, key=key, file=certificate)
    starts_at, ends_at = shown.not_valid_before_utc, shown.not_valid_after_utc
    if ends_at <= now:
        words = N_("The certificate %(file)s ended on %(day)s (UTC). Get a new one before you serve.")
        raise CertificateRefused(words, file=certificate, day=f"{ends_at:%Y-%m-%d %H:%M}")
    if starts_at > now:
        words = N_(
            "The certificate %(file)s begins only on %(day)s (UTC). Is the clock of this computer right?"
        )
        raise CertificateRefused(words, file=certificate, day=f"{starts_at:%Y-%m-%d %H:%M}")
    names = names_of(shown)
    if not any(covers(pattern, name) for pattern in names):
        words = N_(
            "The certificate %(file)s is for %(names)s, not for %(name)s. Serve under a name that it carries."
        )
        raise CertificateRefused(words, file=certificate, names=", ".join(names) or "–", name=name)
    return ServedCertificate(certificate=certificate.absolute(), key=key.absolute(), ends_at=ends_at)


def names_of(certificate: x509.Certificate) -> list[str]:
    """List the names and addresses for which phones accept a certificate."""
    try:
        carried = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = [str(address) for address in carried.get_values_for_type(x509.IPAddress)]
    return [*carried.get_values_for_type(x509.DNSName), *addresses]


def covers(pattern: str, name: str) -> bool:
    """Say whether a name of a certificate stands for this one; a star stands for exactly one label."""
    first, dot, rest = name.partition(".")
    known = pattern.lower()
    return known == name or bool(first and dot and as_address(name) is None and known == f"*.{rest}")


def today() -> datetime:
    """Return this moment by the computer's own clock: TLS knows no rehearsal."""
    return SystemClock().now()


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        chain: Sequence[x509.Certificate] = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as failure:
        words = N_("The certificate %(file)s cannot be read (%(why)s). Check the path and who may read it.")
        raise CertificateRefused(words, file=path, why=failure.strerror) from failure
    except ValueError as failure:
        words = N_(
            "%(file)s holds no certificate in PEM. "
            "It is the file that begins with -----BEGIN CERTIFICATE-----."
        )
        raise CertificateRefused(words, file=path) from failure
    return chain[0]


def _public_of(path: Path) -> bytes:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as failure:
        words = N_("The key %(file)s cannot be read (%(why)s). Check the path and who may read it.")
        raise CertificateRefused(words, file=path, why=failure.strerror) from failure
    except TypeError as failure:
        words = N_(
            "The key %(file)s is locked with a password. Unlock a copy of it first: "
            "openssl pkey -in KEY -out UNLOCKED"
        )
        raise CertificateRefused(words, file=path) from failure
    except ValueError as failure:
        words = N_(
            "%(file)s holds no private key in PEM. "
            "It is the file that begins with -----BEGIN PRIVATE KEY-----."
        )
        raise CertificateRefused(words, file=path) from failure
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
