"""Every role has a band of its own on the badge: told by its colour, its figure and its word."""

import re
from pathlib import Path

import pytest

from app.participants.badges import BANDS
from app.participants.models import ParticipantRole
from app.services.paper import Band

PAPER = Path(__file__).parents[2] / "static" / "paper"
BLACK = "#14181f"


def art(band: Band) -> str:
    return (PAPER / "art" / f"band-{band}.svg").read_text()


def colour(band: Band) -> str:
    return re.findall(r'rx="2.6" fill="(#\w{6})"', art(band))[0]


def brightness(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(part * one for part, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_no_two_roles_share_a_band() -> None:
    assert sorted(BANDS.values()) == sorted(Band)
    assert set(BANDS) == set(ParticipantRole)


def test_no_two_bands_share_colour_or_figure() -> None:
    assert len({colour(band) for band in Band}) == len(Band)
    assert len({art(band).replace(colour(band), "") for band in Band}) == len(Band)


@pytest.mark.parametrize("band", Band)
def test_the_word_stands_out_from_its_band(band: Band) -> None:
    rule = re.search(rf"\.{band} \.band {{[^}}]*}}", (PAPER / "css" / "badge.css").read_text())
    assert rule is not None
    word = BLACK if f"color: {BLACK}" in rule.group() else "#ffffff"
    dark, light = sorted(map(brightness, (word, colour(band))))
    assert (light + 0.05) / (dark + 0.05) >= 8
