"""Word's automatic lists: the marks, such as (a) or 1., are not in the text and are counted again here."""

import re
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

DEEPEST = 20
"""Styles build on one another no deeper than this; a circle among them ends here."""
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ROMAN_MOST = 399
SILENT = ("none", "")


class Numbering:
    """Counts the lists of one document. Lists that share a definition go on counting unless they say to start anew."""

    def __init__(self, document: Document) -> None:
        root = numbering_root(document)
        self.definitions: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        if root is not None:
            self.definitions = {
                each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))
            }
            self.lists = {each.get(qn("w:numId")): each for each in root.findall(qn("w:num"))}
        styles: Any = document.styles.element
        self.styles = {each.get(qn("w:styleId")): each for each in styles.findall(qn("w:style"))}
        self.counts: dict[str, dict[int, int]] = {}
        self.started: set[tuple[str, int]] = set()

    def mark(self, paragraph: Any) -> str:
        """The mark Word would draw before a paragraph, empty if it belongs to no list."""
        list_id, level = self.membership(paragraph)
        definition_id = value(self.lists.get(list_id), "abstractNumId")
        definition = self.definitions.get(definition_id)
        settings = level_of(definition, level)
        if settings is None:
            return ""
        self.count(list_id, definition_id, level, settings)
        if value(settings, "numFmt") == "bullet":
            return "•"
        counts = self.counts[definition_id]
        return re.sub(
            r"%(\d)",
            lambda found: written(counts.get(int(found[1]) - 1, 1), level_of(definition, int(found[1]) - 1)),
            value(settings, "lvlText"),
        ).strip()

    def membership(self, paragraph: Any) -> tuple[str, int]:
        """(list, level) of a paragraph, from itself or its style; list 0 takes it out of any."""
        properties = paragraph.find(qn("w:pPr"))
        list_id, level = numbered(properties)
        style = self.styles.get(value(properties, "pStyle"))
        for _ in range(DEEPEST):
            if style is None or (list_id and level is not None):
                break
            from_style, its_level = numbered(style.find(qn("w:pPr")))
            list_id = list_id or from_style
            level = its_level if level is None else level
            style = self.styles.get(value(style, "basedOn"))
        return list_id, level or 0

    def count(self, list_id: str, definition_id: str, level: int, settings: Any) -> None:
        counts = self.counts.setdefault(definition_id, {})
        override = self.override(list_id, level)
        if override is not None and (list_id, level) not in self.started:
            counts[level] = override
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = number(value(settings, "start"), 1)
        self.started.add((list_id, level))
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]

    def override(self, list_id: str, level: int) -> int | None:
        """Where a list of a shared definition starts anew."""
        for each in self.lists[list_id].findall(qn("w:lvlOverride")):
            if each.get(qn("w:ilvl")) == str(level) and each.find(qn("w:startOverride")) is not None:
                return number(value(each, "startOverride"), 1)
        return None


def numbering_root(document: Document) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return document.part.numbering_part.element
    return None


def value(parent: Any, name: str) -> str:
    """The value of a setting, empty where there is none."""
    child = parent.find(qn(f"w:{name}")) if parent is not None else None
    return (child.get(qn("w:val")) or "") if child is not None else ""


def number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def numbered(properties: Any) -> tuple[str, int | None]:
    settings = properties.find(qn("w:numPr")) if properties is not None else None
    if settings is None:
        return "", None
    level = value(settings, "ilvl")
    return value(settings, "numId"), number(level, 0) if level else None


def level_of(definition: Any, level: int) -> Any:
    if definition is not None:
        for each in definition.findall(qn("w:lvl")):
            if each.get(qn("w:ilvl")) == str(level):
                return each
    return None


def written(count: int, settings: Any) -> str:
    """A count as its level writes it."""
    form = value(settings, "numFmt")
    if form in SILENT and settings is not None:
        return "" if form == "none" else str(count)
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(97 + (count - 1) % 26) * min(1 + (count - 1) // 26, 3)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count <= ROMAN_MOST:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    return str(count)


def roman(count: int) -> str:
    found = ""
    for amount, letters in ROMAN:
        found += letters * (count // amount)
        count %= amount
    return found
