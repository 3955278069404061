"""Telling people that their training lapses: 60, 30 and 7 days ahead and when it has; keepers in one notice a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.access import Duty
from portal.models import Notice
from portal.rules.training import last_usable_day, told, whom_to_see
from portal.services import notices
from portal.services.people import holders, local_day
from portal.services.training.standing import MARKS, Member, members
from portal.services.work import Work

YEARLY = "CJIS Security Policy AT-2"
"""Asks for training every year, also where the agency's own policy lets none lapse."""


@dataclass(frozen=True)
class Due:
    """Something a person is to be told once."""

    member: Member
    occasion: str
    subject: str
    text: str


def due(work: Work) -> Iterator[Due]:
    """What is to be told today, of everybody who may work; who was told of it already is among them."""
    for member in members(work):
        if member.may_work:
            found = lapse(work, member) or yearly(work, member)
            if found:
                yield found


def lapse(work: Work, member: Member) -> Due | None:
    """The notice for the nearest mark that has come, or that the last day is past."""
    until, left = member.standing.until, member.days_left
    section = work.profile.training.max_age_section or work.profile.training.section
    see = whom_to_see(work.profile, Duty.TRAINING_KEEPER)
    if until is None or member.standing.state == "retraining":
        return None
    occasion = f"training:{member.person.id}:{until}"
    if left is None:
        text = f"Its last day was {told(until)}, and plate data is closed to you ({section}). {see}"
        return Due(member, f"{occasion}:over", "Your ALPR training has lapsed", text)
    mark = min((mark for mark in MARKS if left <= mark), default=None)
    if mark is None:
        return None
    days = "today is its last day" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"
    text = f"Plate data is open to you until {told(until)}: {days} ({section}). {see}"
    return Due(member, f"{occasion}:{mark}", f"Your ALPR training lapses on {told(until)}", text)


def yearly(work: Work, member: Member) -> Due | None:
    """A reminder a year after the last training, and each year after it, that closes nothing."""
    counted, review = member.standing.counted, member.review_due
    if counted is None or review is None or not member.review_overdue:
        return None
    years = years_over(counted.on, member.today)
    text = (
        f"Your last ALPR training was on {told(counted.on)}. It is due every year ({YEARLY}). Plate data stays "
        f"open to you. {whom_to_see(work.profile, Duty.TRAINING_KEEPER)}"
    )
    occasion = f"training:{member.person.id}:{counted.on}:year-{years}"
    return Due(member, occasion, "Your yearly ALPR training is due", text)


def years_over(day: date, today: date) -> int:
    """How many anniversaries of a day are past."""
    years = today.year - day.year
    return years if last_usable_day(day, years) < today else years - 1


def tell_all(work: Work) -> int:
    """Tells everybody what is due and has not been told, and the keepers how many were told; gives how many."""
    told_now = [each for each in due(work) if tell(work, each)]
    if told_now:
        tell_keepers(work, told_now)
    return len(told_now)


def tell(work: Work, each: Due) -> Notice | None:
    return notices.tell(
        work,
        each.member.person.id,
        "training",
        each.subject,
        each.text,
        path="/training/own",
        once=each.occasion,
    )


def tell_keepers(work: Work, told_now: list[Due]) -> None:
    """One notice a day to each keeper, with the names of those who were told."""
    names = ", ".join(sorted(each.member.person.full_name for each in told_now))
    today = local_day(work.profile, work.now)
    posts = work.profile.duties[Duty.TRAINING_KEEPER].posts
    for person_id in {holder.person_id for holder in holders(work, posts)}:
        notices.tell(
            work,
            person_id,
            "training",
            f"Training that lapses or is due: {len(told_now)}",
            f"Told today: {names}.",
            path="/training/",
            once=f"training-keeper:{person_id}:{today}",
        )


def count_due(work: Work) -> int:
    """How many would be told now."""
    occasions = [each.occasion for each in due(work)]
    known = set(work.session.scalars(select(Notice.once).where(Notice.once.in_(occasions))))
    return len(set(occasions) - known)
