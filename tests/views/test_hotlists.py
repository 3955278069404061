"""The pages of the hotlist: a refused form keeps what was typed, a decision is made once and on what was seen."""

import re
from typing import Any

from tests.office import Browser, Office
from tests.services.doing import PLATE, SOUGHT, on_record

ODC, ADC = "operations_division_commander", "administrative_division_commander"
TYPED: dict[str, Any] = {
    "plate": PLATE,
    "state": "CA",
    "kind": "stolen-vehicle",
    "reason": "Stolen Honda",
    "case_number": "26-01871",
    "narrative": "Taken from Barstow Road overnight. Stop with two units.",
}


def asked(browser: Browser, **changes: str) -> str:
    """The address of a new request."""
    answer = browser.post("/hotlists/entries", TYPED | changes)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def seen(browser: Browser, path: str) -> dict[str, str]:
    found = re.search(r'name="seen" value="(\w+)"', browser.get(path).text)
    assert found
    return {"seen": found[1]}


def test_a_refused_request_keeps_what_was_typed_with_what_is_wrong_at_the_field(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    commander = office.hire("captain", ODC)
    wrong = TYPED | {"narrative": "investigation", "case_number": "none", "kind": "missing-person"}

    page = officer.post("/hotlists/entries", wrong | {"no_case_reason": "Patrol stop, report follows"})
    part = officer.post("/hotlists/entries", wrong, htmx=True)
    empty = officer.post("/hotlists/entries", {})

    assert (page.status_code, part.status_code, empty.status_code) == (422, 422, 422)
    assert "<!doctype html>" in page.text.lower()
    assert "<!doctype" not in part.text.lower()
    assert part.text.lstrip().startswith("<form")
    for kept in (f'value="{PLATE}"', 'value="Stolen Honda"', "investigation</textarea>", commander.full_name):
        assert kept in page.text
    assert re.search(r'<option selected value="missing-person">', page.text)
    assert re.search(r'id="narrative-error"[^>]*>.*in your own words', page.text)
    assert re.search(r'id="no_case_reason-error"[^>]*>.*Say why there is no case number', part.text)
    assert empty.text.count("Fill this in.") >= 4
    assert on_record(office, "hotlist.requested") == []


def test_a_request_is_decided_once_on_what_was_seen(office: Office) -> None:
    officer, first = (
        office.browser(office.hire("patrol_officer")),
        office.browser(office.hire("captain", ODC)),
    )
    second = office.browser(office.hire("captain", ADC))
    path = asked(officer)
    stale = seen(first, path)
    statement = {"unavailable_statement": SOUGHT}
    assert officer.post(f"{path}/escalation", {"unavailable_statement": "no answer"}).status_code == 422
    assert officer.post(f"{path}/escalation", statement).status_code == 303

    refused = first.post(f"{path}/approval", stale)
    assert refused.status_code == 409
    assert "has changed since you opened it" in refused.text
    assert first.post(f"{path}/approval", {}).status_code == 409
    now = seen(second, path)
    assert second.post(f"{path}/approval", now).status_code == 303
    assert first.post(f"{path}/denial", now).status_code == 409
    assert officer.post(f"{path}/approval", now).status_code == 403

    page = officer.get(path)
    assert "Administrative Division Commander" in page.text
    assert f"First approver unavailable: {SOUGHT}" in page.text.replace("&#39;", "'")
    assert [row.outcome for row in on_record(office, "act.refused")] == [
        "approval.stale",
        "approval.stale",
        "approval.decided-already",
    ]


def test_the_page_says_which_post_is_vacant(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))

    form = officer.get("/hotlists/entries/new")
    assert "Nobody can decide this now" in form.text
    path = asked(officer)
    assert "Operations Division Commander</strong>: vacant" in officer.get(path).text
    assert "vacant, or held by the requester" in officer.get("/hotlists/").text
    assert "vacant, or held by the requester" in officer.get("/").text
    office.hire("captain", ADC)
    assert "Administrative Division Commander</strong>: Captain" in officer.get(path).text
    assert "Administrative Division Commander</strong>: Captain" in officer.get("/hotlists/entries/new").text


def test_an_entry_that_is_not_there_is_404_and_a_text_with_a_nul_too(office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))

    for entry in ("0" * 32, "x", "%00", "a%00b", "'--"):
        assert officer.get(f"/hotlists/entries/{entry}").status_code == 404, entry
        assert officer.post(f"/hotlists/entries/{entry}/removal").status_code == 404, entry


def test_a_dispatcher_neither_asks_nor_decides(office: Office) -> None:
    dispatcher = office.browser(office.hire("dispatcher"))

    for path in ("/hotlists/", "/hotlists/entries/new"):
        answer = dispatcher.get(path)
        assert (answer.status_code, "466.10" in answer.text) == (403, True)
    assert dispatcher.post("/hotlists/entries", TYPED).status_code == 403
    assert len(on_record(office, "access.refused")) == 3
