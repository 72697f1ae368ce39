"""Codes: derived, hashed, and read however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.codes import (
    ALPHABET,
    code_sha256,
    grouped,
    normalise_code,
    pass_code,
    random_token,
    verification_code,
)

SECRET = b"a secret of the data directory"
CODE = pass_code(SECRET, 7, 1)


def test_a_pass_code_is_eighteen_characters_without_look_alikes():
    assert len(CODE) == 18
    assert set(CODE) <= set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("ILOU")


def test_every_pass_and_every_serial_has_its_own_code():
    codes = {pass_code(SECRET, number, serial) for number in range(1, 200) for serial in (1, 2, 11)}
    assert len(codes) == 199 * 3
    assert pass_code(b"another", 7, 1) != CODE


@pytest.mark.parametrize(
    "written",
    [
        CODE, CODE.lower(), f"RKN:{CODE}", f"rkn:{CODE.lower()}", grouped(CODE),
        grouped(CODE).replace(" ", "-"),
        f"HTTPS://RAKORNIS.EXAMPLE/P/{CODE}",
        f"https://rakornis.example:8443/p/{CODE.lower()}/",
        f"http://10.0.0.2/rakornis/P/{CODE}", f"  {CODE}\n",
    ],
)  # fmt: skip
def test_a_code_is_read_bare_with_its_prefix_or_as_a_link(written):
    assert normalise_code(written) == CODE


def test_look_alikes_that_are_typed_are_read_as_what_they_look_like():
    assert normalise_code("OIL0" * 4 + "ab") == "0110" * 4 + "AB"


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "7",
        "https://example.id/menu",
        "WIFI:S:Hotel;;",
        CODE[:-1],
        f"{CODE}A",
        "U" * 18,
        "x" * 600,
        "É" * 18,
        f"https://x.example/p/{CODE}/more",
    ],
)
def test_a_foreign_text_is_no_code(foreign):
    assert normalise_code(foreign) is None


@given(st.text(max_size=60))
def test_whatever_is_scanned_is_a_code_or_nothing(text):
    code = normalise_code(text)
    assert code is None or (len(code) == 18 and len(code_sha256(code)) == 64)


def test_random_tokens_carry_the_bits_that_were_asked_for():
    assert len(random_token(128)) == 26
    assert len({random_token() for _ in range(100)}) == 100
    assert normalise_code(grouped(verification_code()), length=26)


def test_codes_are_printed_in_groups_of_four():
    assert grouped("ABCDEFGHJKMNPQRSTV") == "ABCD EFGH JKMN PQRS TV"
