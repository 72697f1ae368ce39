"""E-mail addresses and telephone numbers as people write them."""

import pytest

from app.lib.contacts import Contact, read_email, read_phone


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("peserta001@contoh.example", Contact("peserta001@contoh.example")),
        (" mailto:a.b@c.go.id ", Contact("a.b@c.go.id")),
        ("a@b.id; c@d.id", Contact("a@b.id")),
        ("-", Contact("")),
        ("tidak ada", Contact("")),
        ("budi@contoh,example", Contact("", doubtful=True)),
        ("budi@contoh", Contact("", doubtful=True)),
    ],
)
def test_an_address_is_taken_when_it_is_one(text, contact):
    assert read_email(text) == contact


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("08000000001", Contact("08000000001")),
        ("0812-3456-7890", Contact("0812-3456-7890")),
        ("\u202a+62 812 3456 7890\u202c", Contact("+62 812 3456 7890")),
        ("81234567890", Contact("081234567890", doubtful=True)),
        ("-", Contact("")),
        ("0812", Contact("", doubtful=True)),
    ],
)
def test_a_number_keeps_its_zero_or_gets_it_back(text, contact):
    assert read_phone(text) == contact
