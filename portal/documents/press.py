"""WeasyPrint, shut off from everything but our static folder. It takes a good part of a second to load, so this module
is loaded when the first document is made."""

import mimetypes
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.documents.typeset import ORIGIN, STATIC, ForeignResource


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


def pressed(html: str) -> bytes:
    """See `portal.documents.typeset.to_pdf`."""
    fetcher = StaticFolder()
    pdf: bytes = HTML(string=html, base_url=ORIGIN, url_fetcher=fetcher).write_pdf(pdf_tags=True)
    if fetcher.refused:
        raise ForeignResource(f"a document may not fetch {', '.join(fetcher.refused)}")
    return pdf
