"""From the bytes of a file to its text. What a file is, its first bytes tell; its name only where they do not."""

import codecs
import unicodedata
from pathlib import PurePath

from portal.rules.publishing import LONGEST
from portal.services.policy.adopted import pdf, word
from portal.services.policy.adopted.text import UnreadableText

LARGEST = 10 * 1024 * 1024
"""Bytes of a file; an adopted policy has a few thousand words."""
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHER_KINDS = (
    (b"{\\rtf", "This is an RTF file; please save it as DOCX and import that."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an older Word file or one locked by a password; please save it as DOCX without a password.",
    ),
)
RUBBISH = "This file holds no text that can be read; please import the policy as DOCX, PDF or plain text."
SPACING = "\t\n\r\v\f"
FOREIGN = 0.3
"""More characters beyond ASCII than this share, in bytes that are not Unicode, are no English text."""


def extract(data: bytes, name: str) -> str:
    """The text of a plain text, Markdown, DOCX or PDF file; a form feed parts the pages.

    Raises `UnreadableText`, and nothing else, for bytes that give no text.
    """
    if not data.strip():
        raise UnreadableText("This file is empty; please choose the file that holds the policy.")
    if len(data) > LARGEST:
        raise UnreadableText(
            "This file is larger than 10 MB; please import the policy by itself, without pictures."
        )
    text = contents(data, PurePath(name).suffix.lower())
    if not text.strip():
        raise UnreadableText("There is no text in this file; please choose the file that holds the policy.")
    if len(text) > LONGEST:
        raise UnreadableText(
            "This file holds far more text than a policy; please import the policy by itself."
        )
    return text


def contents(data: bytes, suffix: str) -> str:
    if b"%PDF-" in data[:1024]:
        return pdf.text_of(data)
    if data.startswith(b"PK"):
        return word.text_of(data)
    for beginning, sentence in OTHER_KINDS:
        if data.startswith(beginning):
            raise UnreadableText(sentence)
    if suffix in (".pdf", ".docx"):
        kind = suffix[1:].upper()
        raise UnreadableText(
            f"This file is named {kind} but holds none; please export the policy as {kind} again."
        )
    return plain_text(data)


def plain_text(data: bytes) -> str:
    """Unicode where the bytes are, else the encoding of older Windows programs."""
    text = decoded(data)
    odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Cs") and char not in SPACING for char in text)
    if odd * 200 > len(text) or "\x00" in text:
        raise UnreadableText(RUBBISH)
    return text


def decoded(data: bytes) -> str:
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise UnreadableText(RUBBISH) from error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableText(RUBBISH) from error
    if sum(not char.isascii() for char in text) > FOREIGN * len(text):
        raise UnreadableText(RUBBISH)
    return text
