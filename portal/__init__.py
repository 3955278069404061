"""Platebook: the system of record for an agency's licence-plate readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import Settings

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: Settings | None = None, clock: Clock = utc_now) -> Flask:
    """The portal of one instance. Its tools (keys, ledger, pictures) are opened at the first need of them."""
    # Imported here, so that storage, rules and services can be used without Flask.
    from flask import Flask

    from portal import cli, database, extensions, views
    from portal.config import Settings
    from portal.web import (
        errors,
        files,
        filters,
        headers,
        installation,
        kept,
        languages,
        packing,
        render,
        same_origin,
        section,
        work,
    )

    app = Flask(__name__)
    installation.install(app, settings or Settings.load(), clock)
    work.install(app)
    same_origin.install(app)
    section.install(app, views.SECTIONS)
    kept.install(app)
    languages.install(app)
    extensions.install(app)
    database.install(app)
    headers.install(app)
    packing.install(app)
    files.install(app)
    errors.install(app)
    render.install(app)
    filters.install(app)
    cli.install(app)
    return app
