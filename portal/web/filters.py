"""How values read on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import get_locale, gettext

from portal.rules.public_page import anchor
from portal.rules.sureness import percent


def install(app: Flask) -> None:
    app.jinja_env.filters |= {
        "local": local,
        "iso": iso,
        "day": day,
        "words": words,
        "number": number,
        "local_day": local_day,
        "anchor": anchor,
        "percent": percent,
        "translated": translated,
    }


def local(moment: datetime) -> str:
    """A moment in the agency's zone, the zone always named: 22 Nov 2026, 05:12:51 PST."""
    here = moment.astimezone(ZoneInfo(g.work.profile.agency.time_zone))
    return f"{day(here)}, {here:%H:%M:%S %Z}"


def translated(text: str) -> str:
    """One of our own sentences that stands in data (a control, a question of the law) in the language of the page."""
    said: str = gettext(text) if text else ""
    return said


def local_day(moment: datetime) -> str:
    """The day of a moment in the agency's zone."""
    return day(moment.astimezone(ZoneInfo(g.work.profile.agency.time_zone)))


def day(value: date) -> str:
    """In the language of the page: 22 Nov 2026, 22 nov 2026."""
    return format_date(value, "d MMM y", locale=get_locale())


def number(value: int) -> str:
    return format_decimal(value, locale=get_locale())


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def words(key: str) -> str:
    """A key as people read it: `stolen-vehicle` becomes “Stolen vehicle”."""
    return key.replace("-", " ").replace("_", " ").capitalize()
