"""Sets a document as a PDF. Nothing from outside our own static folder can come into it, and nothing it is told is
read as markup."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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


def typeset(template: str, **values: Any) -> bytes:
    """The template with these values, as a tagged PDF with its fonts in it. The same values give the same bytes.

    Raises `ForeignResource` for a document that asks for anything that is not in the static folder.
    """
    return to_pdf(environment.get_template(template).render(values))


def to_pdf(html: str) -> bytes:
    """The markup as a tagged PDF with its fonts in it. Raises `ForeignResource` as `typeset` does."""
    from portal.documents.press import pressed

    return pressed(html)
