"""What every test would make anew and gets the same each time: made once a worker.

Each takes away work, none takes away a promise.
"""

import gc
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask_sqlalchemy import SQLAlchemy
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from portal.services.signin import hashing

QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id as well, at the least it can cost: a test takes people on by the dozen, and nobody attacks them."""

Builder = Callable[..., tuple[str, str]]


def pytest_collection_finish() -> None:
    """What is imported stays for the whole run, so that Python's collector need not walk through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Passwords of this process cost little; a hash says itself what it costs, so each is checked as it was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "HASHER", QUICK_HASHER)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Each application has an engine of its own; what SQLAlchemy compiles is the same for all of one kind."""
    make_engine = SQLAlchemy._make_engine
    first: dict[str, Engine] = {}

    def alike(self: SQLAlchemy, *given: Any) -> Engine:
        engine = make_engine(self, *given)
        if engine.name in first:
            engine.dialect = first[engine.name].dialect
            engine._compiled_cache = first[engine.name]._compiled_cache
        else:  # to be shared from its first connection on, which tells its dialect about the server
            event.listen(engine, "connect", lambda *_: first.setdefault(engine.name, engine))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemy, "_make_engine", alike)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_routes() -> Iterator[None]:
    """Werkzeug compiles a function for every route of every application; those of one address are the same."""
    compile_builder = Rule._compile_builder
    compiled: dict[object, Builder] = {}

    def remembered(self: Rule, append_unknown: bool = True) -> Builder:
        if self.defaults:  # its builder holds what these come to
            return compile_builder(self, append_unknown)
        key = (*self._trace, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(self, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", remembered)
        yield


@pytest.fixture(scope="session")
def documents_set() -> Iterator[None]:
    """Setting a document takes seconds, and many tests ask for the same one. That the same markup gives the same bytes
    is tested on the function beneath."""
    from portal.documents import press  # loads WeasyPrint, which most tests of rules alone can do without

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "pressed", lru_cache(maxsize=64)(press.pressed))
        yield


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test makes an application of its own; their templates are the same, and compiled once a worker."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
