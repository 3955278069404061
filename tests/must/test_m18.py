"""M18: a hotlist entry needs reason, case and narrative, goes to a named approver in the policy's order, and tells the
capacity in which it was decided; who stands in does so from one moment to another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import HotlistDecision, HotlistEntry
from tests.office import Browser, Member, Office
from tests.services.changing_posts import ADC, CHIEF, ODC, confirmed, proposed
from tests.services.doing import ask

FORM = {
    "plate": "7KLM347", "state": "CA", "kind": "stolen-vehicle", "reason": "Stolen Honda", "case_number": "26-01871",
    "narrative": "Taken from Barstow Road overnight. Stop with two units.",
}  # fmt: skip


def entries(office: Office) -> list[HotlistEntry]:
    with office.app.extensions["open_reading"]() as session:
        return list(session.scalars(select(HotlistEntry)).unique())


def decide(browser: Browser, entry_id: str, verdict: str = "approval") -> int:
    """Decides on the page as it is shown; gives the status of the answer."""
    page = browser.get(f"/hotlists/entries/{entry_id}").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    return browser.post(f"/hotlists/entries/{entry_id}/{verdict}", {"seen": seen}).status_code


def note_of(office: Office) -> tuple[str, str, str]:
    with office.app.extensions["open_reading"]() as session:
        decision = session.scalars(select(HotlistDecision)).unique().one()
        return decision.post, decision.section, decision.note


@pytest.fixture
def officer(office: Office) -> Member:
    return office.hire("patrol_officer")


@pytest.mark.control("hotlist.approval")
def test_without_any_one_of_its_fields_there_is_no_entry(office: Office, officer: Member) -> None:
    """The page says at the field what is missing; sent whole, the same form is taken."""
    office.hire("captain", ODC)
    browser = office.browser(officer)

    for field in ("plate", "kind", "reason", "case_number", "narrative"):
        for missing in ({k: v for k, v in FORM.items() if k != field}, FORM | {field: " "}):
            answer = browser.post("/hotlists/entries", missing)
            assert (answer.status_code, entries(office)) == (422, []), field
            assert f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text, field
    assert browser.post("/hotlists/entries", FORM | {"case_number": "none"}).status_code == 422
    assert browser.post("/hotlists/entries", FORM).status_code == 303
    assert len(entries(office)) == 1


@pytest.mark.control("hotlist.fallback")
def test_the_fallback_is_refused_while_the_first_approver_is_there(office: Office, officer: Member) -> None:
    """By either of the posts that come next, and whoever has no post of the chain at all."""
    office.hire("captain", ODC)
    later = [office.hire("captain", ADC), office.hire("chief_of_police", CHIEF)]
    entry_id = ask(office, officer)

    for member in later:
        browser = office.browser(member)
        assert (
            f"/hotlists/entries/{entry_id}/approval" not in browser.get(f"/hotlists/entries/{entry_id}").text
        )
        assert [decide(browser, entry_id, verdict) for verdict in ("approval", "denial")] == [409, 409]
    assert decide(office.browser(office.hire("sergeant")), entry_id) == 403
    with office.app.extensions["open_reading"]() as session:
        assert session.scalars(select(HotlistDecision)).unique().all() == []


@pytest.mark.control("hotlist.fallback", "hotlist.approver-noted")
@pytest.mark.parametrize("why", ["stated", "vacant", "untrained"])
def test_the_fallback_decides_once_the_first_is_unavailable_and_its_capacity_is_told(
    office: Office, officer: Member, why: str
) -> None:
    if why != "vacant":
        office.hire("captain", ODC, trained=why != "untrained")
    administrative = office.hire("captain", ADC)
    entry_id = ask(office, officer)
    if why == "stated":
        sought = {"unavailable_statement": "Called the desk at 02:10 and the mobile at 02:20, no answer."}
        office.browser(officer).post(f"/hotlists/entries/{entry_id}/escalation", sought)

    assert decide(office.browser(administrative), entry_id) == 303
    post, section, note = note_of(office)
    assert (post, section) == (ADC, "466.11")
    assert note.startswith(f"Approved by {administrative.full_name}, Administrative Division Commander, ")
    ends = {"stated": "no answer.", "vacant": "requester's own.", "untrained": "training missing (466.4(d))."}
    assert note.endswith(ends[why])
    page = office.browser(officer).get(f"/hotlists/entries/{entry_id}").text
    assert "Administrative Division Commander" in page


@pytest.mark.control("hotlist.approval")
def test_who_stands_in_decides_from_the_first_moment_to_before_the_last(
    office: Office, officer: Member
) -> None:
    """A delegation is data with an end: nothing has to run for it to be over."""
    chief, adc = office.hire("chief_of_police", CHIEF), office.hire("captain", ADC)
    sergeant = office.hire("sergeant")
    until = office.clock.now + timedelta(minutes=10)
    confirmed(office, chief, proposed(office, adc, ODC, sergeant, acting=True, until=until))
    first, second = ask(office, officer), ask(office, officer, case_number="26-01999")
    browser = office.browser(sergeant)

    office.clock.now = until - timedelta(microseconds=1)
    office.proves(browser)
    assert decide(browser, first) == 303
    office.clock.now = until
    assert decide(browser, second) == 403

    assert note_of(office)[0] == ODC
