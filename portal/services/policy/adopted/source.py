"""The lines of a text as they are read: without Markdown, spaces single, and how far each is from the one before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Gap = Literal["none", "blank", "page"]
"""What lies between a line and the line of text before it: nothing, blank lines, or the furniture of a page break."""

HASHES = re.compile(r"^#{1,6}(?:\s+|$)")
CLOSING_HASHES = re.compile(r"\s+#+$")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!§])")
EMPHASIS = (
    re.compile(r"(?<![\w*])\*\*\*(?=\S)([^*]+?)(?<=\S)\*\*\*(?![\w*])"),
    re.compile(r"(?<![\w*])\*\*(?=\S)([^*]+?)(?<=\S)\*\*(?![\w*])"),
    re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"),
    re.compile(r"(?<![\w_])__(?=\S)([^_]+?)(?<=\S)__(?![\w_])"),
    re.compile(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])"),
)
RULE = re.compile(r"^(?:[-_*=\u2013\u2014~]\s*){3,}$")
INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff]")
SENTENCE_END = re.compile(r"[.!?:][)\]\"'\u201d\u2019*]*$")
LIST_END = re.compile(r"(?:;|[;,]\s*(?:and|or|and/or))$")
CONTINUES = re.compile(r"^[(\[\"'\u201c\u2018]*(?:[a-z0-9§),;.%&/]|[-\u2013\u2014]\s|$)")
SMALL_WORDS = frozenset(
    "a an and as at but by for from if in into nor of on or over per the to under upon via with".split()
)
LABEL_WORDS = 12
TAIL = 80
"""Characters at the end of a clause that tell whether it could end here."""


@dataclass(frozen=True)
class SourceLine:
    """A line of the source. `text` is what is read of it; `hashed` tells a Markdown heading; a page ends after a line
    that `turns`, and `turned` is the first text of the next."""

    number: int
    raw: str
    text: str
    hashed: bool
    turns: bool
    gap: Gap = "none"
    turned: bool = False


def source_lines(text: str) -> list[SourceLine]:
    """Every line of the text, blank ones too. A form feed ends a line and its page."""
    found = []
    for number, raw in enumerate(text.splitlines(keepends=True), start=1):
        bare = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        plain = " ".join(INVISIBLE.sub("", bare).split())
        hashed = bool(HASHES.match(plain))
        found.append(SourceLine(number, bare, without_markdown(plain), hashed, raw.endswith("\f")))
    return found


def without_markdown(line: str) -> str:
    """The words of a line: hashes of a heading, pairs of emphasis and escapes taken away; lone signs stay."""
    if RULE.match(line):
        return line
    if HASHES.match(line):
        line = CLOSING_HASHES.sub("", HASHES.sub("", line))
    return ESCAPE.sub(r"\1", without_emphasis(line)).strip()


def without_emphasis(text: str) -> str:
    for pattern in EMPHASIS:
        text = pattern.sub(r"\1", text)
    return text


def with_gaps(lines: list[SourceLine], furniture: set[int]) -> Iterator[SourceLine]:
    """The lines that hold text, each with its gap. A rule alone parts paragraphs; other furniture is a page break."""
    gap: Gap = "none"
    turned = False
    for line in lines:
        if not line.text:
            gap = "page" if gap == "page" else "blank"
        elif line.number in furniture:
            gap = "blank" if is_rule(line.text) and gap != "page" else "page"
        else:
            yield replace(line, gap=gap, turned=turned)
            gap, turned = "none", False
        if line.turns:
            gap, turned = "page", True


def is_rule(text: str) -> bool:
    return bool(RULE.match(text))


def is_label(text: str) -> bool:
    """Whether a line reads like a name or heading: few words, each with a capital, no end of a sentence."""
    words = re.findall(r"[^\W\d_][\w'\u2019.&-]*", text)
    if not 0 < len(words) <= LABEL_WORDS or text[-1] in ".;:,!?" or not text.lstrip("(“\"'©")[:1].isalnum():
        return False
    if words[-1].lower() in SMALL_WORDS or not words[0][0].isupper():
        return False
    return all(word[0].isupper() for word in words if word.lower() not in SMALL_WORDS)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends here; a parenthesis just opened says that it goes on."""
    return has_stop(text) and not in_parenthesis(text)


def has_stop(text: str) -> bool:
    return bool(SENTENCE_END.search(text[-TAIL:]))


def in_parenthesis(text: str) -> bool:
    """Whether a parenthesis was opened a few words ago and not closed yet."""
    return text[-TAIL:].rfind("(") > text[-TAIL:].rfind(")")


def ends_item(text: str) -> bool:
    return ends_sentence(text) or bool(LIST_END.search(text[-TAIL:]))


def in_lower_case(text: str) -> bool:
    """Whether a line begins with a small letter, as no sentence does."""
    return text.lstrip("([\"'“‘")[:1].islower()  # noqa: RUF001 typographic quotes open what goes on


def goes_on(text: str) -> bool:
    """Whether a line begins as the rest of a sentence does: in lower case, with a digit, § or closing sign."""
    return bool(CONTINUES.match(text))
