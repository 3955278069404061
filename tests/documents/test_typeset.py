"""Nothing from outside the static folder comes into a document, and what people typed stays text."""

import inspect
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.documents import press
from portal.documents.typeset import ForeignResource, environment, to_pdf

CANARY = "canary-5f2a-that-must-not-be-printed"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file a document must never carry out."""
    path = tmp_path / "secret.txt"
    path.write_text(CANARY)
    return path


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/",
        "https://example.org/",
        "ftp://example.org/",
        "data:text/css,body{}",
        "//example.org/x",
        "/etc/passwd",
        "../../../../../../etc/passwd",
        "css/../../config.py",
        "css/%2e%2e/%2e%2e/config.py",
        "https://static.invalid.example.org/css/document.css",
        "https://static.invalid@example.org/css/document.css",
        "css/no-such-file.css",
    ],
)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}" alt="x">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<style>@import url("{}");</style>',
        '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
        '<p style="background: url({})">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    ],
    ids=["img", "stylesheet", "attachment", "attachment link", "import", "font", "background", "svg"],
)
def test_a_document_that_asks_for_anything_else_is_not_made(markup: str, address: str) -> None:
    with pytest.raises(ForeignResource):
        to_pdf(f"<!doctype html><html lang=en><title>x</title><body>{markup.format(address)}</body></html>")


@pytest.mark.parametrize("rel", ["attachment", "stylesheet"])
def test_no_file_of_the_machine_can_be_attached(secret: Path, rel: str) -> None:
    with pytest.raises(ForeignResource, match=r"secret\.txt"):
        to_pdf(f'<!doctype html><html lang=en><title>x</title><link rel="{rel}" href="{secret.as_uri()}">')


def test_a_file_of_the_static_folder_can_be_used() -> None:
    pdf = to_pdf(
        '<!doctype html><html lang=en><title>x</title><link rel="stylesheet" href="css/document.css"><p>Plain</p>'
    )

    assert "Plain" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_the_same_markup_gives_the_same_bytes() -> None:
    set_anew = inspect.unwrap(press.pressed)  # the suite remembers what was set before
    html = '<!doctype html><html lang=en><title>x</title><link rel="stylesheet" href="css/document.css"><p>Plain</p>'

    assert set_anew(html) == set_anew(html)


def test_what_people_typed_is_text_and_no_markup() -> None:
    typed = '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">{{ 7 * 7 }}'
    html = environment.from_string("<!doctype html><html lang=en><title>x</title><p>{{ typed }}</p>").render(
        typed=typed
    )

    reader = PdfReader(io.BytesIO(to_pdf(html)))
    assert "".join(reader.pages[0].extract_text().split()) == "".join(typed.split())
    assert not reader.attachments
