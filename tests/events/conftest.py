"""Who opens the pages of an event."""

import pytest

from app.access import Role
from tests.cast import sign_in


@pytest.fixture
def administrator(client, cast):
    return sign_in(client, cast.user(Role.ADMINISTRATOR))


@pytest.fixture
def committee(client, cast):
    return sign_in(client, cast.user(Role.COMMITTEE))
