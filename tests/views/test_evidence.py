"""Holding a read: a refused form keeps what was typed, a good one leads to the list of holds."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.models import Hold
from tests.clock import Clock
from tests.office import Office
from tests.services.doing import PLATE
from tests.services.reads_on_file import reading, receive


def test_a_refused_hold_keeps_what_was_typed(office: Office, clock: Clock) -> None:
    detective = office.browser(office.hire("detective"))
    (key,) = receive(office.app, clock.now, PLATE)
    read = office.app.extensions["tools"].read_ids.hide(key)
    ahead = (clock.now.date() + timedelta(days=90)).isoformat()
    good = {
        "read": read,
        "kind": "lawful-action",
        "case_number": "26-01871",
        "reason": "Subpoena of 30 October in the pharmacy robbery",
        "review_on": ahead,
    }

    for field, value, said in (
        ("reason", "evidence", "Say why this read must be kept"),
        ("case_number", "pending", "Give the case number"),
        ("review_on", clock.now.date().isoformat(), "The day of review lies ahead"),
        ("review_on", "soon", "Not a valid date"),
        ("kind", "because", "Not a valid choice"),
    ):
        for htmx in (False, True):
            answer = detective.post("/evidence/holds", good | {field: value}, htmx=htmx)
            assert answer.status_code == 422, field
            assert said in answer.text
            assert read in answer.text
            assert ("<!doctype" in answer.text.lower()) is not htmx
        if field != "case_number":
            assert 'value="26-01871"' in answer.text
    with reading(office.app) as session:
        assert session.scalar(select(func.count()).select_from(Hold)) == 0

    assert detective.post("/evidence/holds", good).location == "/evidence/"
    page = detective.get("/evidence/")
    assert PLATE in page.text
    assert "The read is held" in page.text
    assert detective.post("/evidence/holds", good | {"read": "0" * 48}).status_code == 404


def test_nothing_held_is_said_and_only_those_who_may_see_it(office: Office) -> None:
    assert "Nothing is held" in office.browser(office.hire("detective")).get("/evidence/").text
    assert office.browser(office.hire("dispatcher")).get("/evidence/").status_code == 403
