"""No agency's name occurs in Python: what differs between agencies is in their profiles, and only there."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "portal"
PROFILES = sorted(
    path for path in (PORTAL / "agencies" / "profiles").glob("*.toml") if path.stem != "template"
)
MODULES = sorted(PORTAL.rglob("*.py"))
PROGRAMME = PORTAL / "access" / "permissions.py"  # names the duties of the programme itself, in every agency


def profiles() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in PROFILES]


@cache
def agency_names() -> set[str]:
    """Slugs and names of the agencies: never in a module, not even in a comment."""
    return {word for profile in profiles() for word in (profile["agency"]["slug"], profile["agency"]["name"])}


@cache
def people() -> set[str]:
    """Names and keys of the agencies' job titles and posts, invented ones of the demo included."""
    found: set[str] = set()
    for profile in profiles():
        invented = profile.get("demo", {}).get("answers", {})
        for item in [*profile.get("titles", []), *profile["posts"], *invented.get("titles", [])]:
            found |= {item["key"], item.get("name", item.get("title", ""))}
    return found - {""}


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Every string a module uses, documentation left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    prose = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


@cache
def duties() -> frozenset[str]:
    return frozenset(text for _, text in strings(PROGRAMME.read_text(encoding="utf-8")))


def test_there_is_something_to_look_for() -> None:
    assert len(PROFILES) == 5
    assert len(people()) > 30
    assert len(MODULES) > 10


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_a_module_names_no_agency(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    named = [word for word in sorted(agency_names()) if re.search(rf"(?i)\b{re.escape(word)}\b", source)]
    assert named == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PORTAL)))
def test_a_module_uses_no_job_title_and_no_post(module: Path) -> None:
    looked_for = people() - duties()
    used = [(line, text) for line, text in strings(module.read_text(encoding="utf-8")) if text in looked_for]
    assert used == []
