"""A database without tables, on either kind, and its owner."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.postgres import OWNER, Server


@dataclass(frozen=True)
class Bare:
    """A database to migrate up and down."""

    app: Flask
    settings: Settings

    def up(self, revision: str = "head") -> None:
        with self.app.app_context():
            flask_migrate.upgrade(revision=revision)

    def down(self, revision: str = "base") -> None:
        with self.app.app_context():
            flask_migrate.downgrade(revision=revision)

    @contextmanager
    def connected(self, url: str = "") -> Iterator[Connection]:
        """As its owner, or by another URL; each statement counts at once."""
        engine = create_engine(
            url or self.settings.owner_url or self.settings.database,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bare]:
    if request.param == "sqlite":
        settings = Settings(instance=tmp_path, agency="barstow")
        with made(settings) as bare:
            yield bare
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = f"platebook_{uuid.uuid4().hex}"
    server.create_database(name)
    settings = Settings(
        instance=tmp_path,
        agency="barstow",
        database_url=server.url(name),
        owner_url=server.url(name, OWNER),
        throwaway=True,
    )
    with made(settings) as bare:
        yield bare
    server.drop_database(name)


@contextmanager
def made(settings: Settings) -> Iterator[Bare]:
    app = create_app(settings)
    yield Bare(app, settings)
    with app.app_context():
        db.engine.dispose()
