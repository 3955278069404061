"""A look into a DOCX before anything reads it: how large it becomes when unpacked, and whether it is one."""

import zipfile
import zlib
from io import BytesIO

from portal.services.policy.adopted.text import UnreadableText

MOST_ENTRIES = 1000
LARGEST = 50 * 1024 * 1024
"""Bytes of all parts unpacked."""
WORTH_WEIGHING = 1024 * 1024
MOST_TIMES = 200
"""A part above one megabyte that was packed more than so many times smaller is no document."""
PIECE = 64 * 1024

TOO_LARGE = (
    "This file becomes too large when it is unpacked; please save the policy as a new DOCX without pictures."
)
NO_DOCUMENT = "This file is no Word document; please save the policy as DOCX or PDF and import that."
BROKEN = "This Word file is damaged; please open it in Word, save it again as DOCX and import that."


def check_archive(data: bytes) -> None:
    """Raises `UnreadableText` for an archive that is no document, is damaged, or unpacks beyond all measure."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            check_entries(archive.infolist())
            weigh(archive)
    except UnreadableText:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise UnreadableText(BROKEN) from error


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST:
        raise UnreadableText(TOO_LARGE)
    for entry in entries:
        if entry.file_size > max(WORTH_WEIGHING, MOST_TIMES * entry.compress_size):
            raise UnreadableText(TOO_LARGE)
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise UnreadableText(NO_DOCUMENT)


def weigh(archive: zipfile.ZipFile) -> None:
    """Unpacks piece by piece what the entries declare, which may be untrue, and keeps nothing."""
    total = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            beginning = b""
            while piece := part.read(PIECE):
                total += len(piece)
                beginning = beginning or piece
                if total > LARGEST:
                    raise UnreadableText(TOO_LARGE)
        if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
            raise UnreadableText(BROKEN)  # Word writes none; what has one may name files of this machine
