"""What every page must be, checked on every HTML answer any test gets."""

from html.parser import HTMLParser

import html5lib
from html5lib.constants import E as MESSAGES

VOID_SAFE = {"expected-doctype-but-got-start-tag"}


class Outline(HTMLParser):
    """Ids, headings, labels and forms of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.h1 = 0
        self.forms: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.unsafe_forms_without_token = 0
        self._token = True
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.h1 += tag == "h1"
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "form":
            self.forms.append(values)
            self._token = values.get("method") != "post"
        if tag == "input" and values.get("name") == "csrf_token":
            self._token = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.unsafe_forms_without_token += not self._token


def problems(text: str, *, whole: bool) -> list[str]:
    """What is wrong with a page, or with a part of one."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text) if whole else parser.parseFragment(text)
    found = [f"{where}: {MESSAGES.get(code, code) % values}" for where, code, values in parser.errors]
    outline = Outline(text)
    twice = {each for each in outline.ids if outline.ids.count(each) > 1}
    found += [f"the id {each} is given twice" for each in sorted(twice)]
    found += [f"inline {name}" for name in outline.inline]
    found += [
        "a form without method"
        for form in outline.forms
        if form.get("method") not in ("post", "get", "dialog")
    ]
    found += [
        "a form without action"
        for form in outline.forms
        if form.get("method") == "post" and not form.get("action")
    ]
    found += ["a form that posts without its token"] * outline.unsafe_forms_without_token
    if whole and outline.h1 != 1:
        found.append(f"{outline.h1} h1")
    return found
