"""What the tests of the certificates share."""

import pytest

from tests.cast import Cast
from tests.certificates.hall import Hall


@pytest.fixture
def hall(cast: Cast) -> Hall:
    """Return an empty hall."""
    return Hall(cast)
