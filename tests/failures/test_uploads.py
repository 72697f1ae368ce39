"""A file beyond the limit: both sizes are named, on every page that takes files."""

import io

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast

SIXTY_MEGABYTES = 60 * 1024 * 1024


@pytest.mark.parametrize("address", ["rosters", "settings/letterhead/mark"])
@pytest.mark.any_database
def test_sixty_megabytes_are_refused_with_both_sizes(committee: FlaskClient, cast: Cast, address: str):
    upload = {"file": (io.BytesIO(bytes(SIXTY_MEGABYTES)), "besar.xlsx")}
    answer = committee.post(f"/events/{cast.event.slug}/{address}", data=upload)
    assert answer.status_code == 413
    assert "60 MB" in answer.text
    assert "20 MB" in answer.text
