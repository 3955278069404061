"""The languages of the public pages: English, and Spanish by `?lang=es`. All other pages are in English.

The address alone says which, so that a page can be kept by caches and its link means the same to everybody.
"""

from typing import Any

from flask import Flask, request, url_for
from flask_babel import Babel

from portal.web.work import is_kept

ENGLISH, SPANISH = "en", "es"
LOCALES = {ENGLISH: "en_US", SPANISH: "es_US"}
"""As they are written in California: 1,234 in both."""

babel = Babel()


def install(app: Flask) -> None:
    babel.init_app(app, default_locale=LOCALES[ENGLISH], locale_selector=lambda: LOCALES[language()])
    app.jinja_env.globals |= {"language": language, "other_language": other_language, "same_page": same_page}
    app.url_defaults(stay_in_language)


def language() -> str:
    """The language of the page at hand."""
    if request and is_kept(request.endpoint) and request.args.get("lang") == SPANISH:
        return SPANISH
    return ENGLISH


def other_language() -> str:
    return ENGLISH if language() == SPANISH else SPANISH


def stay_in_language(endpoint: str, values: dict[str, Any]) -> None:
    """A link from a Spanish page to another public page leads to it in Spanish."""
    if "lang" not in values and request and is_kept(endpoint) and language() == SPANISH:
        values["lang"] = SPANISH


def same_page(lang: str) -> str:
    """This public page in that language."""
    return url_for(
        request.endpoint or "", lang=SPANISH if lang == SPANISH else None, **(request.view_args or {})
    )
