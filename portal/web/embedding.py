"""Pictures on a page: served to the session that opened the page, for five minutes, under the page's ledger row.

The page's digest covers them, so they are no access of their own. A signed token in the address says under which row.
"""

from datetime import timedelta

from flask import current_app, g, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from portal.services.work import Access

SERVED_FOR = timedelta(minutes=5)
"""DESIGN section 5."""


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="embedded picture")


def picture_url(public_id: str, access: Access, *, part: str = "") -> str:
    """The address of a picture on a page opened under this access."""
    expires = int((g.work.now + SERVED_FOR).timestamp())
    token = signer().dumps([g.work.origin.session, public_id, access.seq, expires])
    return url_for("reads.picture", read_id=public_id, under=token, part=part or None)


def is_embedded(public_id: str, token: str) -> bool:
    """Whether this session opened a page that shows this picture, at most five minutes ago."""
    try:
        session, read, _, expires = signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return False
    return bool(session == g.work.origin.session and read == public_id and g.work.now.timestamp() <= expires)
