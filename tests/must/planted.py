"""What a payload made of a page: found with a parser, as a browser would see it."""

from collections.abc import Iterator

import html5lib

from tests.must.payloads import MARK

FOREIGN = {
    "iframe",
    "object",
    "embed",
    "base",
    "style",
    "marquee",
    "portal",
    "keygen",
    "isindex",
    "math",
    "animate",
}
"""Elements no page of ours has."""
SAID = {
    "value",
    "title",
    "alt",
    "aria-label",
    "placeholder",
    "content",
    "data-confirm",
    "data-announce",
    "data-label",
}
"""Attributes whose value is only ever shown; `content` belongs to a meta element of ours."""


def planted(page: str) -> list[str]:
    """Every element and attribute of the page that is none of ours, in words; empty where the payloads stayed text."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    found = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            tag = element.tag.rpartition("}")[2].lower()
            attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
            found += [f"<{tag}> {each}" for each in wrong(tag, attributes)]
    return found


def wrong(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag in FOREIGN or MARK in tag:
        yield "is none of ours"
    if tag == "script" and not attributes.get("src", "").startswith("/static/"):
        yield "is a script of somebody else"
    if tag == "meta" and "http-equiv" in attributes:
        yield "changes the page's headers"
    for name, value in attributes.items():
        if name.startswith(("on", "hx-", "sse-", "ws-")) or name in ("style", "srcdoc") or MARK in name:
            yield f"carries {name}"
        if MARK in value and name not in SAID:
            yield f"carries {name}={value[:60]}"
