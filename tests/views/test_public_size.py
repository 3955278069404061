"""The public page loads in fewer than 100 kB without fonts, as a browser gets it, and is made for paper too."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.web.system_work import open_work, system_actor
from tests.published import checked, publish, sections

BUDGET = 100_000
STYLES = Path(__file__).parents[2] / "portal" / "static" / "css" / "portal.css"


def long_text(number: int) -> str:
    """Some hundred words that packing cannot make much of."""
    return " ".join(hashlib.sha256(f"{number} {word}".encode()).hexdigest()[:6] for word in range(90))


def publish_long(app: Flask) -> None:
    """A text four times as long as any of the five agencies'."""
    with open_work(app, system_actor("test")) as work:
        text = sections(work)
    for number, clause in enumerate(clause for section in text for clause in section["clauses"]):
        clause["text"] = long_text(number)
    publish(app, text=text)
    checked(app)


def sent(app: Flask, path: str) -> bytes:
    answer = app.test_client().get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("path", ["/policy", "/policy?lang=es", "/policy/completeness", "/policy/versions/1"])
def test_a_page_with_its_styles_and_scripts_keeps_to_the_budget(app: Flask, path: str) -> None:
    publish_long(app)
    page = app.test_client().get(path).text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    styles = {f"/static/{each}" for each in re.findall(r'url\("?\.\./(img/[^")]+)"?\)', STYLES.read_text())}

    assert {Path(urlsplit(file).path).suffix for file in files} == {".css", ".js", ".svg"}
    total = len(sent(app, path)) + sum(len(sent(app, file)) for file in files | styles)
    assert total < BUDGET


def test_the_styles_say_how_the_page_looks_on_paper() -> None:
    text = STYLES.read_text()
    paper = text[text.index("@media print") :]

    for part in (".navigation", ".clause", "ins,del", "@page"):
        assert part in paper
