"""How a command says no: one sentence on standard error and exit code 2, never a traceback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from portal.agencies.document import ProfileError
from portal.database import DatabaseRefused
from portal.ledger import LedgerUnavailable
from portal.services.setup import WrongInstallation
from portal.storage import KeyringError
from portal.storage.durable import write_durably
from portal.web.installation import NotSetUp

SPOKEN = (NotSetUp, WrongInstallation, KeyringError, DatabaseRefused, ProfileError, LedgerUnavailable)
"""Errors whose message already is the sentence."""


class Refused(click.ClickException):
    """The command cannot be done as it was asked for."""

    exit_code = 2


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turns what may go wrong with an instance into `Refused`."""
    try:
        yield
    except SPOKEN as error:
        raise Refused(str(error)) from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise Refused(f"The database does not answer as it should: {reason}.") from error


def check_place(path: Path) -> None:
    """Raises `Refused` where no file can be put, before anything is done for its sake."""
    if path.is_dir():
        raise Refused(f"{path} is a folder. Give the name of a file.")
    if not path.parent.is_dir():
        raise Refused(f"The folder {path.parent} does not exist. Make it, or choose another place.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise Refused(f"The folder {path.parent} cannot be written. Choose another place.")


def put(path: Path, data: bytes) -> None:
    """Writes the file whole, for its owner alone to read, or raises `Refused` and leaves nothing."""
    try:
        write_durably(path, data)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}). Choose another place.") from error
