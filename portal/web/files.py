"""The files of the static folder: their addresses tell their content, so a browser that holds one never asks again.

The styles ask for fonts and icons by name alone: those are kept for a day. All are everybody's: nobody's session is
looked at for them, and no unit of work begins.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, current_app, request

ENDPOINT = "static"
LASTING = "public, max-age=31536000, immutable"
"""A year: as long as anybody keeps anything."""
FOR_A_DAY = "public, max-age=86400"
BY_NAME = ("fonts/", "img/")


def install(app: Flask) -> None:
    app.url_defaults(tell_content)
    app.after_request(let_it_be_kept)


def is_asked_for(app: Flask, request: Request) -> bool:
    """Whether the request is for a file; told by its path, since a session opens before the route is known."""
    return request.path.startswith(f"{app.static_url_path}/")


def tell_content(endpoint: str, values: dict[str, Any]) -> None:
    """Adds the digest of the file to its address."""
    if endpoint == ENDPOINT and "v" not in values and (told := digest_at(values.get("filename", ""))):
        values["v"] = told


def let_it_be_kept(response: Response) -> Response:
    """A file asked for by what it holds now never changes. By its name alone a style or script is asked for again."""
    if request.endpoint == ENDPOINT and response.status_code in (200, 304):
        named = (request.view_args or {}).get("filename", "")
        if request.args.get("v") == digest_at(named):
            response.headers["Cache-Control"] = LASTING
        elif named.startswith(BY_NAME):
            response.headers["Cache-Control"] = FOR_A_DAY
    return response


def digest_at(name: str) -> str | None:
    return digest_of(Path(current_app.static_folder or "", name))


@lru_cache(maxsize=256)
def digest_of(file: Path) -> str | None:
    """The files are the program's own: they change with it, and it starts anew."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else None
