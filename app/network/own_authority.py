"""An own certificate authority for the committee's phones, for where no public certificate can be had.

It can vouch for one name only and for ninety days, so a phone that trusts it trusts nothing else. Its key
stays in the data directory, readable by the owner alone; nothing sends it anywhere.
"""

import os
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.network.served_certificate import ServedCertificate, as_address

LASTS = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=14)
EARLIER = timedelta(hours=1)  # phones whose clock is a little slow accept it, too
FOLDER = "network"
AUTHORITY, AUTHORITY_KEY = "authority.pem", "authority.key"
SERVED, SERVED_KEY = "served.pem", "served.key"


def certificate_by_own_authority(data: Path, name: str, *, now: datetime) -> ServedCertificate:
    """Make what the server shows, and the authority too when there is none for this name any more."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = authority_of(data)
    if authority is None or not _may_vouch(authority, name, now):
        authority = _make_authority(folder, name, now)
    signing = load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), password=None)
    key = ec.generate_private_key(ec.SECP256R1())
    shown = (
        _blank(key.public_key(), authority.subject, now, authority.not_valid_after_utc)
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rakornis")]))
        .add_extension(x509.SubjectAlternativeName([_general_name(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
        .sign(signing, hashes.SHA256())  # type: ignore[arg-type]
    )
    _keep(folder / SERVED_KEY, _pem_of_key(key))
    _keep(folder / SERVED, shown.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM))
    return ServedCertificate(
        certificate=folder / SERVED, key=folder / SERVED_KEY, ends_at=shown.not_valid_after_utc
    )


def authority_of(data: Path) -> x509.Certificate | None:
    """Return the authority of this data, None when none was ever made."""
    path = data / FOLDER / AUTHORITY
    return x509.load_pem_x509_certificate(path.read_bytes()) if path.exists() else None


def fingerprint(authority: x509.Certificate) -> str:
    """Return the SHA-256 that a phone shows, in pairs of digits."""
    return authority.fingerprint(hashes.SHA256()).hex(":").upper()


def _may_vouch(authority: x509.Certificate, name: str, now: datetime) -> bool:
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    lasts = authority.not_valid_after_utc - now > RENEWED_BEFORE
    return lasts and constraints.permitted_subtrees == [_constraint(name)]


def _make_authority(folder: Path, name: str, now: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Rakornis {name} {token_hex(3)}")])
    authority = (
        _blank(key.public_key(), own, now, now + LASTS)
        .subject_name(own)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=[_constraint(name)], excluded_subtrees=_excluded(name)),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    _keep(folder / AUTHORITY_KEY, _pem_of_key(key))
    _keep(folder / AUTHORITY, authority.public_bytes(Encoding.PEM))
    return authority


def _blank(
    public: ec.EllipticCurvePublicKey, issuer: x509.Name, now: datetime, ends_at: datetime
) -> x509.CertificateBuilder:
    """Begin a certificate: who made it, whose key it is, and how long it lasts."""
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _general_name(name: str) -> x509.GeneralName:
    address = as_address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _constraint(name: str) -> x509.GeneralName:
    """The one thing that the authority may vouch for."""
    address = as_address(name)
    if address is None:
        return x509.DNSName(name)
    return x509.IPAddress(ip_network(address))


def _excluded(name: str) -> list[x509.GeneralName] | None:
    """All addresses for an authority of a name, all names for one of an address."""
    if as_address(name) is not None:
        return [x509.DNSName("")]
    return [x509.IPAddress(ip_network(every)) for every in ("0.0.0.0/0", "::/0")]


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem_of_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _keep(path: Path, content: bytes) -> None:
    """Write a file that only the owner may read; the old one stays whole until the new one is."""
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
