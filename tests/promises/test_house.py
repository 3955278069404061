"""The house is kept: nothing dead, nothing undocumented, nothing too long, nothing in the wrong room."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.config import Settings
from portal.ledger import Action
from tests.promises.routes import ROOT

PORTAL = ROOT / "portal"
TEMPLATES = PORTAL / "templates"
MODULES = sorted([*PORTAL.rglob("*.py"), *(ROOT / "recognition").rglob("*.py"), ROOT / "app.py"])
PAGES = sorted(path for path in TEMPLATES.rglob("*.*") if path.suffix in (".html", ".json"))
HTML = [page for page in PAGES if page.suffix == ".html"]
THERE = {page.relative_to(TEMPLATES).as_posix() for page in PAGES}
LONGEST = 300
"""Lines of a file (issue 2, acceptance 8)."""
NAMED = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
NOT_TOLD_YET: set[str] = set()
"""Actions that wait for their pages."""
SAYS_NO_MORE = {"rollback", "expunge_all", "info"}
"""What a view or form may ask of a session: to forget."""


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_no_file_is_longer_than_can_be_kept_in_mind() -> None:
    own = [*MODULES, *PAGES, PORTAL / "static" / "js" / "portal.js"]

    assert {str(path.relative_to(ROOT)): len(source(path).splitlines()) for path in own} == {
        str(path.relative_to(ROOT)): min(LONGEST, len(source(path).splitlines())) for path in own
    }


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}

    assert [path for path in MODULES if drawers & {path.stem, *path.parts}] == []


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source(path))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named_in(page: Path) -> Iterator[str]:
    """The templates a template takes in; a name that is put together (`"policy/_" ~ key`) may be any that fits."""
    for name in NAMED.findall(source(page)):
        ends_open = name.endswith(("_", "/"))
        yield from sorted(each for each in THERE if each.startswith(name)) if ends_open else [name]


def test_every_template_is_shown_by_some_view() -> None:
    """A page nobody renders or includes is dead, or was forgotten."""
    waiting = [text for module in MODULES for text in strings(module) if text in THERE]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += named_in(TEMPLATES / name)

    assert THERE - used == set()


def test_every_template_a_view_or_page_names_is_there() -> None:
    named = {
        text
        for module in MODULES
        for text in strings(module)
        if re.fullmatch(r"[a-z]+/_?[a-z_]+\.html", text)
    }
    named |= {name for page in PAGES for name in named_in(page)}
    documents = {path.name for path in (PORTAL / "documents").rglob("*.html")}

    assert {name for name in named - THERE if Path(name).name not in documents} == set()


def people() -> set[str]:
    """Names and keys of the titles and posts of every agency."""
    found: set[str] = set()
    for path in (PORTAL / "agencies" / "profiles").glob("*.toml"):
        document = tomllib.loads(source(path))
        for item in [*document.get("titles", []), *document.get("posts", [])]:
            found |= {item["key"], item.get("name", item.get("title", ""))}
    return found - {""}


@pytest.mark.parametrize("page", HTML, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_names_no_title_and_asks_after_no_role(page: Path) -> None:
    """What a person sees is asked of `may_use`, by destination; who they are is the profile's matter."""
    text = source(page)
    code = " ".join(re.findall(r"{[{%].*?[}%]}", text, re.DOTALL))

    assert [name for name in sorted(people()) if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert re.findall(r"\bactor\.(?:tier|duties|permissions|posts|title_key|may)\b", code) == []


@pytest.mark.parametrize("page", HTML, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_holds_no_style_no_script_and_nothing_unescaped(page: Path) -> None:
    text = source(page)

    assert re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=|javascript:", text) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", text) if " src=" not in tag] == []
    assert re.findall(r"\|\s*safe\b|autoescape\s+false|hx-on|\bhx-vals=.js:", text) == []


def test_every_action_of_the_ledger_is_told_by_some_code() -> None:
    told = {
        node.attr
        for module in MODULES
        if module.name != "actions.py"
        for node in ast.walk(ast.parse(source(module)))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action"
    }

    assert set(Action.__members__) - told == NOT_TOLD_YET


def test_every_setting_is_on_the_page_of_settings() -> None:
    page = source(ROOT / "docs" / "reference" / "settings.md")
    documented = set(re.findall(r"^\| `PLATEBOOK_(\w+)` \|", page, re.MULTILINE))

    assert documented == {name.upper() for name in Settings.model_fields}


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if re.search(r"os\.(environ|getenv)|\bgetenv\(", source(path))
    }

    assert {each for each in readers if each.startswith("portal/")} == {"portal/config.py"}


@pytest.mark.parametrize("room", ["views", "forms"])
def test_views_and_forms_ask_nothing_of_the_database(room: str) -> None:
    """They may end what a session has begun; every query is a service's."""
    asked = [
        f"{path.name}: session.{node.attr}"
        for path in sorted((PORTAL / room).rglob("*.py"))
        for node in ast.walk(ast.parse(source(path)))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "session"
        and node.attr not in SAYS_NO_MORE
    ]

    assert asked == []
