"""Account reviews: what a line shows, who decides it, what closing does, and that a signed review never changes."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.cli.jobs import job_named
from portal.jobs.running import preview, run_once
from portal.ledger.verify import verify
from portal.models import Account, AccountReview, Notice, ReviewLine
from portal.rules import RuleBroken
from portal.services import reviews
from portal.services.reviews import Decision
from portal.services.training import retraining
from portal.services.training.retraining import NewOrder
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import doing, make_search, on_record
from tests.services.reads_on_file import reading
from tests.services.reviewing import CHIEF, REVIEWER, SAID, crowd, decide, line_of, opened, signed


@pytest.fixture
def reviewer(office: Office) -> Member:
    return office.hire(*REVIEWER)


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire(*CHIEF)


def test_a_line_tells_what_one_must_know_to_judge_an_account(office: Office, reviewer: Member) -> None:
    officer = office.hire("patrol_officer")
    untrained = office.hire("detective", trained=False, cleared=False)
    make_search(office, officer)
    first = opened(office, reviewer)
    with doing(office, reviewer) as work:
        mine, theirs = line_of(work, first, officer).facts, line_of(work, first, untrained).facts
    assert (mine["name"], mine["user_name"]) == (officer.full_name, officer.user_name)
    assert mine["title"] == "Patrol Officer"
    assert (mine["searches"], mine["closed"], mine["last_signin_at"]) == (1, "", None)
    assert mine["trained_on"] == mine["cleared_on"] == "2026-10-03"
    assert mine["flags"] == ["never"]
    assert theirs["flags"] == ["never", "untrained", "uncleared"]


def test_a_line_sees_training_as_the_gate_does(office: Office, reviewer: Member, chief: Member) -> None:
    """Training on file does not make it clean while retraining keeps plate data closed."""
    officer = office.hire("patrol_officer")
    with doing(office, reviewer) as work:
        order = NewOrder(
            officer.person_id,
            "Two searches for a neighbour, without any case",
            "Audit 26-3",
            date(2026, 12, 1),
            True,
        )
        retraining.order(work, order)

    first = opened(office, reviewer)

    with doing(office, reviewer) as work:
        assert line_of(work, first, officer).facts["flags"] == ["never", "untrained"]


def test_the_job_opens_one_review_a_period_and_tells_the_reviewer(
    app: Flask, office: Office, clock: Clock, reviewer: Member
) -> None:
    job = job_named("open-account-reviews")
    assert run_once(app, job) is not None
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(AccountReview)) == 0

    clock.move(days=60)  # 1 January
    assert preview(app, job).counts == {"reviews opened": 1}
    for _ in range(2):
        run_once(app, job)
        clock.move(days=1)

    with reading(app) as session:
        review = session.scalars(select(AccountReview)).one()
        told = session.scalars(select(Notice).where(Notice.topic == "account-review")).one()
    assert [str(each) for each in (review.period_start, review.period_end, review.due_on)] == [
        "2026-10-01",
        "2026-12-31",
        "2027-01-31",
    ]
    assert (told.person_id, told.path) == (reviewer.person_id, f"/people/reviews/{review.id}")
    [entry] = on_record(office, "account-review.opened")
    assert (entry.kind, entry.count) == ("job", 1)


def test_closing_ends_the_account_at_once_and_taking_it_back_does_not_open_it(
    office: Office, reviewer: Member
) -> None:
    officer = office.hire("patrol_officer")
    browser = office.browser(officer)
    review = opened(office, reviewer)
    decide(office, reviewer, review, officer, "closed")

    assert browser.get("/").status_code in (302, 303, 401)
    with doing(office, reviewer) as work:
        account = work.session.get_one(Account, officer.account_id)
        assert (account.disabled, account.disabled_reason) == (True, SAID)
        reviews.undo(work, review, line_of(work, review, officer).id)
    with doing(office, reviewer) as work:
        assert line_of(work, review, officer).verdict is None
        assert work.session.get_one(Account, officer.account_id).disabled
    assert [row.outcome for row in on_record(office, "account-review.line-decided")] == ["closed", "undone"]
    assert len(on_record(office, "account.disabled")) == 1


def test_a_change_becomes_a_task_of_whoever_gives_permissions(office: Office, reviewer: Member) -> None:
    officer = office.hire("patrol_officer")
    review = opened(office, reviewer)
    decide(office, reviewer, review, officer, "changed")

    with doing(office, reviewer) as work:
        told = work.session.scalars(select(Notice).where(Notice.path == f"/people/{officer.person_id}")).one()
        assert told.person_id == reviewer.person_id
        assert SAID not in told.text, "what somebody typed does not travel by mail"


def test_a_reviewers_own_line_is_for_the_second_person_who_decides_no_other(
    office: Office, reviewer: Member, chief: Member
) -> None:
    officer = office.hire("patrol_officer")
    review = opened(office, reviewer)
    assert refusal(office, reviewer, review, reviewer) == "review.own-line"
    assert refusal(office, reviewer, review, reviewer, second=True) == "review.own-line"
    assert refusal(office, chief, review, chief, second=True) == "review.own-line"
    assert refusal(office, chief, review, officer, second=True) == "review.not-yours"

    decide(office, chief, review, reviewer, second=True)
    decide(office, reviewer, review, chief)
    assert refusal(office, reviewer, review, chief) == "review.decided-already"


def refusal(office: Office, by: Member, review: str, of: Member, *, second: bool = False) -> str:
    with pytest.raises(RuleBroken) as broken:
        decide(office, by, review, of, second=second)
    return broken.value.code


def test_the_database_refuses_ones_own_line_too(office: Office, reviewer: Member) -> None:
    review = opened(office, reviewer)
    with pytest.raises(IntegrityError, match=r"not_ones_own|CHECK"):
        execute(office, "UPDATE review_line SET verdict = 'kept', decided_by_id = person_id")
    with doing(office, reviewer) as work:
        assert line_of(work, review, reviewer).verdict is None


def execute(office: Office, statement: str) -> None:
    """Past the session and the record, as the portal's own user of the database."""
    with office.app.extensions["open_writing"]() as session:
        session.connection().execute(text(statement))
        session.commit()


@pytest.mark.control("accounts.review")
def test_a_signed_review_and_its_lines_never_change(office: Office, reviewer: Member, chief: Member) -> None:
    review = opened(office, reviewer)
    with doing(office, reviewer) as work, pytest.raises(RuleBroken, match="2 lines are not decided"):
        reviews.sign(work, review, "Every account was compared with the roster.")
    signed(office, reviewer, chief, review)

    with doing(office, reviewer) as work:
        line = line_of(work, review, chief).id
        for act in (
            lambda: reviews.undo(work, review, line),
            lambda: reviews.decide(work, review, line, Decision("kept", SAID)),
            lambda: reviews.keep_clean(work, review, ""),
            lambda: reviews.sign(work, review, SAID),
        ):
            with pytest.raises(RuleBroken, match="is signed and never changes"):
                act()
    for statement in (
        "UPDATE review_line SET reason = 'nothing'",
        "DELETE FROM review_line",
        "UPDATE account_review SET statement = 'nothing'",
        "UPDATE account_review SET signed_at = NULL",
        "DELETE FROM account_review",
        "INSERT INTO review_line (id, review_id, account_id, person_id, facts, reason) "
        "SELECT 'another', review_id, account_id, person_id, facts, '' FROM review_line",
    ):
        with pytest.raises(DBAPIError, match="a signed review never changes"):
            execute(office, statement)
    [entry] = on_record(office, "account-review.signed")
    assert entry.count == 2
    assert entry.digest


def test_three_hundred_clean_accounts_are_kept_at_once_each_on_record(
    office: Office, reviewer: Member
) -> None:
    flagged = office.hire("patrol_officer")
    crowd(office, 300)
    review = opened(office, reviewer)
    with doing(office, reviewer) as work:
        clean = reviews.progress(work, review)
        assert clean.clean == 300
    with doing(office, reviewer) as work:
        assert reviews.keep_clean(work, review, clean.seen) == 300

    entries = on_record(office, "account-review.line-decided")
    assert len({row.subject_id for row in entries}) == len(entries) == 300
    with reading(office.app) as session:
        assert verify(session, office.app.extensions["tools"].ledger.key).passes
    with doing(office, reviewer) as work:
        left = work.session.scalars(
            select(ReviewLine.person_id).where(ReviewLine.review_id == review, ReviewLine.verdict.is_(None))
        )
        assert set(left) == {flagged.person_id, reviewer.person_id}
        with pytest.raises(RuleBroken, match="Other lines are clean now"):
            reviews.keep_clean(work, review, clean.seen)
