"""May a clause be departed from, for this reason and until this day?"""

from datetime import date

from portal.agencies.citation import Modality
from portal.rules.errors import RuleBroken
from portal.rules.reasons import check_private, has_meaning
from portal.rules.training import last_usable_day

BINDING = {
    "shall": "This clause binds without exception. Change the practice, or have the policy amended.",
    "if_practicable": "This clause yields to a reason given with each act, not to an exception.",
    "statute": "This is law. No exception of the agency's can set it aside.",
    "reading": "This clause asks for nothing one could depart from.",
}
"""Why a clause that is no `should` takes no exception."""


def check_clause(clause: str, modality: Modality) -> None:
    """Raises `RuleBroken` unless the clause says *should*: only that can be departed from."""
    if modality != "should":
        raise RuleBroken("exception.clause-binds", BINDING[modality], clause)


def check_terms(clause: str, reason: str, review_on: date, today: date) -> None:
    """Raises `RuleBroken` for a reason that says nothing, or a review that is not within a year from tomorrow."""
    if not has_meaning(reason):
        raise RuleBroken(
            "exception.no-reason",
            "Say in your own words why the agency departs from this clause for now.",
            clause,
            "reason",
        )
    check_private(reason, clause, "reason")
    latest = last_usable_day(today, 1)
    if not today < review_on <= latest:
        raise RuleBroken(
            "exception.review-day",
            f"The day of review lies ahead, and within a year: {latest.isoformat()} at the latest.",
            clause,
            "review_on",
        )


def check_end(*, ended: bool) -> None:
    """Raises `RuleBroken` for an exception that has been ended already."""
    if ended:
        raise RuleBroken("exception.ended-already", "This exception has been ended already.")
