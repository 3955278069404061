"""What the suite shares: an instance on either database, people in it, and a browser for each of them."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.web.founding import found_instance, migrate
from tests.clock import Clock
from tests.office import Office
from tests.once import (
    compiled_routes,
    compiled_statements,
    compiled_templates,
    documents_set,
    pytest_collection_finish,
    quick_hashing,
)
from tests.postgres import OWNER, Server, postgres_server, pytest_configure
from tests.screens import chromium, person, playwright, served

__all__ = [
    "chromium",
    "compiled_routes",
    "compiled_statements",
    "compiled_templates",
    "documents_set",
    "person",
    "playwright",
    "postgres_server",
    "pytest_collection_finish",
    "pytest_configure",
    "quick_hashing",
    "served",
]

TEMPLATE = "platebook_template"


@dataclass(frozen=True)
class Database:
    """A migrated database for one test: where it is, and who owns it."""

    kind: str
    url: str = ""
    owner_url: str = ""
    file: Path | None = None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, whole in itself."""
    folder = tmp_path_factory.mktemp("template")
    settings = Settings(instance=folder)
    app = create_app(settings)
    migrate(app, settings)
    close(app)
    assert not (folder / "portal.db-wal").exists(), (
        "what lies in the journal would be missing from every copy"
    )
    return folder / "portal.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> Iterator[str]:
    """A migrated PostgreSQL database to clone, one a worker."""
    name = f"{TEMPLATE}_{uuid.uuid4().hex[:12]}"
    postgres_server.create_database(name)
    settings = Settings(
        instance=Path("/nonexistent"),
        database_url=postgres_server.url(name),
        owner_url=postgres_server.url(name, OWNER),
        throwaway=True,
    )
    migrate(create_app(settings), settings)
    yield name
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """One test's own database; a test that takes it runs on both kinds."""
    if request.param == "sqlite":
        yield Database("sqlite", file=request.getfixturevalue("sqlite_template"))
        return
    server: Server = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"platebook_{uuid.uuid4().hex}"
    server.create_database(name, template)
    yield Database("postgresql", server.url(name), server.url(name, OWNER))
    server.drop_database(name)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def agency() -> str:
    """The profile under test; a module overrides this for another."""
    return "barstow"


@pytest.fixture
def settings(database: Database, agency: str, tmp_path: Path) -> Settings:
    folder = tmp_path / "instance"
    folder.mkdir()
    if database.file:
        shutil.copy(database.file, folder / "portal.db")
    return Settings(
        instance=folder,
        agency=agency,
        database_url=database.url,
        owner_url=database.owner_url,
        throwaway=True,
    )


@pytest.fixture
def app(
    settings: Settings, clock: Clock, compiled_templates: FileSystemBytecodeCache, documents_set: None
) -> Iterator[Flask]:
    """A founded instance, nobody in it yet."""
    app = create_app(settings, clock)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = compiled_templates
    found_instance(app, demo=False)
    yield app
    close(app)


def close(app: Flask) -> None:
    """Ends the application's connections; the last of a SQLite file writes its journal into it."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def office(app: Flask, clock: Clock) -> Office:
    """The people of the instance, and a browser for each."""
    return Office(app, clock)
