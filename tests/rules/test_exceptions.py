"""Only a should can be departed from, for a reason that says something, until a review within a year."""

from datetime import date, timedelta

import pytest

from portal.agencies.citation import Modality
from portal.rules import RuleBroken
from portal.rules.exceptions import check_clause, check_end, check_terms

TODAY = date(2026, 11, 2)
REASON = "The server is being replaced, and its log arrives in spring."


def test_a_should_can_be_departed_from() -> None:
    check_clause("466.5(para 2)", "should")


@pytest.mark.parametrize(
    ("modality", "said"),
    [
        ("shall", "without exception"),
        ("if_practicable", "a reason given with each act"),
        ("statute", "This is law"),
        ("reading", "nothing one could depart from"),
    ],
)
def test_no_other_clause_takes_an_exception_and_the_refusal_names_it(modality: Modality, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        check_clause("466.11(para 1)", modality)

    assert (refused.value.code, refused.value.section) == ("exception.clause-binds", "466.11(para 1)")
    assert refused.value.field == "", "it is about the clause, not about a field of the form"


@pytest.mark.parametrize("review_on", [TODAY + timedelta(days=1), date(2027, 11, 2)])
def test_a_review_from_tomorrow_to_the_same_day_next_year_will_do(review_on: date) -> None:
    check_terms("466.5(para 2)", REASON, review_on, TODAY)


@pytest.mark.parametrize("review_on", [TODAY - timedelta(days=1), TODAY, date(2027, 11, 3)])
def test_a_review_today_or_after_a_year_is_refused(review_on: date) -> None:
    with pytest.raises(RuleBroken, match="2027-11-02 at the latest") as refused:
        check_terms("466.5(para 2)", REASON, review_on, TODAY)

    assert (refused.value.field, refused.value.section) == ("review_on", "466.5(para 2)")


@pytest.mark.parametrize(
    "reason", ["", "  ", "policy", "asdf qwerty", "see policy", "Pending review as needed"]
)
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    with pytest.raises(RuleBroken, match="in your own words") as refused:
        check_terms("466.5(para 2)", reason, date(2027, 1, 4), TODAY)

    assert refused.value.field == "reason"


def test_what_no_record_should_keep_is_refused_in_a_reason() -> None:
    with pytest.raises(RuleBroken, match="social security"):
        check_terms("466.5(para 2)", f"{REASON} Ask 123-45-6789.", date(2027, 1, 4), TODAY)


def test_an_exception_ends_once() -> None:
    check_end(ended=False)
    with pytest.raises(RuleBroken, match="ended already"):
        check_end(ended=True)
