"""An act that asks for the second factor anew: asked after five minutes, done with what was typed, never without."""

import html
import re

import pytest

from tests.office import Browser, Office
from tests.services.doing import ask, on_record
from tests.signing_in import code_of

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ACTION = re.compile(r'<form class="form" method="post" action="([^"]+)"')


def waiting(office: Office) -> tuple[str, Browser, object]:
    """An entry that waits, and the browser of its approver, signed in six minutes ago."""
    commander = office.hire("captain", "operations_division_commander")
    browser = office.browser(commander)
    entry_id = ask(office, office.hire("patrol_officer"))
    office.clock.move(minutes=6)
    return f"/hotlists/entries/{entry_id}", browser, commander


def form_of(text: str) -> tuple[str, dict[str, str]]:
    """Where the asking page's form goes, and what it carries."""
    page = text.partition('id="main"')[2]
    fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
    found = ACTION.search(page)
    assert found
    return html.unescape(found[1]), fields


def seen(browser: Browser, entry: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]+)"', browser.get(entry).text)
    assert found
    return found[1]


def test_an_approval_is_done_after_the_proof_with_what_was_sent(office: Office) -> None:
    entry, browser, commander = waiting(office)
    digest = seen(browser, entry)

    asking = browser.post(f"{entry}/approval", {"seen": digest, "remark": 'two\nlines, "quoted"'})

    assert asking.status_code == 401
    assert on_record(office, "hotlist.approved") == []
    address, fields = form_of(asking.text)
    assert (fields["seen"], fields["remark"]) == (digest, 'two\nlines, "quoted"')
    answer = browser.post(address, {**fields, "code": code_of(office, commander)})  # type: ignore[arg-type]
    assert (answer.status_code, answer.location) == (307, f"{entry}/approval")
    assert browser.post(answer.location, fields).status_code == 303
    assert len(on_record(office, "hotlist.approved")) == 1
    assert [row.outcome for row in on_record(office, "signin.proved-anew")] == ["code"]


def test_a_wrong_code_does_nothing_and_keeps_what_was_sent(office: Office) -> None:
    entry, browser, _ = waiting(office)
    address, fields = form_of(browser.post(f"{entry}/denial", {"seen": seen(browser, entry)}).text)

    for code in ("000000x", ""):
        answer = browser.post(address, {**fields, "code": code})
        assert answer.status_code == 422
        assert form_of(answer.text)[1]["seen"] == fields["seen"]

    assert browser.post(f"{entry}/denial", fields).status_code == 401, "still not proved"
    assert on_record(office, "hotlist.denied") == []


def test_what_came_without_its_token_is_not_given_one(office: Office) -> None:
    entry, browser, _ = waiting(office)

    answer = browser.client.post(f"{entry}/approval", data={"seen": seen(browser, entry)})

    assert answer.status_code == 400
    assert "csrf_token" not in answer.text.partition('id="main"')[2]


def test_htmx_puts_the_question_in_the_place_of_the_page(office: Office) -> None:
    chief = office.browser(
        office.hire("chief_of_police", "chief_of_police", "administrative_division_commander")
    )
    office.clock.move(minutes=6)

    answer = chief.client.post(
        "/setup/questions/account_review.cadence",
        data={"basis": "Order 26-3"},
        headers={"HX-Request": "true", "X-CSRFToken": chief.token},
    )

    assert answer.status_code == 200
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reselect"]) == ("#main", "#main")
    assert 'name="basis" value="Order 26-3"' in answer.text


ELSEWHERE = [
    "to=https://evil.example/&method=POST",
    "to=//evil.example/&method=GET",
    "to=/hits/&method=GET",
    "to=/sign-in/out&method=POST",
    "to=/reports/annual/2026.pdf&method=POST",
    "method=POST",
    "to=/x&method=PUT",
]


@pytest.mark.parametrize("query", ELSEWHERE)
def test_the_question_leads_nowhere_but_to_what_asks_for_a_proof(office: Office, query: str) -> None:
    officer = office.hire("patrol_officer")

    answer = office.browser(officer).post(f"/sign-in/again?{query}", {"code": code_of(office, officer)})

    assert answer.status_code == 404
    assert on_record(office, "signin.proved-anew") == []


def test_who_may_never_do_it_is_not_asked(office: Office) -> None:
    browser = office.browser(office.hire("patrol_officer"))
    office.clock.move(minutes=6)

    assert browser.get("/reports/annual/2026.pdf").status_code == 403
