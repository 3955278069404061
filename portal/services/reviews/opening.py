"""Opening a review: by the schedule, once a period, or between two of it; with a line for every account."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.access import Duty
from portal.ledger import Action
from portal.models import AccountReview, Kind, ReviewLine
from portal.rules import RuleBroken
from portal.rules import reviews as rules
from portal.rules.reviews import Period
from portal.services import notices, people, setup
from portal.services.reviews.snapshot import snapshot
from portal.services.work import Work

TOPIC = "account-review"


def owed_period(work: Work) -> Period | None:
    """The period whose review is to be opened now; None where the schedule asks for nothing."""
    founded = setup.installation(work.session)
    if founded is None:
        return None
    return rules.owed(
        work.profile.account_review.cadence,
        people.local_day(work.profile, work.now),
        people.local_day(work.profile, founded.created_at),
        reviewed_until(work),
    )


def reviewed_until(work: Work) -> date | None:
    return work.session.scalar(select(func.max(AccountReview.period_end)))


def open_owed(work: Work, kind: Kind = Kind.ACT) -> AccountReview | None:
    """Opens the review the schedule asks for now; None where there is none, so a job may ask every day.

    Of two at once one is refused by the database: a period has one review.
    """
    period = owed_period(work)
    return open_period(work, period, rules.due_on(period.opens_on), kind) if period else None


def open_now(work: Work) -> AccountReview:
    """Opens the review that is owed, else one between two of the schedule.

    Raises `RuleBroken` while another review is not signed, and for a second one on the same day.
    """
    review = open_owed(work)
    if review is not None:
        return review
    if work.session.scalar(select(AccountReview.id).where(AccountReview.signed_at.is_(None)).limit(1)):
        raise RuleBroken(
            "review.one-is-open",
            "A review is open already. Sign it first, then open another.",
            work.profile.account_review.section,
        )
    today = people.local_day(work.profile, work.now)
    period = rules.between(work.profile.account_review.cadence, today, reviewed_until(work))
    return open_period(work, period, rules.due_on(today), Kind.ACT)


def open_period(work: Work, period: Period, due_on: date, kind: Kind) -> AccountReview:
    """The review with a line for every account there is, whatever its state; one entry holds all their facts."""
    before = work.session.scalar(select(func.max(AccountReview.opened_at)))
    review = AccountReview(
        period_start=period.first, period_end=period.last, due_on=due_on, opened_at=work.now
    )
    work.session.add(review)
    try:
        work.session.flush()
    except IntegrityError as error:
        work.session.rollback()
        raise RuleBroken(
            "review.opened-already",
            "Somebody has just opened this review. Reload the list.",
            work.profile.account_review.section,
        ) from error
    lines = [
        ReviewLine(review_id=review.id, account_id=account.id, person_id=account.person_id, facts=facts)
        for account, facts in snapshot(work, before)
    ]
    work.session.add_all(lines)
    work.session.flush()
    work.record(Action.REVIEW_OPENED, review, *lines, kind=kind, count=len(lines))
    tell(
        work,
        carriers(work, Duty.ACCOUNT_REVIEWER),
        f"The account review is open: {len(lines)} accounts",
        f"Decide every line, then sign by {due_on.isoformat()}.",
        review,
    )
    return review


def carriers(work: Work, duty: Duty) -> list[str]:
    """Who carries this duty by a post now, by person."""
    posts = work.profile.duties[duty].posts if duty in work.profile.duties else ()
    return list(dict.fromkeys(holder.person_id for holder in people.holders(work, tuple(posts))))


def tell(work: Work, persons: Iterable[str], subject: str, text: str, review: AccountReview) -> None:
    for person_id in persons:
        notices.tell(
            work, person_id, TOPIC, subject, text,
            path=f"/people/reviews/{review.id}", once=f"{TOPIC}/{review.id}/{person_id}",
        )  # fmt: skip
