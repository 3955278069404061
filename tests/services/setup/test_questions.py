"""The questions of an agency: open, answered, read one way; and every answer there was, newest first."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.agencies.document import ProfileError
from portal.cli.operator import login_name, operated
from portal.models import LedgerRow, SetupAnswer
from portal.rules import RuleBroken
from portal.services.setup import answer, answer_all, answers, questions
from portal.services.setup.questions import ADMINISTRATORS
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import doing, looking
from tests.services.reads_on_file import reading

PERIOD = "retention.sources.server.minimum"
TITLES = [{"key": "captain", "name": "Captain", "tier": "full", "section": "462.2"}]
FOUNDING = {"titles": TITLES, ADMINISTRATORS: ["patrol_captain"]}


@pytest.fixture
def agency() -> str:
    return "west-covina"


@pytest.fixture
def captain(app: Flask, office: Office) -> Member:
    """Who administers, once set-up has been told at the command line that they do."""
    with open_work(app, system_actor("test")) as work:
        answer_all(work, FOUNDING, "Order 12 of the Chief")
    return office.hire("captain", "patrol_captain", user_name="ada.captain")


def seen(office: Office, member: Member) -> questions.Overview:
    with looking(office, member) as work:
        return questions.overview(work)


def test_a_question_moves_from_open_to_answered(office: Office, captain: Member) -> None:
    before = seen(office, captain)
    assert PERIOD in [each.key for each in before.open]
    assert {each.key for each in before.answered} == set(FOUNDING)

    with doing(office, captain) as work:
        questions.give(work, PERIOD, {PERIOD: {"years": 2}}, "Resolution 2026-14")

    after = seen(office, captain)
    assert PERIOD not in [each.key for each in after.open]
    (asked,) = [each for each in after.answered if each.key == PERIOD]
    assert (asked.words, asked.law, asked.section) == (
        "2 calendar years", "Civil Code 1798.90.51(b)(2)(G)", "462.4",
    )  # fmt: skip
    assert before.total == after.total
    assert asked.answer
    assert (asked.answer.basis, asked.answer.by) == ("Resolution 2026-14", captain.full_name)


def test_an_answer_given_again_supersedes_and_overwrites_nothing(
    office: Office, captain: Member, clock: Clock
) -> None:
    for years in (1, 3):
        clock.move(days=1)
        with doing(office, captain) as work:
            questions.give(work, PERIOD, {PERIOD: {"years": years}}, f"Resolution of year {years}")

    with looking(office, captain) as work:
        asked = questions.find(work, PERIOD)
    assert [each.words for each in asked.history] == ["3 calendar years", "1 calendar year"]
    assert asked.history[0].at > asked.history[1].at
    with reading(office.app) as session:
        assert len(session.scalars(select(SetupAnswer).where(SetupAnswer.key == PERIOD)).all()) == 2


def test_who_answered_at_the_command_line_is_told_by_the_terminal(
    app: Flask, office: Office, captain: Member
) -> None:
    with looking(office, captain) as work:
        assert questions.find(work, ADMINISTRATORS).history[0].by == "the command line"
    with open_work(app, system_actor("agency answer")) as work:
        answer(operated(work), "audit.cadence", "monthly", "Order 13")
    with looking(office, captain) as work:
        assert questions.find(work, "audit.cadence").history[0].by.startswith(f"{login_name()} at ")


def test_an_answer_is_on_record_with_its_value(office: Office, captain: Member) -> None:
    with doing(office, captain) as work:
        questions.give(work, "audit.cadence", {"audit.cadence": "yearly"}, "Resolution 2026-14")
    with reading(office.app) as session:
        row = session.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).one()
    assert (row.action, row.user_name, row.title) == ("setup.answered", captain.user_name, "Captain")
    assert "yearly" in str(row.changes)


def test_a_reading_is_confirmed_or_changed_by_a_dated_answer(office: Office, captain: Member) -> None:
    key = "account_review.cadence"
    (before,) = [each for each in seen(office, captain).readings if each.key == key]
    assert (before.words, before.answer, before.reading != "") == ("Yearly", None, True)

    with doing(office, captain) as work:
        questions.give(work, key, {key: "quarterly"}, "Memo of 3 March")

    shown = seen(office, captain)
    (after,) = [each for each in shown.readings if each.key == key]
    assert after.words == "Quarterly"
    assert shown.confirmed == 1
    with looking(office, captain) as work:
        assert work.profile.account_review.cadence == "quarterly"


def test_a_post_named_with_the_answer_comes_with_it(office: Office, captain: Member) -> None:
    key = "duties.audit_director.posts"
    with doing(office, captain) as work:
        new = {key: ["inspector"], "posts.inspector": {"title": "Inspector", "section": "462.5(e)"}}
        questions.give(work, key, new, "Order 14")
    with looking(office, captain) as work:
        assert questions.find(work, key).words == "Inspector"
    assert [each.key for each in seen(office, captain).further] == ["posts.inspector"]


def test_nothing_is_kept_of_an_answer_whose_second_half_does_not_fit(office: Office, captain: Member) -> None:
    key = "duties.audit_director.posts"
    new = {key: ["nobody_known"], "posts.inspector": {"title": "Inspector", "section": "462.5(e)"}}
    with pytest.raises(ProfileError), doing(office, captain) as work:
        questions.give(work, key, new, "Order 14")
    with reading(office.app) as session:
        assert set(answers(session)) == set(FOUNDING)


def test_what_is_not_asked_cannot_be_answered(office: Office, captain: Member) -> None:
    for key in ("search.case_number", "agency.name", "nowhere", "posts.inspector"):
        with pytest.raises(NoResultFound), doing(office, captain) as work:
            questions.give(work, key, {key: "anything"}, "Order 14")


def test_the_programme_is_not_left_to_a_post_nobody_holds(office: Office, captain: Member) -> None:
    with pytest.raises(RuleBroken) as broken, doing(office, captain) as work:
        questions.give(work, ADMINISTRATORS, {ADMINISTRATORS: ["day_to_day_administrator"]}, "Order 15")
    assert broken.value.code == "setup.nobody-administers"

    office.hire("captain", "day_to_day_administrator")
    with doing(office, captain) as work:
        questions.give(work, ADMINISTRATORS, {ADMINISTRATORS: ["day_to_day_administrator"]}, "Order 15")
    with looking(office, captain) as work:
        assert work.profile.duties["administrator"].posts == ("day_to_day_administrator",)
