"""The text of a DOCX: paragraphs and tables in their order, the marks of automatic lists written out.

Headers and footers are furniture and left out. Text somebody struck under tracked changes is no longer the policy's;
text somebody inserted is. A footnote stands after its paragraph.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from portal.services.policy.adopted.archive import BROKEN, check_archive
from portal.services.policy.adopted.numbering import Numbering
from portal.services.policy.adopted.text import UnreadableText

SIGNS = {
    "tab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
}
PASSED_OVER = {
    qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr")
} | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def text_of(data: bytes) -> str:
    """Raises `UnreadableText` for a file that is no Word document, is damaged, or unpacks beyond all measure."""
    check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
        return Reading(document).text()
    except (
        Exception
    ) as error:  # the libraries raise their own errors and many of Python's for a broken package
        raise UnreadableText(BROKEN) from error


class Reading:
    """One pass through a document; lists are counted as it goes."""

    def __init__(self, document: Document) -> None:
        self.body: Any = document.element.body
        self.numbering = Numbering(document)
        self.notes = footnotes(document)

    def text(self) -> str:
        return "\n".join(self.blocks(self.body))

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs below an element, a table's row as one line where each cell has one paragraph."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self.paragraph(child)
            elif child.tag == qn("w:tr"):
                yield from joined([list(self.blocks(cell)) for cell in cells(child)])
            elif isinstance(child.tag, str) and child.tag not in PASSED_OVER:
                yield from self.blocks(child)

    def paragraph(self, element: Any) -> Iterator[str]:
        mark = self.numbering.mark(element)
        text = "".join(self.inline(element))
        yield f"{mark} {text.strip()}" if mark and text.strip() else text
        for box in element.iter(qn("w:txbxContent")):
            if not any(above.tag in PASSED_OVER for above in box.iterancestors()):
                yield from self.blocks(box)
        for reference in element.iter(qn("w:footnoteReference")):
            note = self.notes.get(reference.get(qn("w:id")))
            if note is not None:
                yield from self.blocks(note)

    def inline(self, parent: Any) -> Iterator[str]:
        """The characters of a paragraph; a break of page or column is a form feed."""
        for child in parent:
            name = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else ""
            if not name or child.tag in PASSED_OVER or name == "txbxContent":
                continue
            if name == "t":
                yield child.text or ""
            elif name == "br":
                yield "\f" if child.get(qn("w:type")) in ("page", "column") else "\n"
            elif name == "sym":
                yield symbol(child.get(qn("w:char")) or "")
            elif name in SIGNS and parent.tag == qn("w:r"):
                yield SIGNS[name]
            else:
                yield from self.inline(child)


def symbol(code: str) -> str:
    """A character of a symbol font; those are numbered from F000."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def cells(parent: Any) -> Iterator[Any]:
    """The cells of a row itself, not those of a table within one."""
    for child in parent:
        if child.tag == qn("w:tc"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in PASSED_OVER:
            yield from cells(child)


def joined(row: list[list[str]]) -> list[str]:
    """A row as one line where each cell has one paragraph, else each paragraph as a line."""
    if all(len(cell) == 1 for cell in row):
        return ["\t".join(cell[0] for cell in row)]
    return [text for cell in row for text in cell]


def footnotes(document: Document) -> dict[str | None, Any]:
    """The footnotes by their id, those that draw the separating line left out."""
    for relation in document.part.rels.values():
        if relation.reltype == FOOTNOTES and not relation.is_external:
            notes: Any = parse_xml(relation.target_part.blob)
            return {note.get(qn("w:id")): note for note in notes if note.get(qn("w:type")) is None}
    return {}
