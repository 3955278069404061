import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from portal.agencies import slugs
from portal.agencies.profile import PROFILES

POLICIES = Path(__file__).resolve().parents[3] / "shared" / "policies"


def raw(slug: str) -> dict[str, Any]:
    """The profile as its file states it, before any of our code has read it."""
    return tomllib.loads((PROFILES / f"{slug}.toml").read_text(encoding="utf-8"))


@pytest.fixture(params=slugs())
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def example() -> dict[str, Any]:
    """A valid document of an invented agency, to be spoiled."""
    return deepcopy(raw("template"))


@pytest.fixture
def policy_text(slug: str) -> str:
    """The agency's adopted text, where the texts are at hand."""
    found = list(POLICIES.glob(f"{slug}-*.txt"))
    if not found:
        pytest.skip("the adopted texts are not here")
    return found[0].read_text(encoding="utf-8")
