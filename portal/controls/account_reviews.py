"""Whether every period has its review of accounts, signed in time, and what the newest decided."""

from datetime import date

from portal.controls.control import FIRST, Evidence
from portal.rules import reviews as rules
from portal.services import reviews
from portal.services.people import local_day
from portal.services.reviews import Standing
from portal.services.work import Work


def accounts_are_reviewed(work: Work) -> Evidence:
    """Fails for an unsigned review past its day, and for a period without one past its day; a review between two of
    the schedule counts like any other."""
    today = local_day(work.profile, work.now)
    known = reviews.overview(work)
    overdue = [each for each in known if each.overdue]
    missing = reviews.owed_period(work)
    if missing is not None and today > rules.due_on(missing.opens_on):
        told = f"The accounts were not reviewed for the period that ended on {missing.last}."
        return Evidence("fail", f"{told} {newest(work, known)}", 1 + len(overdue), offenders(overdue))
    if overdue:
        since = min(each.review.due_on for each in overdue)
        told = f"The review of accounts that was due on {since} is not signed."
        return Evidence("fail", f"{told} {newest(work, known)}", len(overdue), offenders(overdue))
    return Evidence("pass", f"{newest(work, known)} {due_next(work, known, today)}".strip())


def offenders(overdue: list[Standing]) -> tuple[str, ...]:
    return tuple(each.review.id for each in overdue[:FIRST])


def newest(work: Work, known: list[Standing]) -> str:
    """What the newest signed review decided: counts and a day, no name."""
    for each in known:
        if each.review.signed_at is not None:
            signed_on = local_day(work.profile, each.review.signed_at)
            counts = each.counts
            return (
                f"Last review signed on {signed_on}: {each.total:,} accounts, {counts['kept']:,} kept, "
                f"{counts['changed']:,} to be changed, {counts['closed']:,} closed."
            )
    return "No review is signed yet."


def due_next(work: Work, known: list[Standing], today: date) -> str:
    """By when the next signature is due: of the review that is open, else of the one that opens next."""
    waiting = [each.review.due_on for each in known if each.review.signed_at is None]
    if waiting:
        return f"One is open and due on {min(waiting)}."
    cadence = work.profile.account_review.cadence
    owed = reviews.owed_period(work)
    following = owed or rules.period_of(cadence, today)
    return f"The next is due on {rules.due_on(following.opens_on)}."
