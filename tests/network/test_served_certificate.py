"""A certificate that no phone would accept is refused before anybody stands at the gate with it."""

from datetime import timedelta

import pytest

from app.network.served_certificate import CertificateRefused, judged_certificate, lan_name
from tests.network.made import NAME, NOW, pair


def refused(certificate, key, *, name=NAME) -> str:
    with pytest.raises(CertificateRefused) as refusal:
        judged_certificate(certificate, key, name=name, now=NOW)
    return str(refusal.value)


def test_a_good_certificate_says_how_long_it_lasts(tmp_path):
    shown = judged_certificate(*pair(tmp_path), name=NAME, now=NOW)
    assert shown.days_left(NOW) == 29


def test_a_star_stands_for_one_label(tmp_path):
    files = pair(tmp_path, "*.venue.example")
    judged_certificate(*files, name="rakornis.venue.example", now=NOW)
    assert "*.venue.example" in refused(*files, name="a.b.venue.example")
    assert "*.venue.example" in refused(*files, name="venue.example")


def test_a_certificate_of_another_name_is_refused_with_both_names(tmp_path):
    words = refused(*pair(tmp_path, "lain.example"))
    assert "lain.example" in words
    assert NAME in words


def test_a_certificate_that_has_ended_is_refused_with_its_day(tmp_path):
    assert "ended on 2024-09-03" in refused(*pair(tmp_path, begins=NOW - timedelta(days=31)))


def test_a_certificate_that_begins_later_makes_one_look_at_the_clock(tmp_path):
    assert "clock" in refused(*pair(tmp_path, begins=NOW + timedelta(days=1)))


def test_the_key_of_another_certificate_is_refused(tmp_path):
    certificate, _ = pair(tmp_path / "one")
    _, key = pair(tmp_path / "two")
    assert "does not belong" in refused(certificate, key)


def test_a_locked_key_is_refused_with_the_way_to_unlock_it(tmp_path):
    assert "openssl pkey" in refused(*pair(tmp_path, secret=b"rahasia"))


def test_a_file_that_is_missing_or_holds_something_else_is_named(tmp_path):
    certificate, key = pair(tmp_path)
    nothing = tmp_path / "nothing.pem"
    assert "nothing.pem" in refused(nothing, key)
    assert "nothing.pem" in refused(certificate, nothing)
    assert "no certificate" in refused(key, key)
    assert "no private key" in refused(certificate, certificate)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Rakornis.Example.", "rakornis.example"), ("192.168.1.5", "192.168.1.5"), ("gate", "gate")],
)
def test_a_name_has_one_spelling(typed, name):
    assert lan_name(typed) == name


@pytest.mark.parametrize("typed", ["https://a.example", "a.example:8000", "a b", "", "-a", "a..b", "x" * 64])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(CertificateRefused):
        lan_name(typed)
