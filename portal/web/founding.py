"""Founding an instance: folder, keys, tables, the row that binds the database, and last the file that binds the folder.

Each step finds what an interrupted try left and goes on from there.
"""

from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import make_url

from portal import database
from portal.agencies.profile import load
from portal.config import Settings
from portal.extensions import db
from portal.models import opaque_id
from portal.services import setup
from portal.services.work import Work
from portal.storage import Keyring
from portal.web.installation import (
    FILE,
    Identity,
    NotSetUp,
    open_tools,
    read_identity,
    tools_of,
    write_identity,
)
from portal.web.system_work import system_actor


def found_instance(app: Flask, *, demo: bool) -> Identity:
    """Makes the instance of the agency in the settings, or finds it made already and brings its tables up to date.

    Raises `ProfileError` for an unknown agency, `NotSetUp` where the folder cannot be written or is another's,
    `KeyringError`, `DatabaseRefused`.
    """
    settings: Settings = app.extensions["settings"]
    load(settings.agency, settings.profiles)
    if (settings.instance / FILE).exists():
        bring_up_to_date(app, settings)
        open_tools(app)
        return read_identity(settings.instance)
    make_folder(settings.instance)
    keyring = Keyring.open(settings.keys) if settings.keys.exists() else Keyring.create(settings.keys)
    check_owner(settings)
    bring_up_to_date(app, settings)
    identity = Identity(bind_database(app, settings, keyring, demo=demo), settings.agency, demo)
    write_identity(settings.instance, identity)
    open_tools(app)
    return identity


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise NotSetUp(
            f"The instance folder {folder} cannot be written ({error.strerror}). "
            "Make it writable for this user, or choose another with PLATEBOOK_INSTANCE."
        ) from error


def bring_up_to_date(app: Flask, settings: Settings) -> None:
    if not database.is_current(app):
        migrate(app, settings)


def check_owner(settings: Settings) -> None:
    """On PostgreSQL raises `DatabaseRefused` unless the settings tell the owner of the tables from the portal."""
    if not database.is_sqlite(settings.database) and not settings.owner_url:
        raise database.DatabaseRefused(
            "PLATEBOOK_OWNER_URL is missing: on PostgreSQL the tables belong to an owner, and the portal's own role "
            f"owns nothing. As the owner, make that role:\n{database.role_statement(make_url(settings.database))}"
        )


def migrate(app: Flask, settings: Settings) -> None:
    """Brings the tables up to date, on PostgreSQL as their owner."""
    check_owner(settings)
    with app.app_context():
        flask_migrate.upgrade()


def bind_database(app: Flask, settings: Settings, keyring: Keyring, *, demo: bool) -> str:
    """The installation's id, bound now or by an interrupted try before."""
    with app.app_context():
        with app.extensions["open_reading"]() as reading:
            row = setup.installation(reading)
        if row is not None:
            return setup.check_same(row, settings.agency).id
        tools = tools_of(app, keyring)
        installation_id = opaque_id()
        session = db.session()
        session.info["ledger"] = tools.ledger
        work = Work(
            session,
            system_actor("agency init"),
            load(settings.agency, settings.profiles),
            app.extensions["clock"](),
            tools,
        )
        setup.found(work, installation_id, demo=demo)
        session.commit()
        return installation_id
