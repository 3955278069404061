"""Collects what the public pages say, brings the Spanish catalogue in step with it, and compiles it.

    python scripts/translations.py            writes portal/translations/es/LC_MESSAGES/messages.po and .mo
    python scripts/translations.py --check    changes nothing; exit code 1 when they are not in step

Collected are the templates, the files of `portal/web` that answer everybody, what the law asks (`law/*.toml`), and what
each control does.
A sentence that is new stands in the catalogue without its Spanish; write it there and run this again.
"""

import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from portal.controls import CONTROLS  # noqa: E402 - found by the line above

PORTAL = ROOT / "portal"
CATALOGUE = PORTAL / "translations" / "es" / "LC_MESSAGES" / "messages.po"
JINJA = {"trimmed": "false", "silent": "false"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
}
LAW = {"elements": ("title", "asks"), "questions": ("question", "stops")}
"""What of a set of law is shown to the public."""


def main() -> int:
    wanted = in_step(old_catalogue())
    files = {CATALOGUE: as_po(wanted), CATALOGUE.with_suffix(".mo"): as_mo(wanted)}
    stale = [path for path, data in files.items() if not path.exists() or path.read_bytes() != data]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.name} is not in step: run scripts/translations.py")  # noqa: T201 - a program for the command line
        return 1 if stale else 0
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return 0


def collected() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(where, sentence) of everything to be said in Spanish."""
    for path in sorted((PORTAL / "templates").rglob("*.html")):
        yield from said_in(path, "jinja2.ext:babel_extract")
    for path in sorted((PORTAL / "web").glob("*.py")):
        yield from said_in(path, "python")
    for path in sorted((PORTAL / "agencies" / "law").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for table, keys in LAW.items():
            for entry in document.get(table, []):
                yield from ((path.name, entry[key]) for key in keys)

    yield from ((f"control {control.key}", control.does) for control in CONTROLS.values())


def said_in(path: Path, method: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    found = extract_from_file(method, str(path), KEYWORDS, options=JINJA)
    name = path.relative_to(PORTAL).as_posix()
    yield from ((name, message) for _, message, _, _ in found)


def old_catalogue() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog("es")
    with CATALOGUE.open("rb") as file:
        return read_po(file, "es")


def in_step(old: Catalog) -> Catalog:
    """What is said now, with the Spanish it has; what is said no more is gone."""
    new = Catalog(
        "es",
        project="Platebook",
        version="1",
        fuzzy=False,
        header_comment="# The public pages of Platebook in Spanish.",
    )
    for where, message in collected():
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known else None, [(where, None)])
    return new


def as_po(catalogue: Catalog) -> bytes:
    data = BytesIO()
    write_po(data, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    lines = data.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(DATED)).encode()


DATED = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Last-Translator',
    '"Language-Team',
    '"Report-Msgid',
)
"""Lines of the header that would differ each time, or name nobody."""


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue compiled; the same each time, so its header bears one day for ever."""
    plain = read_po(BytesIO(as_po(catalogue)), "es")
    plain.creation_date = plain.revision_date = datetime(2026, 11, 24, tzinfo=UTC)
    data = BytesIO()
    write_mo(data, plain)
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
