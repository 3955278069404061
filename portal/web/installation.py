"""Binds an application to its instance: settings, clock, keys, ledger, pictures.

`create_app` opens nothing, so that `flask agency init` can run before there is anything to open; `open_tools` opens
everything once and refuses, in one sentence, an instance that is not fit to be used.
"""

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import database
from portal.config import Settings
from portal.ledger import Ledger
from portal.rules.passwords import PasswordPolicy
from portal.services import setup
from portal.services.signin.sessions import SessionStore
from portal.services.work import Tools
from portal.storage import Keyring, PictureStore
from portal.storage.opaque import ReadIds
from portal.web import sessions

FILE = "instance.toml"


class NotSetUp(RuntimeError):
    """The instance cannot be used as it is; the message says what to do."""


@dataclass(frozen=True)
class Identity:
    """Which installation a folder is."""

    id: str
    agency: str
    demo: bool


def install(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> None:
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings),
        SECRET_KEY="",  # nothing is kept in signed cookies; `open_tools` sets what signs the CSRF tokens
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # it would ask for the referrer, which our own header forbids browsers to send
    )
    app.extensions |= {"settings": settings, "clock": clock}
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]


def read_identity(folder: Path) -> Identity:
    """Raises `NotSetUp` where no installation was founded in the folder."""
    path = folder / FILE
    try:
        return Identity(**tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise NotSetUp(f"{folder} holds no instance yet. Run: flask agency init SLUG") from error
    except (tomllib.TOMLDecodeError, TypeError, OSError) as error:
        raise NotSetUp(
            f"{path} cannot be read as an instance file ({error}). Restore it from a backup."
        ) from error


def write_identity(folder: Path, identity: Identity) -> None:
    """Writes the file once; an instance is never bound twice."""
    text = f'id = "{identity.id}"\nagency = "{identity.agency}"\ndemo = {str(identity.demo).lower()}\n'
    with (folder / FILE).open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def open_tools(app: Flask) -> Tools:
    """Opens the instance for use, once. Raises `NotSetUp`, `KeyringError`, `DatabaseRefused`, `WrongInstallation`."""
    if "tools" in app.extensions:
        opened: Tools = app.extensions["tools"]
        return opened
    settings: Settings = app.extensions["settings"]
    identity = read_identity(settings.instance)
    if identity.agency != settings.agency:
        raise NotSetUp(
            f"{settings.instance} belongs to “{identity.agency}” and refuses “{settings.agency}”. "
            "Choose another folder with PLATEBOOK_INSTANCE."
        )
    if not settings.on_loopback and not settings.public_origin.startswith("https://"):
        raise NotSetUp(
            f"Plain http is for this machine only, and PLATEBOOK_HOST is {settings.host}. "
            "Put a TLS proxy before the portal and give its address as PLATEBOOK_ORIGIN=https://..."
        )
    if identity.demo and not settings.on_loopback:
        raise NotSetUp(f"A demonstration listens on this machine only, not on {settings.host}.")
    if settings.banned_passwords and not settings.banned_passwords.is_file():
        raise NotSetUp(
            f"The list of banned passwords {settings.banned_passwords} is not there. "
            "Put it there, or take PLATEBOOK_BANNED_PASSWORDS out of the settings."
        )
    keyring = Keyring.open(settings.keys)
    with app.app_context():
        database.check(settings)
        with app.extensions["open_reading"]() as reading:
            founded = setup.check_installation(reading, settings.agency)
        if founded.id != identity.id:
            raise NotSetUp(f"The database belongs to another instance than {settings.instance}.")
    return equip(app, identity, keyring)


def tools_of(app: Flask, keyring: Keyring) -> Tools:
    """What every unit of work is given. A purpose's number changes when its key is rotated."""
    settings: Settings = app.extensions["settings"]
    return Tools(
        ledger=Ledger(keyring.key("ledger/1"), app.extensions["open_writing"]),
        store=PictureStore(settings.pictures, keyring),
        documents=PictureStore(settings.documents, keyring, "document"),
        read_ids=ReadIds(keyring.key("read-ids/1")),
        secrets=keyring.key("secrets/1"),
        passwords=PasswordPolicy(
            settings.password_hash,
            settings.password_length,
            settings.password_days,
            settings.banned_passwords,
        ),
    )


def equip(app: Flask, identity: Identity, keyring: Keyring) -> Tools:
    tools = tools_of(app, keyring)
    app.config["SECRET_KEY"] = keyring.key("csrf/1")
    app.extensions |= {"tools": tools, "keyring": keyring, "identity": identity, "installation": identity.id}
    sessions.install(app, SessionStore(app.extensions["open_writing"], app.extensions["open_reading"]))
    return tools
