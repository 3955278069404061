"""Makes what is sent smaller: text files of the portal, and public pages. Nothing that holds a secret is packed, since
the length of a packed answer tells of what is in it."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

from portal.web import files

PACKED = frozenset({"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"})


def install(app: Flask) -> None:
    app.after_request(pack_file)


@lru_cache(maxsize=64)
def packed(data: bytes) -> bytes:
    """The same data by gzip, the same each time."""
    return gzip.compress(data, mtime=0)


def takes_packed() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def pack_file(response: Response) -> Response:
    """Packs a text file of the static folder for a browser that takes it so."""
    if request.endpoint != files.ENDPOINT or response.mimetype not in PACKED or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    if takes_packed():
        response.direct_passthrough = False
        response.set_data(packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        tag, _ = response.get_etag()
        response.set_etag(tag or "", weak=True)  # the same file, not the same bytes
    return response
