"""Which tests prove which control: found in the source of the tests, which are not run for it."""

import ast
from collections.abc import Iterator
from pathlib import Path

MARKER = "pytest.mark.control"


def proofs(tests: Path) -> dict[str, list[str]]:
    """`tests/rules/test_x.py::test_name` of each test that carries the marker, by the control's key, in order.

    `tests` is the folder of the tests; what is named begins with its own name.
    """
    found: dict[str, list[str]] = {}
    for module in sorted(tests.rglob("test_*.py")):
        path = module.relative_to(tests.parent).as_posix()
        for test, keys in marked(ast.parse(module.read_text(encoding="utf-8"))):
            for key in keys:
                found.setdefault(key, []).append(f"{path}::{test}")
    return dict(sorted(found.items()))


def marked(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each test of a module that carries the marker, and the keys it names."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            keys = [key for decorator in node.decorator_list for key in named(decorator)]
            if keys:
                yield node.name, keys


def named(decorator: ast.expr) -> Iterator[str]:
    """The keys one decorator names, if it is the marker. Raises ValueError for a key that is not written out."""
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != MARKER:
        return
    for argument in decorator.args:
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise ValueError(f"line {argument.lineno}: write the key of the control out")
        yield argument.value
