"""How values read on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g


def install(app: Flask) -> None:
    app.jinja_env.filters |= {"local": local, "iso": iso, "day": day, "words": words}


def local(moment: datetime) -> str:
    """A moment in the agency's zone, the zone always named: 22 Nov 2026, 05:12:51 PST."""
    here = moment.astimezone(ZoneInfo(g.work.profile.agency.time_zone))
    return f"{here.day} {here:%b %Y, %H:%M:%S %Z}"


def day(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def words(key: str) -> str:
    """A key as people read it: `stolen-vehicle` becomes “Stolen vehicle”."""
    return key.replace("-", " ").replace("_", " ").capitalize()
