"""Units of work without a request: for commands, jobs and the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from flask import Flask

from portal.access import Actor
from portal.config import Settings
from portal.extensions import db
from portal.services import people, setup
from portal.services.policy import versions
from portal.services.work import Work
from portal.web.installation import open_tools


def system_actor(name: str) -> Actor:
    """The portal itself, acting by a command or a job."""
    return Actor(user_name=f"system:{name}", full_name="Platebook", organisation="")


@contextmanager
def open_work(app: Flask, actor: Actor, now: datetime | None = None) -> Iterator[Work]:
    """One unit of work, committed when the block ends well, rolled back when it raises."""
    tools = open_tools(app)
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        with app.extensions["open_reading"]() as reading:
            profile = setup.effective_profile(reading, settings.agency, settings.profiles)
            moment = now or app.extensions["clock"]()
            version = versions.number_in_force(reading, people.local_day(profile, moment))
        session = db.session()
        session.info["ledger"] = tools.ledger
        try:
            yield Work(session, actor, profile, moment, tools, version=version)
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def reading_apart(app: Flask, work: Work) -> Iterator[Work]:
    """The same unit of work on a session of its own that only reads: what takes its time there holds nobody up.

    On SQLite a session that may write keeps everybody else, the ledger included, from writing.
    """
    with app.extensions["open_reading"]() as reading:
        yield replace(work, session=reading)
