"""The own authority: phones that trust it trust one name for some weeks, and nothing else."""

import ssl
import subprocess
from datetime import timedelta

import pytest
from cryptography import x509

from app.network.own_authority import LASTS, authority_of, certificate_by_own_authority, fingerprint
from app.network.served_certificate import judged_certificate, today
from tests.network.made import NAME

NOW = today()


def accepted(folder, name, certificate) -> bool:
    """Ask OpenSSL, as a phone would be asked."""
    host = ["-verify_ip" if name[0].isdigit() else "-verify_hostname", name]
    trusted = ["-CAfile", folder / "network/authority.pem", "-purpose", "sslserver", "-x509_strict"]
    done = subprocess.run(
        ["openssl", "verify", *trusted, *host, certificate], check=False, capture_output=True
    )
    return done.returncode == 0


@pytest.mark.parametrize("name", [NAME, "gate", "192.168.1.5", "127.0.0.1"])
def test_what_it_vouches_for_is_accepted_for_that_name_only(tmp_path, name):
    shown = certificate_by_own_authority(tmp_path, name, now=NOW)
    assert accepted(tmp_path, name, shown.certificate)
    assert not accepted(tmp_path, "lain.example", shown.certificate)
    assert judged_certificate(shown.certificate, shown.key, name=name, now=NOW) == shown
    assert shown.days_left(NOW) <= LASTS.days


def test_keys_are_for_the_owner_alone(tmp_path):
    certificate_by_own_authority(tmp_path, NAME, now=NOW)
    folder = tmp_path / "network"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_phone_trusts_once_and_the_next_start_needs_nothing_of_it(tmp_path):
    first = certificate_by_own_authority(tmp_path, NAME, now=NOW).certificate.read_bytes()
    trusted = fingerprint(authority(tmp_path))
    assert certificate_by_own_authority(tmp_path, NAME, now=NOW).certificate.read_bytes() != first
    assert fingerprint(authority(tmp_path)) == trusted


def test_another_name_or_its_end_in_sight_makes_a_new_authority(tmp_path):
    made = set()
    for name, later in ((NAME, 0), ("lain.example", 0), ("lain.example", 80)):
        certificate_by_own_authority(tmp_path, name, now=NOW + timedelta(days=later))
        made.add(fingerprint(authority(tmp_path)))
    assert len(made) == 3


def test_it_may_vouch_for_nothing_but_its_name(tmp_path):
    certificate_by_own_authority(tmp_path, NAME, now=NOW)
    limits = authority(tmp_path).extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees == [x509.DNSName(NAME)]
    ssl.create_default_context(cadata=(tmp_path / "network/authority.pem").read_text())


def authority(folder) -> x509.Certificate:
    found = authority_of(folder)
    assert found
    return found
