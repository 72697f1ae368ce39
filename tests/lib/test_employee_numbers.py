"""Employee numbers: what is a NIP, what lost its digits, what others may see."""

from datetime import date

import pytest

from app.lib.employee_numbers import NumberKind, check_nip, grouped, masked

DAY = date(2024, 9, 6)


@pytest.mark.parametrize(
    "text",
    [
        "198609262015051001",
        "19860926 201505 1 001",
        "NIP. 19860926 201505 1 001",
        "'198609262015051001",
        "NIP:198609262015051001 ",
        "12345678 / 198609262015051001",
    ],
)
def test_a_nip_is_recognised_however_it_is_grouped(text):
    assert check_nip(text, DAY).digits == "198609262015051001"


def test_a_contract_number_is_accepted_without_a_word():
    outcome = check_nip("199304122023212904", DAY)
    assert (outcome.kind, outcome.warnings) == (NumberKind.NIP, ())


@pytest.mark.parametrize("text", ["", "-", "–", "non ASN", "0", "PPNPN"])
def test_people_without_a_number_have_none(text):
    assert check_nip(text, DAY).kind is NumberKind.NONE


@pytest.mark.parametrize("text", ["1.98609E+17", "1,98609E+17", "198609262015051001.0", "198609262015051000"])
def test_a_number_that_lost_its_digits_is_never_guessed(text):
    outcome = check_nip(text, DAY)
    assert (outcome.kind, outcome.digits) == (NumberKind.LOST_DIGITS, None)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("131234567", "before 2007"),
        ("3174012609860001", "NIK"),
        ("65010101", "NRP"),
        ("19860926201505100", "instead of 18"),
        ("198613262015051001", "does not exist"),
        ("203009262015051001", "does not exist"),
        ("198609262015053001", "neither 1 nor 2"),
    ],
)
def test_a_wrong_number_is_refused_with_a_hint(text, hint):
    outcome = check_nip(text, DAY)
    assert outcome.kind is NumberKind.INVALID
    assert outcome.error
    assert hint in outcome.error.msgid % dict(outcome.error.values)


@pytest.mark.parametrize(
    "text", ["198609261990051001", "198609262030051001", "198609262015151001", "198609262015001001"]
)
def test_oddities_of_appointment_only_warn(text):
    outcome = check_nip(text, DAY)
    assert outcome.digits == text
    assert len(outcome.warnings) == 1


def test_a_police_number_is_no_nip_and_no_error():
    assert check_nip("65010101", DAY, in_service=True).kind is NumberKind.SERVICE
    assert check_nip("NRP 65010101", DAY).kind is NumberKind.SERVICE


def test_a_masked_number_shows_no_date():
    assert grouped("198609262015051001") == "19860926 201505 1 001"
    assert masked("198609262015051001") == "•••••••• •••••• • 001"
