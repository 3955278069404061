"""A file that cannot be read says in one sentence what to do, and no file brings the portal down."""

import io
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from weasyprint import HTML

from portal.services.policy.adopted import UnreadableText, extract, parse
from tests.services.policy.adopted.making import docx_by_lines, pdf_of_lines, saved

TEXT = "Orchard Gates\n\n640.1 SCOPE\n\nGates close at dusk, § 9951.20 notwithstanding: the “bell” rings.\n"
PICTURE = (
    '<img style="width: 5in; height: 5in" src="data:image/png;base64,'
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==">'
)


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", part)
    return stream.getvalue()


def many_entries() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for number in range(1001):
            made.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()


def lying_archive() -> bytes:
    """An archive whose directory says that its part is small."""
    data = bytearray(archive(word__document=b"A" * 3_000_000))
    start = data.rfind(b"PK\x01\x02")
    data[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def with_entity() -> bytes:
    """A real document whose main part names a file of the machine."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_by_lines(TEXT))) as source, zipfile.ZipFile(stream, "w") as made:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "word/document.xml":
                head, _, body = part.partition(b"?>")
                part = head + b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + body
            made.writestr(entry.filename, part)
    return stream.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf_of_lines(TEXT, "Rangers", "Orchard Gates"))))
    writer.encrypt("secret", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_of(body: str) -> bytes:
    return bytes(HTML(string=body).write_pdf())


def packed_pdf() -> bytes:
    packed = zlib.compress(b"\0" * 120_000_000)
    return b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"


SMALL_DOCX = docx_by_lines(TEXT)
SMALL_PDF = pdf_of("<p>640.1 SCOPE</p>")
PAGE = '<p style="break-after: page">x</p>'
UNREADABLE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.txt", "is empty"),
    "blank": (lambda: b" \n\t\n", "a.docx", "is empty"),
    "too large": (lambda: b"a" * (10 * 1024 * 1024 + 1), "a.txt", "larger than 10 MB"),
    "far too much text": (lambda: b"policy " * 100_000, "a.txt", "far more text"),
    "rubbish": (lambda: bytes(range(256)) * 40, "a.txt", "no text that can be read"),
    "odd half of UTF-16": (lambda: b"\xff\xfea", "a.txt", "no text that can be read"),
    "other alphabet": (lambda: "полис ".encode("cp1251") * 40, "a.txt", "no text that can be read"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "without a password"),
    "RTF": (lambda: b"{\\rtf1 640.1 SCOPE}", "a.rtf", "save it as DOCX"),
    "named PDF": (lambda: TEXT.encode(), "a.pdf", "named PDF but holds none"),
    "named DOCX": (lambda: TEXT.encode(), "A.DOCX", "named DOCX but holds none"),
    "no Word document": (lambda: archive(content=b"<x/>"), "a.docx", "no Word document"),
    "cut off": (lambda: docx_by_lines(TEXT)[:-200], "a.docx", "damaged"),
    "empty parts": (lambda: archive(word__document=b"<x/>"), "a.docx", "damaged"),
    "entities": (lambda: with_entity(), "a.docx", "damaged"),
    "bomb": (lambda: archive(word__document=b"\0" * 60_000_000), "a.docx", "too large when it is unpacked"),
    "tight bomb": (
        lambda: archive(word__document=b"\0" * 5_000_000),
        "a.docx",
        "too large when it is unpacked",
    ),
    "lying bomb": (lambda: lying_archive(), "a.docx", "damaged"),
    "many entries": (lambda: many_entries(), "a.docx", "too large when it is unpacked"),
    "no words": (lambda: saved(docx.Document()), "a.docx", "no text in this file"),
    "PDF cut off": (lambda: pdf_of_lines(TEXT, "Rangers", "Gates")[:300], "a.pdf", "damaged"),
    "locked": (lambda: locked_pdf(), "a.pdf", "locked by a password"),
    "scan": (lambda: pdf_of(PICTURE), "a.pdf", "This PDF is a scan"),
    "half a scan": (lambda: pdf_of(f"{PAGE}{PICTURE}"), "a.pdf", "Page 2 of this PDF is a picture"),
    "201 pages": (lambda: pdf_of(PAGE * 200 + "x"), "a.pdf", "more than 200 pages"),
    "PDF bomb": (lambda: packed_pdf(), "a.pdf", "too large when it is unpacked"),
}


@pytest.mark.parametrize(("make", "name", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_what_to_do(make: Callable[[], bytes], name: str, told: str) -> None:
    with pytest.raises(UnreadableText, match=told) as error:
        extract(make(), name)

    sentence = str(error.value)
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "please" in sentence


def test_a_text_without_numbered_sections_says_what_to_do() -> None:
    with pytest.raises(UnreadableText, match=r"no numbered sections .* import the policy as its manual"):
        parse("Orchard Gates\n\nThe rule of 1798.90.51 is kept.\n1. One\n2.5 times\n")


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"]
    ),
    st.binary(max_size=300),
    st.sampled_from(["a", "a.txt", "a.md", "a.docx", "a.pdf", "", "\0/..", ".pdf"]),
)
def test_any_bytes_are_text_or_unreadable(beginning: bytes, data: bytes, name: str) -> None:
    with suppress(UnreadableText):
        assert isinstance(extract(beginning + data, name), str)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@settings(deadline=None, derandomize=True, max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_text_or_unreadable(kind: str, data: st.DataObject) -> None:
    whole = SMALL_DOCX if kind == "docx" else SMALL_PDF
    spoiled = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 20))):
        spoiled[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    with suppress(UnreadableText):
        assert isinstance(extract(bytes(spoiled), "a"), str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_plain_text_is_read_in_the_encodings_people_save_it_in(encoding: str) -> None:
    assert extract(TEXT.encode(encoding), "a.txt") == TEXT


def test_word_tells_tables_notes_insertions_and_page_breaks_but_nothing_struck() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Running head"
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ranger", "May open"
    paragraph = document.add_paragraph("Kept ")
    for change, part in (("ins", "t>added</w:t"), ("del", "delText>struck</w:delText")):
        paragraph._p.append(parse_xml(f"<w:{change} {nsdecls('w')}><w:r><w:{part}></w:r></w:{change}>"))
    document.add_page_break()
    document.add_paragraph("After")

    assert extract(saved(document), "a.docx").split("\n") == ["Ranger\tMay open", "Kept added", "\f", "After"]


def test_word_draws_the_marks_of_its_own_list_styles() -> None:
    document = docx.Document()
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph("Item", style=style)

    assert extract(saved(document), "a.docx").split("\n") == ["1. Item", "2. Item", "• Item"]


def test_the_pages_of_a_pdf_are_parted_by_form_feeds() -> None:
    text = extract(
        pdf_of_lines(TEXT + "\n" * 55 + "640.2 KEYS\n\nKeys hang on one ring.", "Rangers", "Gates"), "a.pdf"
    )

    assert text.count("\f") == 1
    assert [section.title for section in parse(text).sections] == ["SCOPE", "KEYS"]
