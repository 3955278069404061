"""An invented policy of the agency under test, and a profile that binds each of its clauses."""

import io
import re
import zipfile
from collections.abc import Callable

from pypdf import PdfWriter

from portal.agencies.profile import PROFILES
from portal.config import Settings

BODY = """466.1 PURPOSE
Roadside cameras help the town to find stolen cars and missing
persons.

466.2 RULES FOR LOOKING
Whoever looks at plates keeps to these rules:
(a) Each look has a reason that is written down.
(b) Nobody looks for a friend.
(c) A look is kept on record for three years.

466.3 KEEPING
Pictures are kept no longer than they are needed, and then destroyed.
"""
"""As adopted in June."""
CLAUSES = (
    "466.1(para 1)",
    "466.2(para 1)",
    "466.2(a)",
    "466.2(b)",
    "466.2(c)",
    "466.3(para 1)",
)
"""The ids of its clauses, in order."""
POLICY = f"Roadside Plate Cameras\n\n{BODY}".encode()
LATER = POLICY.replace(b"for three years", b"for five years")
"""The same with one word changed."""
GAP = POLICY.replace(b"(b) Nobody looks for a friend.\n", b"")
"""With a letter missing in its list, which the import doubts."""
OTHER = POLICY.replace(b"466.", b"777.")
"""The text of another policy."""


def scan() -> bytes:
    """A PDF of pictures alone: a page, and no text on it."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(612, 792)
    writer.write(file)
    return file.getvalue()


def bomb() -> bytes:
    """A Word file of a few hundred kilobytes that would fill the memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<a>" + b"x" * 120_000_000 + b"</a>")
    return file.getvalue()


UNREADABLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "a scan": scan,
    "a bomb": bomb,
    "no section numbers": lambda: b"Cameras are used with care.\n\nNobody looks without a reason.\n",
    "rubbish": lambda: bytes(range(256)) * 40,
}
"""Issue 3, acceptance 6: what cannot be imported. A file that is too large is made where it is used."""


def bind(settings: Settings, clauses: tuple[str, ...] = CLAUSES) -> None:
    """Puts a profile into the instance that binds these clauses and no others. Before the instance is founded."""
    shipped = (PROFILES / f"{settings.agency}.toml").read_text(encoding="utf-8")
    unbound = re.sub(r"(?ms)^clauses = \[$.*?^\]$", "", shipped)
    bound = "".join(
        f'\n[[clauses]]\nid = "{clause}"\ncontrols = ["trials.text"]\nmodality = "shall"\n'
        for clause in clauses
    )
    (settings.instance / f"{settings.agency}.toml").write_text(unbound + bound, encoding="utf-8")
