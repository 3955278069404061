"""The text of a PDF that has a text layer: its lines from top to bottom, blank lines where the page has more space."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTContainer, LTImage, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from portal.services.policy.adopted.text import UnreadableText

MOST_PAGES = 200
LARGEST = 100 * 1024 * 1024
"""Bytes of all packed parts together, unpacked."""
UNMAPPED = 0.02
"""More characters without a meaning than this share, and the words cannot be trusted."""
COLUMN = 0.3
"""Two lines side by side, each at least this share of the page wide, are columns of text."""
MORE_SPACE = 1.25
"""A step so many times the usual one down the page parts paragraphs."""
USUAL = 0.1
"""The usual step is the smallest that this share of the lines takes."""

STREAM = re.compile(rb"stream\r?\n")
PACKED_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
UNKNOWN = re.compile(r"\(cid:\d+\)")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

LOCKED = "This PDF is locked by a password; please save it without one and import that."
SCAN = "This PDF is a scan: it has pictures of pages and no text; please import the DOCX, or a PDF exported from it."
PICTURE = (
    "Page {page} of this PDF is a picture without text; please import the DOCX, or export the PDF anew so that each"
    " page has its text."
)
BROKEN = "This PDF is damaged; please export the policy as PDF again, or import the DOCX."
TOO_LARGE = (
    "This PDF becomes too large when it is unpacked; please export the policy by itself, without pictures."
)
TOO_LONG = (
    f"This PDF has more than {MOST_PAGES} pages; please import the policy by itself, not the whole manual."
)
NO_LETTERS = "The letters of this PDF cannot be told apart; please export it again, or import the DOCX."


def text_of(data: bytes) -> str:
    """Raises `UnreadableText` for a PDF that is locked, damaged, too long, unpacks beyond all measure or is a scan."""
    check_size(data)
    try:
        pages = [Page.of(page) for page in layouts(data)]
    except UnreadableText:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableText(LOCKED) from error
    except Exception as error:  # the library raises nearly anything for a file that breaks the format
        raise UnreadableText(BROKEN) from error
    if not any(page.rows for page in pages):
        raise UnreadableText(SCAN)
    for number, page in enumerate(pages, start=1):
        if page.scanned:
            raise UnreadableText(PICTURE.format(page=number))
    step = usual_step(pages)
    text = "\f".join("\n".join(page.written(step)) for page in pages)
    if len(UNKNOWN.findall(text)) > UNMAPPED * len(text):
        raise UnreadableText(NO_LETTERS)
    return text.translate(LIGATURES)


def check_size(data: bytes) -> None:
    """Unpacks each packed part up to the limit and keeps nothing, before the library unpacks them whole."""
    if PACKED_TWICE.search(data):
        raise UnreadableText(TOO_LARGE)
    left = LARGEST
    for found in STREAM.finditer(data):
        left -= unpacked(data, found.end(), left)
        if left <= 0:
            raise UnreadableText(TOO_LARGE)


def unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes the part becomes; 0 where it is not packed this way."""
    unpacker = zlib.decompressobj()
    size = 0
    piece = data[start : start + 65536]
    while piece and size < most and not unpacker.eof:
        try:
            size += len(unpacker.decompress(piece, min(most - size, 1 << 20)))
        except zlib.error:
            return size
        start += 0 if unpacker.unconsumed_tail else 65536
        piece = unpacker.unconsumed_tail or data[start : start + 65536]
    return size


def layouts(data: bytes) -> Iterator[LTPage]:
    document = PDFDocument(PDFParser(BytesIO(data)))
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for count, page in enumerate(PDFPage.create_pages(document), start=1):
        if count > MOST_PAGES:
            raise UnreadableText(TOO_LONG)
        interpreter.process_page(page)
        yield device.get_result()


@dataclass(frozen=True)
class Row:
    """One line across the page: its text, and where its lower and upper edges are."""

    text: str
    low: float
    high: float


@dataclass(frozen=True)
class Page:
    """A page as it is read; `scanned` if it has pictures and no text."""

    rows: tuple[Row, ...]
    scanned: bool

    @classmethod
    def of(cls, layout: LTPage) -> "Page":
        lines = [line for line in texts(layout) if line.get_text().strip()]
        rows = rows_of(lines)
        if in_columns(rows, layout.width):
            rows = [[line] for line in lines]
        return cls(tuple(row_of(row) for row in rows), not lines and pictured(layout))

    def written(self, step: float) -> Iterator[str]:
        before = None
        for row in self.rows:
            if before and not 0 < before.low - row.low <= step * MORE_SPACE:
                yield ""
            yield row.text
            before = row


def texts(container: LTContainer) -> Iterator[LTTextLine]:  # type: ignore[type-arg]  # the library's own alias of it
    """The lines of text on a page, in the library's order of reading."""
    for item in container:
        if isinstance(item, LTTextLine):
            yield item
        elif isinstance(item, LTTextBox | LTContainer):
            yield from texts(item)


def pictured(container: LTContainer) -> bool:  # type: ignore[type-arg]  # as above
    return any(
        isinstance(item, LTImage) or (isinstance(item, LTContainer) and pictured(item)) for item in container
    )


def rows_of(lines: list[LTTextLine]) -> list[list[LTTextLine]]:
    """The lines from top to bottom; those beside one another, as a bullet and its text, make one row."""
    rows: list[list[LTTextLine]] = []
    for line in sorted(lines, key=lambda line: (-line.y1, line.x0)):
        if rows and beside(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def beside(first: LTTextLine, second: LTTextLine) -> bool:
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return shared > 0.5 * min(first.height, second.height)


def in_columns(rows: list[list[LTTextLine]], width: float) -> bool:
    """Whether the text runs down the page side by side: then the library's order is the better one."""
    wide = [row for row in rows if sum(line.width > COLUMN * width for line in row) > 1]
    return len(wide) > 5 and len(wide) * 3 > len(rows)


def row_of(lines: list[LTTextLine]) -> Row:
    text = "  ".join(" ".join(line.get_text().split()) for line in lines)
    return Row(text, min(line.y0 for line in lines), max(line.y1 for line in lines))


def usual_step(pages: list[Page]) -> float:
    """How far the lines of a paragraph are apart."""
    steps = Counter(
        round(first.low - second.low, 0)
        for page in pages
        for first, second in zip(page.rows, page.rows[1:], strict=False)
        if first.low > second.low
    )
    usual = [step for step, count in steps.items() if count >= USUAL * steps.total()]
    return max(min(usual, default=0.0), 1.0)
