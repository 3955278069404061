"""Which tests prove which control: read from the marks on the tests, without running any."""

import ast
from collections.abc import Iterator
from pathlib import Path

MARK = "pytest.mark.control"


def proofs(tests: Path) -> dict[str, list[str]]:
    """By the key of a control, the tests that prove it, as pytest names them: `tests/rules/test_x.py::test_name`.

    `tests` is the folder of the tests. Raises ValueError for a mark that names no key as plain text.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(tests.rglob("test_*.py")):
        for name, key in marked(path, tests.parent):
            found.setdefault(key, []).append(name)
    return found


def marked(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Each test of a file that is marked, named from `root` on, with a control it proves."""
    name = path.relative_to(root).as_posix()
    for within, node in tests_in(ast.parse(path.read_text(encoding="utf-8"))):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == MARK:
                yield from ((f"{name}::{within}{node.name}", key) for key in keys_of(decorator, name))


def keys_of(mark: ast.Call, place: str) -> list[str]:
    keys = [
        each.value for each in mark.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    if not keys or len(keys) != len(mark.args) or mark.keywords:
        raise ValueError(f"{place}, line {mark.lineno}: name the keys of the controls as plain text")
    return keys


def tests_in(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The tests of a module, and those in its classes behind the name of the class."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield "", node
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (
                (f"{node.name}::", each)
                for each in node.body
                if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
            )
