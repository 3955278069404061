"""Whether accounts are reviewed in time: a review past its day, a period without one, and what is told of it."""

from datetime import UTC, datetime

from portal.models import AccountReview
from tests.controls.behind import behind, found, look, put
from tests.office import Office
from tests.promises.furnished import Furnished
from tests.services.doing import doing
from tests.services.reviewing import CHIEF, REVIEWER, opened, signed

KEY = "accounts.review"


def test_a_review_is_due_by_its_last_day_and_then_fails_until_it_is_signed(office: Office) -> None:
    reviewer, chief = office.hire(*REVIEWER), office.hire(*CHIEF)
    assert look(office, KEY).text == "No review is signed yet. The next is due on 2027-01-31."
    review = opened(office, reviewer)
    assert look(office, KEY).text == "No review is signed yet. One is open and due on 2026-12-02."

    late = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    assert look(office, KEY, at=datetime(2026, 12, 3, 7, 59, tzinfo=UTC)).status == "pass"
    assert found(office, KEY, at=late) == (review,)
    assert look(office, KEY, at=late).text.startswith(
        "The review of accounts that was due on 2026-12-02 is not"
    )

    signed(office, reviewer, chief, review)
    evidence = look(office, KEY, at=late)
    assert evidence.status == "pass"
    assert evidence.text == (
        "Last review signed on 2026-11-02: 2 accounts, 2 kept, 0 to be changed, 0 closed. "
        "The next is due on 2027-01-31."
    )
    for member in (reviewer, chief):
        assert member.full_name not in evidence.text


def test_a_period_without_a_review_fails_once_it_would_have_been_due(office: Office) -> None:
    assert look(office, KEY, at=datetime(2027, 2, 1, 7, 59, tzinfo=UTC)).status == "pass"
    evidence = look(office, KEY, at=datetime(2027, 2, 1, 8, 0, tzinfo=UTC))
    assert (evidence.status, evidence.count, evidence.offenders) == ("fail", 1, ())
    assert "were not reviewed for the period that ended on 2026-12-31" in evidence.text


def test_a_review_put_in_behind_the_portals_back_is_found(office: Office, clean: Furnished) -> None:
    with doing(office, clean.commander) as work:
        assert work.profile.account_review.cadence == "quarterly"
    day = datetime(2025, 1, 1, tzinfo=UTC).date()
    with behind(office) as connection:
        bad = put(
            connection, AccountReview, period_start=day, period_end=day, due_on=day,
            opened_at=office.clock.now, signed_at=None, signed_by_id=None, post="", statement="",
        )  # fmt: skip

    assert found(office, KEY) == (bad,)
