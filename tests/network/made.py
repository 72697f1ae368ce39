"""Certificates made for a test, by nobody whom anybody trusts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

NOW = datetime(2024, 9, 4, 1, 0, tzinfo=UTC)
NAME = "rakornis.example"


def pair(
    folder: Path, *names: str, begins: datetime = NOW - timedelta(days=1), days: int = 30, secret: bytes = b""
) -> tuple[Path, Path]:
    """Write a certificate for these names and its key; return where they are."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Uji")])
    carried = x509.SubjectAlternativeName([x509.DNSName(name) for name in names or (NAME,)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(carried, critical=False)
        .sign(key, hashes.SHA256())
    )
    locked = BestAvailableEncryption(secret) if secret else NoEncryption()
    folder.mkdir(exist_ok=True)
    certificate, private = folder / "site.pem", folder / "site.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    return certificate, private
