"""Who holds a post but lacks training, clearance or an open account decides nothing: the next in the order may."""

from datetime import timedelta

import pytest

from portal.models import Escalation, Verdict
from portal.rules import RuleBroken
from portal.services import hotlists
from tests.office import Member, Office
from tests.services.doing import SOUGHT, ask, decide, disable, doing, looking, on_record

ODC, ADC, CHIEF = "operations_division_commander", "administrative_division_commander", "chief_of_police"


def told(office: Office, member: Member, entry_id: str) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Who can decide, who holds a post but cannot and why, and which posts stand vacant."""
    with looking(office, member) as work:
        found = hotlists.open_entry(work, entry_id)[1].deciders
        unable = [(each.holder.full_name, f"{each.lack.what} {each.lack.section}") for each in found.unable]
        return [holder.full_name for holder in found.able], unable, found.vacant


@pytest.mark.control("hotlist.fallback", "hotlist.approval")
@pytest.mark.parametrize(
    ("lacking", "what", "section"),
    [("trained", "training missing", "466.4(d)"), ("cleared", "clearance missing", "466.10")],
)
def test_an_approver_who_may_not_see_plates_is_passed_over_and_the_record_says_why(
    office: Office, lacking: str, what: str, section: str
) -> None:
    officer = office.hire("patrol_officer")
    operations = office.hire("captain", ODC, **{lacking: False})
    administrative = office.hire("captain", ADC)

    entry_id = ask(office, officer)

    assert told(office, officer, entry_id) == (
        [administrative.full_name],
        [(operations.full_name, f"{what} {section}")],
        ["Chief of Police"],
    )
    why = f"Operations Division Commander, {operations.full_name}, cannot decide now: {what} ({section})."
    assert [row.subject_id for row in on_record(office, "hotlist.escalated")] == [entry_id]
    with looking(office, officer) as work:
        stated = work.session.query(Escalation).one()
        assert (stated.step, stated.statement) == (1, why)
    assert decide(office, administrative, entry_id).endswith(f"First approver unavailable: {why}")


@pytest.mark.control("hotlist.fallback")
def test_an_approver_whose_account_is_closed_is_passed_over(office: Office) -> None:
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC)
    chief = office.hire("chief_of_police", CHIEF)
    disable(office, operations)

    entry_id = ask(office, officer)

    able, unable, _ = told(office, officer, entry_id)
    assert (able, unable) == ([chief.full_name], [(operations.full_name, "no open account 466.10")])


@pytest.mark.control("hotlist.approval")
def test_the_service_itself_refuses_an_approver_without_training(office: Office) -> None:
    """Whatever page or command asks."""
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC, trained=False)
    office.hire("captain", ADC)
    entry_id = ask(office, officer)

    with doing(office, operations) as work:
        seen = hotlists.shown(hotlists.get(work, entry_id))
        with pytest.raises(RuleBroken, match="You cannot decide this now") as broken:
            hotlists.decide(work, entry_id, Verdict.APPROVED, seen)
    assert (broken.value.code, broken.value.section) == ("approval.barred", "466.4(d)")


def test_who_loses_training_later_is_named_and_the_requester_opens_the_next(office: Office) -> None:
    """As with a post that falls vacant while a request waits."""
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC)
    administrative = office.hire("captain", ADC)
    entry_id = ask(office, officer)
    disable(office, operations)

    assert told(office, officer, entry_id)[0] == []
    with doing(office, officer) as work:
        hotlists.escalate(work, hotlists.get(work, entry_id, for_change=True), SOUGHT)
    assert told(office, officer, entry_id)[0] == [administrative.full_name]


def test_a_statement_and_a_passed_over_post_stand_in_the_order_of_the_chain(office: Office) -> None:
    """Both are put on file at one moment; what the approver is shown has one order."""
    detective = office.hire("detective")
    office.hire("captain", ADC, trained=False)
    operations = office.hire("captain", ODC)
    with pytest.raises(RuleBroken, match="no further approver"):
        ask(office, detective, unavailable_statement=SOUGHT)

    entry_id = ask(office, detective)
    office.clock.now += timedelta(minutes=1)

    assert "cannot decide now: training missing" in decide(office, operations, entry_id)


def test_the_pages_name_who_cannot_decide_and_why(office: Office) -> None:
    officer, operations = office.hire("patrol_officer"), office.hire("captain", ODC, trained=False)
    administrative = office.hire("captain", ADC)
    entry_id = ask(office, officer)
    browser = office.browser(officer)

    for path in ("/hotlists/entries/new", f"/hotlists/entries/{entry_id}"):
        page = " ".join(browser.get(path).text.split())
        assert f"{operations.full_name} cannot decide now: training missing" in page
        assert f"<strong>Administrative Division Commander</strong>: {administrative.full_name}" in page
