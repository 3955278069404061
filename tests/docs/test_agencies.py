"""The page of each agency says what carries its policy out now, and in our words."""

from pathlib import Path

import pytest

from portal.agencies import load, slugs
from portal.cli.policy_reference import page
from portal.cli.proofs import proofs
from tests.agencies.conftest import policy_text
from tests.agencies.test_own_words import runs

__all__ = ["policy_text"]

ROOT = Path(__file__).parent.parent.parent
PAGES = ROOT / "docs" / "reference" / "agencies"


@pytest.fixture(params=slugs())
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_page_is_as_the_portal_prints_it(slug: str) -> None:
    committed = (PAGES / f"{slug}.md").read_text(encoding="utf-8")
    assert committed == page(load(slug), proofs(ROOT / "tests")), (
        f"stale: flask policy reference {slug} > docs/reference/agencies/{slug}.md"
    )


def test_there_is_a_page_for_each_agency_and_no_other() -> None:
    assert sorted(path.stem for path in PAGES.iterdir()) == slugs()


def test_no_sentence_of_the_policy_is_copied(slug: str, policy_text: str) -> None:
    told = (PAGES / f"{slug}.md").read_text(encoding="utf-8")
    assert runs(told) & runs(policy_text) == set()
