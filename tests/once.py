"""What every test would make anew and gets the same each time: made once a worker, by these fixtures.

Each takes away work, none takes away a promise. `SHIPPED_HASHER` is what the portal itself hashes passwords with.
"""

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from portal.services.signin import accounts

SHIPPED_HASHER = accounts.HASHER
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2id as well, at the least it can cost: a test takes people on by the dozen, and nobody attacks them."""

Builder = Callable[..., tuple[str, str]]


@pytest.fixture(scope="session", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Passwords of this process cost little; a hash says itself what it costs, so each is checked as it was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "HASHER", QUICK_HASHER)
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
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test makes an application of its own; their templates are the same, and compiled once a worker."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
