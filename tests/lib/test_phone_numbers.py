"""What reading telephone numbers promises: one form for all people write, and a word for the impossible."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.lib.phone_numbers import NumberImpossible, international, whatsapp_address


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("081234567890", "6281234567890"),
        ("0812 3456 7890", "6281234567890"),
        ("0812-3456-7890", "6281234567890"),
        ("0812.3456.7890", "6281234567890"),
        ("(0812) 3456-7890", "6281234567890"),
        ("+62 812 3456 7890", "6281234567890"),
        ("+6281234567890", "6281234567890"),
        ("+62 0812 3456 7890", "6281234567890"),
        ("+62 (0)812-3456-7890", "6281234567890"),
        ("6281234567890", "6281234567890"),
        ("62-812-3456-7890", "6281234567890"),
        ("0062 812 3456 7890", "6281234567890"),
        ("81234567890", "6281234567890"),
        ("'081234567890", "6281234567890"),
        ("HP: 0812 3456 7890", "6281234567890"),
        ("0812 3456 7890 (WA)", "6281234567890"),
        ("WA 0812\u20113456\u20117890", "6281234567890"),
        ("\u200e+62\u00a0812\u00a03456\u00a07890", "6281234567890"),
        ("0812 3456 7890 / 0813 1111 2222", "6281234567890"),
        ("0812 3456 7890; 0813 1111 2222", "6281234567890"),
        ("0812 3456 7890\n0813 1111 2222", "6281234567890"),
        ("0812 3456 7890 atau 0813 1111 2222", "6281234567890"),
        ("\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10", "6281234567890"),
        ("0811 234 567", "62811234567"),
        ("08000000001", "628000000001"),
        ("0838 1234 56789", "6283812345" + "6789"),
        ("+60 12-345 6789", "60123456789"),
        ("+65 9123 4567", "6591234567"),
        ("+1 (202) 555-0143", "12025550143"),
        ("0061 412 345 678", "61412345678"),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: str) -> None:
    assert international(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "tidak ada",
        "0812",
        "08123456",
        "081234567890123",
        "00000000000",
        "+0 812 3456 7890",
        "+1111111111",
        "+62",
        "+1234567890123456",
        "021 1234 5678",
        "(0541) 123456",
        "60123456789",
        "123456789",
        "08xx-xxxx-xxxx",
        "andi@contoh.example",
    ],
)
def test_an_impossible_number_is_said(written: str) -> None:
    with pytest.raises(NumberImpossible):
        international(written)


def test_what_is_said_shows_the_number_shortened() -> None:
    with pytest.raises(NumberImpossible) as refusal:
        international("1" * 500)
    assert len(str(refusal.value)) < 200


def test_the_text_travels_whole_and_adds_no_other_argument() -> None:
    message = "Yth. Ma'shum & Co.\nBuka https://rakornis.example/me/ABC?x=1#2 +100%"
    address = urlsplit(whatsapp_address("6281234567890", message))
    assert (address.netloc, address.path, address.fragment) == ("wa.me", "/6281234567890", "")
    assert parse_qs(address.query) == {"text": [message]}
