"""What a good password is."""

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.passwords import PasswordRefused, new_password, password_fits

NOBODY = passwords._NOBODY  # as the product has it; the tests put a quicker one in its place

WHO = {"email": "sri.wahyuni@contoh.example", "name": "Sri Wahyuni Kusuma"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pendek",
        "11 karakter",
        "aaaaaaaaaaaaaaaa",
        "Sri.Wahyuni@contoh.example",
        "sri wahyuni kusuma",
        "x1y2z" * 50,
    ],
)
def test_a_password_that_others_could_guess_is_refused(text):
    with pytest.raises(PasswordRefused):
        new_password(text, **WHO)


@pytest.mark.parametrize("text", ["dua belas ok", "kopi hangat di teras", "ñandú ☕ pagi hari"])
def test_a_long_one_is_taken_whatever_its_letters(text):
    kept = new_password(text, **WHO).hash
    assert text not in kept
    assert password_fits(kept, text)
    assert not password_fits(kept, text + " ")


def test_without_a_password_nothing_fits():
    assert not password_fits(None, "")
    assert not password_fits(None, "nobody")
    assert not password_fits("not a hash", "nobody")


def test_the_hash_of_nobody_takes_as_long_to_compare_as_a_real_one():
    assert not PasswordHasher().check_needs_rehash(NOBODY)
