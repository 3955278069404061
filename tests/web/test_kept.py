"""Public answers are made once, the same for everybody, and made anew when what they tell changes."""

import gzip
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.access import Permission
from portal.models import LedgerRow
from portal.models.signin import SigninSession
from portal.services import setup
from portal.web.kept import MOST, Kept, Shelf
from portal.web.section import Access
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Office
from tests.published import checked, procedure, publish

PAGES = ("/policy", "/policy/versions", "/policy/completeness", "/policy.json", "/policy.pdf")


def ask(app: Flask, path: str = "/policy", **headers: str) -> TestResponse:
    return app.test_client().get(
        path, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


def rows(app: Flask, table: type) -> int:
    with app.extensions["open_reading"]() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


@pytest.mark.parametrize("path", PAGES)
def test_who_has_it_already_is_told_that_it_has_not_changed(app: Flask, path: str) -> None:
    first = ask(app, path)

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    by_tag = ask(app, path, If_None_Match=first.headers["ETag"])
    by_day = ask(app, path, If_Modified_Since=first.headers["Last-Modified"])
    assert (by_tag.status_code, by_tag.data, by_tag.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (by_day.status_code, by_day.data) == (304, b"")
    assert ask(app, path, If_None_Match='"another"').status_code == 200


def test_it_is_sent_packed_to_who_takes_it_so(app: Flask) -> None:
    plain, packed = ask(app), ask(app, Accept_Encoding="gzip")

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert {plain.headers["Vary"], packed.headers["Vary"]} == {"Accept-Encoding"}
    assert plain.headers["ETag"] != packed.headers["ETag"]
    again = ask(app, Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert again.status_code == 304


def test_a_text_file_is_sent_packed_and_known_again(app: Flask) -> None:
    plain = app.test_client().get("/static/css/portal.css", buffered=True)
    packed = app.test_client().get(
        "/static/css/portal.css", headers={"Accept-Encoding": "gzip"}, buffered=True
    )

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    held = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    again = app.test_client().get("/static/css/portal.css", headers=held, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_head_tells_what_get_would(app: Flask) -> None:
    asked = app.test_client().head("/policy")

    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers["ETag"] == ask(app).headers["ETag"]


def answered(app: Flask, _: Clock) -> None:
    with open_work(app, system_actor("test")) as work:
        setup.answer(work, "account_review.cadence", "monthly", "Order 7")


def checked_now(app: Flask, _: Clock) -> None:
    checked(app, failing="posts.administrator")


def next_day(_: Flask, clock: Clock) -> None:
    """A version adopted for tomorrow comes into force by the day alone."""
    clock.move(days=1)


CHANGES: list[Callable[[Flask, Clock], None]] = [
    answered,
    checked_now,
    next_day,
    lambda app, _: procedure(app),
]


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_made_anew_when_what_it_tells_changes(
    app: Flask, clock: Clock, change: Callable[[Flask, Clock], None]
) -> None:
    publish(app, words="Of today.")
    publish(app, words="Of tomorrow.", effective_on=date(2026, 11, 3))
    before = ask(app)
    assert ask(app).data == before.data
    clock.move(seconds=5)

    change(app, clock)
    after = ask(app, If_None_Match=before.headers["ETag"], If_Modified_Since=before.headers["Last-Modified"])

    assert after.status_code == 200
    assert after.data != before.data
    assert ("Of tomorrow." in after.text) is (change is next_day)


@pytest.fixture
def agency(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "barstow"))


@pytest.mark.parametrize("agency", ["coronado"], indirect=True)
def test_a_new_holder_of_a_published_post_is_named_at_once(office: Office) -> None:
    """Coronado's policy publishes the name beside the title; its titles are for set-up to answer."""
    before = ask(office.app).text
    with open_work(office.app, system_actor("test")) as work:
        setup.answer(work, "titles", [OFFICER], "Order 3")
        (post,) = work.profile.duties["administrator"].posts
    named = ask(office.app).text
    holder = office.hire("officer", post, user_name="morgan.ellery")

    assert holder.full_name not in before + named
    assert holder.full_name in ask(office.app).text


OFFICER = {"key": "officer", "name": "Officer", "tier": "full", "section": "426.3.1(a)"}


def test_whoever_asks_it_is_made_as_for_nobody(office: Office) -> None:
    """A signed-in person who asks first leaves nothing of theirs in what everybody gets."""
    member = office.hire("captain", "operations_division_commander", user_name="ada.reed")
    signed_in = office.browser(member)

    first = signed_in.get("/policy")

    assert member.full_name not in first.text
    assert "csrf" not in first.text.lower()
    assert "Set-Cookie" not in first.headers
    assert first.data == ask(office.app).data


def test_it_leaves_neither_cookie_nor_session_nor_entry_in_the_record(app: Flask) -> None:
    publish(app)
    before = rows(app, LedgerRow), rows(app, SigninSession)
    answers = [ask(app, path + lang) for path in (*PAGES, "/policy/versions/1") for lang in ("", "?lang=es")]

    assert {answer.status_code for answer in answers} == {200}
    assert [answer for answer in answers if "Set-Cookie" in answer.headers] == []
    assert (rows(app, LedgerRow), rows(app, SigninSession)) == before


def test_an_unknown_word_in_the_address_makes_no_other_page(app: Flask) -> None:
    assert ask(app, "/policy?lang=xx&anything=1").headers["ETag"] == ask(app).headers["ETag"]
    assert ask(app, "/policy?x=%00").status_code == 404


@pytest.mark.parametrize("path", ["/policy/versions/1", "/policy/versions/99999999999999999999"])
def test_what_is_not_there_is_not_kept(app: Flask, path: str) -> None:
    missing = ask(app, path)

    assert missing.status_code == 404
    assert missing.headers["Cache-Control"] == "no-store"
    assert app.extensions["kept"].answers == {}


def test_only_what_is_public_can_be_kept() -> None:
    with pytest.raises(ValueError, match="public"):
        Access(Permission.HOME_VIEW, kept=True)


def test_the_shelf_holds_so_many_and_drops_what_was_asked_for_longest_ago() -> None:
    shelf = Shelf()
    for number in range(MOST + 1):
        shelf.put(("page", (("version", number),), "en"), kept("now"))
        shelf.find(("page", (("version", 0),), "en"), "now")

    assert len(shelf.answers) == MOST
    assert shelf.find(("page", (("version", 0),), "en"), "now")
    assert shelf.find(("page", (("version", 1),), "en"), "now") is None


def test_an_answer_of_another_state_is_not_found() -> None:
    shelf = Shelf()
    shelf.put(("page", (), "en"), kept("before"))

    assert shelf.find(("page", (), "en"), "after") is None


def kept(state: str) -> Kept:
    return Kept(state, b"", "text/html", "", START, "tag")
