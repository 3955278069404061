"""Files of the static folder: kept by browsers as long as they hold the same, and nothing asked of the database."""

import re

from flask import Flask, url_for
from sqlalchemy import Engine, event

from portal.extensions import db
from tests.office import Office

LASTING = "public, max-age=31536000, immutable"


def address_of(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def test_a_page_names_each_file_by_what_it_holds_and_the_browser_keeps_it(app: Flask) -> None:
    page = app.test_client().get("/policy").text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))

    assert len(files) >= 3
    for address in files:
        with app.test_client().get(address) as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, LASTING), address


def test_by_another_digest_or_by_name_alone_it_is_asked_for_again(app: Flask) -> None:
    named, version = address_of(app, "css/portal.css").split("?")
    assert re.fullmatch(r"v=[0-9a-f]{12}", version)

    for address in (named, f"{named}?v=000000000000", f"{named}?v="):
        with app.test_client().get(address) as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache"), address


def test_what_the_styles_ask_for_by_name_is_kept_for_a_day(app: Flask) -> None:
    with app.test_client().get("/static/fonts/PublicSans-Regular.woff2") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=86400")


def test_one_that_is_not_there_is_a_plain_404_that_no_cache_keeps(app: Flask) -> None:
    assert address_of(app, "css/none.css") == "/static/css/none.css"

    answer = app.test_client().get("/static/css/none.css")

    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_asked_of_the_database_for_a_file(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    with office.app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get("/static/css/portal.css", buffered=True).status_code == 200
        assert asked == []
        assert browser.get("/").status_code == 200
        assert asked != [], "what makes this able to fail"
    finally:
        event.remove(engine, "before_cursor_execute", note)
