"""What a resident sees, signed in nowhere: each public page in both languages, on paper, and with scripts off."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.databases import ON_SQLITE
from tests.published import checked, procedure, publish
from tests.screens import Person

pytestmark = ON_SQLITE

PAGES = (
    "/policy",
    "/policy/versions",
    "/policy/versions/1",
    "/policy/versions/1/changes/2",
    "/policy/completeness",
)


@pytest.fixture
def in_force(app: Flask) -> Flask:
    publish(app)
    publish(app, words="Readers serve this town, its visitors and its people.")
    checked(app, failing="posts.administrator")
    procedure(app)
    return app


def test_every_public_page_is_sound_in_both_languages(in_force: Flask, person: Callable[..., Person]) -> None:
    resident = person()
    for page in PAGES:
        for language, word in (("", "Policy"), ("?lang=es", "Política")):
            resident.opens(page + language)
            assert resident.page.locator("nav a", has_text=word).count() >= 1
    assert resident.page.context.cookies() == []


def test_a_deep_link_leads_to_its_clause(in_force: Flask, person: Callable[..., Person]) -> None:
    resident = person(400)
    resident.opens("/policy#s466.7-a-1")

    clause = resident.page.locator("[id='s466.7-a-1']")
    assert "466.7(a)(1)" in clause.inner_text()
    assert clause.evaluate("each => each.matches(':target')")
    resident.follows("Español")
    assert resident.sees("Quién es responsable")


def test_on_paper_the_text_stands_without_what_one_would_press(
    in_force: Flask, person: Callable[..., Person]
) -> None:
    resident = person()
    resident.opens("/policy")
    resident.page.emulate_media(media="print")

    for gone in (".navigation", ".language", ".page-actions"):
        assert not resident.page.locator(gone).first.is_visible()
    assert resident.page.locator(".clause").first.is_visible()
    assert resident.page.locator(".carried").first.is_visible()


def test_with_scripts_off_everything_is_there(in_force: Flask, chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/policy")

    assert page.locator(".clause").count() > 40
    page.get_by_role("link", name="Every version of the text").click()
    page.get_by_role("link", name="From version 1").click()
    assert page.locator("ins").count() > 40
    context.close()
