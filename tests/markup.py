"""What every page must be, checked on every HTML answer any test gets."""

import re
from collections import Counter
from hashlib import sha256
from typing import Any

import html5lib
from html5lib.constants import E as MESSAGES

TOKEN = re.compile(r'(?<=name="csrf_token" value=")[\w.-]+|(?<="X-CSRFToken": ")[\w.-]+')
"""The token of a session: another at each asking for a page, and no part of its markup."""

known: dict[tuple[bytes, bool], list[str]] = {}
"""What was found wrong with each page this worker has checked. Many addresses and people get the same page."""


class Outline:
    """Ids, headings, forms and scripts in attributes, as a browser reads the page."""

    def __init__(self, tree: Any) -> None:
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]  # no comments
        names = [(name, value) for element in elements for name, value in element.attrib.items()]
        self.ids = Counter(value for name, value in names if name == "id" and value)
        self.inline = [name for name, _ in names if name == "style" or name.startswith("on")]
        self.h1 = sum(element.tag == "h1" for element in elements)
        self.forms = [element for element in elements if element.tag == "form"]
        self.posting = [form for form in self.forms if form.get("method") == "post"]

    @property
    def without_token(self) -> int:
        """How many forms post and hold no token."""
        tokens = [
            [field for field in form.iter("input") if field.get("name") == "csrf_token"]
            for form in self.posting
        ]
        return tokens.count([])


def problems(text: str, *, whole: bool) -> list[str]:
    """What is wrong with a page, or with a part of one."""
    same = TOKEN.sub("token", text)
    key = sha256(same.encode()).digest(), whole
    if key not in known:
        known[key] = list(found(same, whole=whole))
    return known[key]


def found(text: str, *, whole: bool) -> list[str]:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    outline = Outline(parser.parse(text) if whole else parser.parseFragment(text))
    wrong = [f"{where}: {MESSAGES.get(code, code) % values}" for where, code, values in parser.errors]
    wrong += [f"the id {each} is given twice" for each, count in sorted(outline.ids.items()) if count > 1]
    wrong += [f"inline {name}" for name in outline.inline]
    wrong += [
        "a form without method"
        for form in outline.forms
        if form.get("method") not in ("post", "get", "dialog")
    ]
    wrong += ["a form without action" for form in outline.posting if not form.get("action")]
    wrong += ["a form that posts without its token"] * outline.without_token
    if whole and outline.h1 != 1:
        wrong.append(f"{outline.h1} h1")
    return wrong
