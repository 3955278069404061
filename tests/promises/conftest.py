"""What the promises share."""

import pytest

from tests.office import Office
from tests.promises.furnished import Furnished, furnish


@pytest.fixture
def furnished(office: Office) -> Furnished:
    """An instance with one of everything."""
    return furnish(office)
