"""What changes something must come from a page of this portal, beside bearing its token.

Our pages forbid the browser to send a referrer, so of a form it says `Origin: null`; then `Sec-Fetch-Site` decides,
which no page can forge. A caller that sends neither (a script at a command line) is judged by the token alone.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, request

from portal.config import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
"""`none`: the person did it themselves, without any page, as when they reload one they sent."""
PORTS = {"http": 80, "https": 443}
HIDDEN = "null"


class ForeignRequest(Exception):
    """Another site, or another port of this machine, sent this through somebody's browser."""


def install(app: Flask) -> None:
    app.before_request(refuse_foreign)


def refuse_foreign() -> None:
    if request.method in SAFE_METHODS:
        return
    settings: Settings = current_app.extensions["settings"]
    said, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site", "")
    if is_foreign(said, site, settings.public_origin):
        raise ForeignRequest


def is_foreign(said: str, site: str, ours: str) -> bool:
    """Whether a request with these two headers came from elsewhere than `ours`."""
    if site and site not in OURS:
        return True
    if said in ("", HIDDEN):
        return said == HIDDEN and not site
    return origin_of(said) != origin_of(ours)


def origin_of(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; a port left out is the scheme's own. What is no address equals no address of ours."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme)
    except ValueError:  # no address at all, or a port that is no number
        return "", address, None
