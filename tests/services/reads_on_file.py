"""Reads for the tests of retention: taken in for real at a chosen moment, purged at another."""

from collections.abc import Sequence
from datetime import date, datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import PurgeRun, Read
from portal.services import devices
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.recognise import Sighting
from portal.services.retention.purge import purge
from portal.services.retention.schedule import NewAuthority, record_authority
from portal.web.system_work import open_work, system_actor


def receive(app: Flask, at: datetime, *plates: str, source: str = "server") -> list[int]:
    """One picture with these plates, received then; gives the keys of its reads."""
    data = repr((at, plates)).encode()
    return receive_seen(app, at, [Sighting(text=plate) for plate in plates], data, source)


def receive_seen(
    app: Flask, at: datetime, seen: list[Sighting], data: bytes, source: str = "server"
) -> list[int]:
    """A picture in which the engine sees this."""
    with open_work(app, system_actor("test"), at) as work:
        name = f"Camera of {source}"
        device = devices.find(work.session, name) or devices.add(work, devices.NewDevice(name, source))
        taken = ingest(work, device, [Capture(data, at)], lambda _: seen)
        query = select(Read.key).where(Read.batch == taken.batch)
        return list(work.session.scalars(query.order_by(Read.key)))


def authorise(app: Flask, source: str = "server") -> None:
    day = date(2020, 1, 15)
    with open_work(app, system_actor("test")) as work:
        record_authority(
            work, NewAuthority(source, "Resolution 2020-14", day, "A. Attorney", day, "Schedule PD-31")
        )


def purge_at(app: Flask, moment: datetime, source: str = "server") -> PurgeRun:
    """Purges at that moment; gives the certificate, read to the end."""
    with open_work(app, system_actor("test"), moment) as work:
        run = purge(work, source, lambda _: moment)
        work.session.refresh(run)
        work.session.expunge(run)
        return run


def keys_on_file(app: Flask) -> list[int]:
    with reading(app) as session:
        return list(session.scalars(select(Read.key).order_by(Read.key)))


def pictures_stored(app: Flask) -> set[str]:
    return set(app.extensions["tools"].store.ids())


def pictures_of(app: Flask, keys: Sequence[int]) -> set[str]:
    with reading(app) as session:
        return set(session.scalars(select(Read.picture).where(Read.key.in_(keys))))


def reading(app: Flask) -> Session:
    session: Session = app.extensions["open_reading"]()
    return session
