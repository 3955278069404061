"""What the must-have checks share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.extensions import limiter
from tests.office import Office
from tests.promises.furnished import Furnished, furnish


@pytest.fixture
def furnished(office: Office) -> Furnished:
    """An instance with one of everything."""
    return furnish(office)


@pytest.fixture
def without_limits(app: Flask) -> Iterator[None]:
    """Without the limits on tries: these checks try every address many times."""
    limiter.enabled = False
    yield
    limiter.enabled = True
