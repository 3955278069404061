"""Documents in a language of the public pages: the catalogue of the portal, and numbers and days as that language
writes them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import Translations
from jinja2 import Environment

from portal.documents.typeset import PORTAL, make_environment


@cache
def environment_in(language: str) -> Environment:
    """The environment of documents in this language: `en`, `es`."""
    environment = make_environment()
    catalogue = Translations.load(str(PORTAL / "translations"), [language])
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    locale = Locale.parse(f"{language}_US")
    environment.filters |= {
        "day": lambda value: format_date(value, "d MMM y", locale=locale),
        "translated": lambda text: catalogue.gettext(text) if text else "",
        "number": lambda value: format_decimal(value, locale=locale),
    }
    return environment


def day_in(language: str, zone: ZoneInfo) -> Callable[[datetime], str]:
    """Writes the day of a moment at the agency, in this language."""

    def written(moment: datetime) -> str:
        local: date = moment.astimezone(zone).date()
        return format_date(local, "d MMM y", locale=Locale.parse(f"{language}_US"))

    return written
