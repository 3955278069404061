"""Who decides a hotlist request, in the policy's order, and how long the approval holds."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.agencies.alerts import Chain
from portal.agencies.profile import load, slugs
from portal.rules import RuleBroken
from portal.rules.approvals import (
    check_escalation,
    check_seen,
    check_undecided,
    deciding_post,
    live_until,
    open_posts,
    section_of,
    shown_digest,
    step_of,
)

BARSTOW = load("barstow")
ODC, ADC, CHIEF = "operations_division_commander", "administrative_division_commander", "chief_of_police"
PATROL, DETECTIVE, CHIEFS_OWN = [(ODC,), (ADC, CHIEF)], [(ADC,), (ODC, CHIEF)], [(ODC, ADC)]
CHAINS = {
    "chief_of_police": CHIEFS_OWN,
    "captain": PATROL,
    "lieutenant": PATROL,
    "sergeant": PATROL,
    "detective_sergeant": DETECTIVE,
    "corporal": PATROL,
    "detective": DETECTIVE,
    "patrol_officer": PATROL,
    "dispatch_supervisor": None,
    "dispatcher": None,
    "information_technology_manager": None,
    "vendor_technician": None,
}
"""Policy 466.11, with the readings of who counts as an officer and who as a detective."""
SAID = "Called the commander's desk and mobile at 02:10, no answer."


def chain_of(title: str) -> Chain:
    chain = BARSTOW.chain_for(title)
    assert chain is not None
    return chain


def test_the_table_names_every_title_there_is() -> None:
    assert set(CHAINS) == {title.key for title in BARSTOW.titles}


@pytest.mark.parametrize("title", CHAINS)
def test_a_titles_requests_take_its_chain(title: str) -> None:
    chain = BARSTOW.chain_for(title)

    assert (chain and [step.posts for step in chain.steps]) == CHAINS[title]


@pytest.mark.control("hotlist.approval", "hotlist.fallback")
@pytest.mark.parametrize("post", [each.key for each in BARSTOW.posts])
@pytest.mark.parametrize("title", [title for title, steps in CHAINS.items() if steps])
def test_a_post_decides_once_its_step_is_open(title: str, post: str) -> None:
    chain, steps = chain_of(title), CHAINS[title] or []
    for step in range(len(steps)):
        opened = [key for posts in steps[: step + 1] for key in posts]
        if post in opened:
            assert deciding_post(chain, step, [post], requester="r", decider="d") == post
            continue
        with pytest.raises(RuleBroken) as refusal:
            deciding_post(chain, step, [post], requester="r", decider="d")
        later = any(post in posts for posts in steps)
        assert refusal.value.code == ("approval.not-your-turn" if later else "approval.no-post")


@pytest.mark.control("hotlist.approval")
@pytest.mark.parametrize("title", [title for title, steps in CHAINS.items() if steps])
def test_nobody_decides_their_own_request_whatever_they_hold(title: str) -> None:
    with pytest.raises(RuleBroken, match="Somebody else must decide") as refusal:
        deciding_post(chain_of(title), 0, [ODC, ADC, CHIEF], requester="same", decider="same")
    assert refusal.value.code == "approval.own-request"


@pytest.mark.control("hotlist.approval")
def test_somebody_with_no_post_decides_nothing() -> None:
    with pytest.raises(RuleBroken, match="None of your posts"):
        deciding_post(chain_of("corporal"), 1, [], requester="r", decider="d")


def test_who_holds_two_posts_decides_under_the_one_the_policy_names_first() -> None:
    assert deciding_post(chain_of("patrol_officer"), 1, [CHIEF, ADC], requester="r", decider="d") == ADC


def test_the_posts_open_in_the_written_order() -> None:
    chain = chain_of("detective")

    assert open_posts(chain, 0) == (ADC,)
    assert open_posts(chain, 1) == (ADC, ODC, CHIEF)
    assert [step_of(chain, post) for post in (ADC, ODC, CHIEF)] == [0, 1, 1]
    assert section_of(chain, CHIEF) == "466.11"


def test_a_statement_opens_the_next_step() -> None:
    check_escalation(chain_of("patrol_officer"), 0, SAID)


@pytest.mark.control("hotlist.fallback")
@pytest.mark.parametrize("statement", ["", " ", "n/a", "unavailable", "no answer", "."])
def test_a_statement_that_says_nothing_opens_nothing(statement: str) -> None:
    with pytest.raises(RuleBroken, match="Say how and when you tried") as refusal:
        check_escalation(chain_of("patrol_officer"), 0, statement)
    assert refusal.value.field == "unavailable_statement"


@pytest.mark.parametrize(("title", "last"), [("patrol_officer", 1), ("detective", 1), ("chief_of_police", 0)])
def test_after_the_last_step_there_is_nobody_further(title: str, last: int) -> None:
    with pytest.raises(RuleBroken, match="no further approver"):
        check_escalation(chain_of(title), last, SAID)


@pytest.mark.parametrize("verdict", ["approved", "denied"])
def test_a_request_is_decided_once(verdict: str) -> None:
    check_undecided(None)
    with pytest.raises(RuleBroken, match=f"{verdict} already"):
        check_undecided(verdict)


def test_what_was_seen_is_what_is_decided() -> None:
    shown = shown_digest("entry", "7ABC123", "CA")

    check_seen(shown, shown_digest("entry", "7ABC123", "CA"))
    for other in ("", shown_digest("entry", "7ABC124", "CA"), shown_digest("entry", "7ABC123C", "A")):
        with pytest.raises(RuleBroken, match="has changed since you opened it"):
            check_seen(other, shown)


@pytest.mark.control("hotlist.age")
@pytest.mark.parametrize(
    ("approved", "ends", "on_the_wall"),
    [
        ("2027-03-12T18:00Z", "2027-03-15T18:00Z", "11:00 PDT"),
        ("2026-10-30T17:00Z", "2026-11-02T17:00Z", "09:00 PST"),
        ("2027-11-05T17:00Z", "2027-11-08T17:00Z", "09:00 PST"),
        ("2026-11-20T08:30Z", "2026-11-23T08:30Z", "00:30 PST"),
    ],
)
def test_an_approval_holds_72_hours_of_utc_over_every_change_of_the_clocks(
    approved: str, ends: str, on_the_wall: str
) -> None:
    ended = live_until(BARSTOW, datetime.fromisoformat(approved))

    assert ended == datetime.fromisoformat(ends)
    assert f"{ended.astimezone(ZoneInfo('America/Los_Angeles')):%H:%M %Z}" == on_the_wall


@pytest.mark.control("hotlist.age")
def test_the_last_second_counts() -> None:
    moment = datetime(2027, 11, 7, 9, 30, 0, 1, tzinfo=UTC)

    assert live_until(BARSTOW, moment) == moment + timedelta(hours=72)


@pytest.mark.parametrize("slug", [slug for slug in slugs() if not load(slug).hotlist.custom])
def test_where_the_policy_provides_no_entries_no_title_has_a_chain(slug: str) -> None:
    assert [title.key for title in load(slug).titles if load(slug).chain_for(title.key)] == []
