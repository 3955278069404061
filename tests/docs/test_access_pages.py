"""The page of each agency says who may do what as the portal grants it now."""

from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.agencies import load, slugs
from portal.cli.access_people import page
from portal.config import Settings

PAGES = Path(__file__).parent.parent.parent / "docs" / "reference" / "access"


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, for its routes alone."""
    return create_app(Settings(instance=tmp_path_factory.mktemp("nowhere")))


@pytest.mark.parametrize("slug", slugs())
def test_the_page_is_as_the_command_prints_it(nowhere: Flask, slug: str) -> None:
    printed = nowhere.test_cli_runner().invoke(args=["access", "people", slug]).output

    assert printed == page(nowhere, load(slug))
    assert (PAGES / f"{slug}.md").read_text(encoding="utf-8") == printed, (
        f"stale: flask access people {slug} > docs/reference/access/{slug}.md"
    )


def test_there_is_a_page_for_each_agency_and_no_other() -> None:
    assert sorted(path.stem for path in PAGES.iterdir()) == slugs()


def test_an_unknown_agency_is_told_which_there_are(nowhere: Flask) -> None:
    answer = nowhere.test_cli_runner().invoke(args=["access", "people", "nowhere"])

    assert answer.exit_code == 2
    assert "choose one of" in answer.output
