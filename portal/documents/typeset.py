"""Sets a document as a PDF. Nothing from outside our own static folder can come into it, and nothing it is told is
read as markup."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

PORTAL = Path(__file__).resolve().parents[1]
STATIC = PORTAL / "static"
ORIGIN = "https://static.invalid/"
"""Stands for the static folder while a document is set; a host that no name server may know (RFC 2606)."""


def make_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PORTAL / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )


environment = make_environment()


class ForeignResource(RuntimeError):
    """A document asked for something that is not in the static folder, so it was not made."""


class StaticFolder(URLFetcher):
    """Fetches files of the static folder, and refuses any other address, data: included.

    What was refused is kept in `refused`, since WeasyPrint sets a document although a picture in it is missing.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)  # type: ignore[no-untyped-call]  # it has no types
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = (STATIC / unquote(urlsplit(url).path).lstrip("/")).resolve()
        if not (url.startswith(ORIGIN) and path.is_relative_to(STATIC) and path.is_file()):
            self.refused.append(url)
            raise ForeignResource(f"a document may not fetch {url}")
        kind, _ = mimetypes.guess_type(path.name)
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": kind or "application/octet-stream"}
        )


def typeset(template: str, **values: Any) -> bytes:
    """The template with these values, as a tagged PDF with its fonts in it. The same values give the same bytes.

    Raises `ForeignResource` for a document that asks for anything that is not in the static folder.
    """
    return to_pdf(environment.get_template(template).render(values))


def to_pdf(html: str) -> bytes:
    fetcher = StaticFolder()
    pdf: bytes = HTML(string=html, base_url=ORIGIN, url_fetcher=fetcher).write_pdf(pdf_tags=True)
    if fetcher.refused:
        raise ForeignResource(f"a document may not fetch {', '.join(fetcher.refused)}")
    return pdf
