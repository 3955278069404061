"""Spanish is complete: every sentence of the public pages has it, and each page keeps to the language asked for."""

import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask

from portal.config import ROOT
from tests.office import Browser
from tests.published import checked, procedure, publish

CATALOGUE = ROOT / "portal" / "translations" / "es" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s")
TAG = re.compile(r"<[^>]+>")
ENGLISH_PART = re.compile(r'<(\w+)\b[^>]*\blang="en"[^>]*>.*?</\1>', re.DOTALL)
PAGES = (
    "/policy",
    "/policy/versions",
    "/policy/versions/1",
    "/policy/versions/1/changes/2",
    "/policy/completeness",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, "es")


def both(text: object) -> list[str]:
    """A sentence, or its singular and plural."""
    return list(text) if isinstance(text, list | tuple) else [str(text or "")]


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_the_catalogue_is_in_step_with_what_the_pages_say() -> None:
    program = ROOT / "scripts" / "translations.py"
    done = subprocess.run([sys.executable, program, "--check"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_sentence_has_its_spanish_and_none_is_doubtful_or_left_over(catalogue: Catalog) -> None:
    assert len(messages(catalogue)) > 150
    assert [message.id for message in messages(catalogue) if not all(both(message.string))] == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []
    assert list(catalogue.obsolete) == []


def test_the_spanish_keeps_every_value_and_every_mark_of_its_sentence(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        for said, spanish in zip(both(message.id), both(message.string), strict=True):
            assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(spanish)), said
            assert TAG.findall(said) == TAG.findall(spanish), said
            assert said.endswith("?") == spanish.endswith("?"), said
            assert said.endswith("?") == spanish.startswith("¿"), said
            assert said.endswith(".") == spanish.endswith("."), said


@pytest.fixture
def filled(app: Flask) -> Flask:
    publish(app)
    publish(app, words="Readers serve this town.")
    checked(app, failing="posts.administrator")
    procedure(app)
    return app


def look(app: Flask, path: str) -> str:
    answer = Browser(app.test_client()).get(path)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_spanish_page_says_nothing_of_its_own_in_english(
    filled: Flask, catalogue: Catalog, path: str
) -> None:
    page = look(filled, f"{path}?lang=es")
    spanish = " ".join(TAG.sub(" ", ENGLISH_PART.sub(" ", page)).split())
    english = [said for message in messages(catalogue) for said in both(message.id) if len(said.split()) > 1]

    assert '<html lang="es">' in page
    assert [said for said in english if re.search(rf"\b{re.escape(said)}", spanish)] == []


@pytest.mark.parametrize("path", ["/policy", "/policy/versions", "/policy/versions/1"])
def test_days_are_written_as_the_language_does(filled: Flask, path: str) -> None:
    assert "30 Oct 2026" in look(filled, path)
    assert "30 oct 2026" in look(filled, f"{path}?lang=es")


@pytest.mark.parametrize("path", PAGES)
def test_each_page_leads_to_itself_in_the_other_language(filled: Flask, path: str) -> None:
    english, spanish = look(filled, path), look(filled, f"{path}?lang=es")
    whole = f"{filled.extensions['settings'].public_origin}{path}"

    assert '<html lang="en">' in english
    for page in (english, spanish):
        assert f'<link rel="alternate" hreflang="en" href="{whole}">' in page
        assert f'<link rel="alternate" hreflang="es" href="{whole}?lang=es">' in page
    assert f'href="{path}?lang=es" hreflang="es" lang="es">Español</a>' in english
    assert f'href="{path}" hreflang="en" lang="en">English</a>' in spanish


@pytest.mark.parametrize("path", PAGES)
def test_from_a_spanish_page_one_stays_in_spanish(filled: Flask, path: str) -> None:
    page = look(filled, f"{path}?lang=es")
    links = re.findall(r'<a\b[^>]*href="(/policy[^"]*)"(?![^>]*hreflang)', page)

    assert len(links) > 1
    assert [link for link in links if "lang=es" not in link] == []


def test_only_the_public_pages_speak_spanish(app: Flask) -> None:
    assert '<html lang="en">' in look(app, "/sign-in?lang=es")


def test_what_is_missing_is_said_in_spanish(app: Flask) -> None:
    answer = Browser(app.test_client()).get("/policy/versions/7?lang=es")

    assert answer.status_code == 404
    assert "Aquí no hay nada" in answer.text
