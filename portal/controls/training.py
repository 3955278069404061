"""Who is trained, for how long, and who keeps the proof."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from portal.access import Duty
from portal.controls.acts import Days, acts, judge_acts
from portal.controls.control import Control, Evidence, judge
from portal.controls.judging import count, not_asked, since_in_force, tally
from portal.controls.posts import filled
from portal.models import Account, Completion, CourseVersion, PolicyPublication, Retraining, TrainingClass
from portal.rules.training import Completed, is_whole, last_day
from portal.services.people import as_completed, counting, issues, local_day
from portal.services.training.retraining import is_open
from portal.services.work import Work

WITHIN = timedelta(days=30)
"""CJIS Security Policy AT-2: training within 30 days of an event that asks for it."""
AHEAD = timedelta(days=90)
"""A course may be issued before the text it follows is in force."""


def whole_completions(work: Work) -> dict[str, list[Completed]]:
    """By person, the completions that count and cover everything in their version of the course.

    A correction counts from the day it tells of: whoever turns out to have been untrained worked untrained.
    """
    course = issues(work.session)
    found: dict[str, list[Completed]] = defaultdict(list)
    for row in work.session.scalars(counting()):
        if is_whole(work.profile, as_completed(row), course):
            found[row.person_id].append(as_completed(row))
    return found


def nobody_untrained(work: Work) -> Evidence:
    completed = whole_completions(work)
    return judge_acts(
        work,
        lambda person: [Days(each.on) for each in completed.get(person, [])],
        "Searches, entries and holds of the last year, each by somebody trained",
        "Searches, entries and holds of the last year by somebody without training that day",
    )


def nobody_lapsed(work: Work) -> Evidence:
    """Lapsed by age, where the policy sets one, or because a newer version of the course had to be taken."""
    course = issues(work.session)
    if work.profile.training.max_age_years is None and not any(issue.retake_by for issue in course):
        return not_asked("The policy sets no age at which training lapses.")
    completed = whole_completions(work)
    return judge_acts(
        work,
        lambda person: merged(
            [Days(each.on, last_day(work.profile, each, course)) for each in completed.get(person, [])]
        ),
        "Searches, entries and holds of the last year, each by somebody whose training had not lapsed",
        "Searches, entries and holds of the last year by somebody whose training had lapsed",
    )


def merged(spans: list[Days]) -> list[Days]:
    """The same days, with those that touch made one: most people then have a single span."""
    found: list[Days] = []
    for days in sorted(spans, key=lambda each: each.first):
        if found and (found[-1].last is None or days.first <= found[-1].last):
            ends = (found[-1].last, days.last)
            found[-1] = Days(found[-1].first, None if None in ends else max(filter(None, ends)))
        else:
            found.append(days)
    return found


def training_is_kept(work: Work) -> Evidence:
    held = filled(work, Duty.TRAINING_KEEPER)
    if held.status != "pass":
        return held
    trained = counting().where(Completion.person_id == Account.person_id).exists()
    without = count(work.session, select(Account.id).where(~Account.disabled, ~trained))
    on_file = count(work.session, counting())
    documents = count(work.session, select(TrainingClass.id).where(TrainingClass.document_id.is_not(None)))
    told = f"{held.text} {tally('Completions on file', on_file)} Open accounts without one: {without}."
    return Evidence("pass", f"{told} Classes with their document on file: {documents}.")


def completions_are_whole(work: Work) -> Evidence:
    course = issues(work.session)
    query = counting().where(Completion.recorded_at >= since_in_force(work))
    rows = work.session.scalars(query.order_by(Completion.recorded_at)).all()
    lacking = [row.id for row in rows if not is_whole(work.profile, as_completed(row), course)]
    return judge(
        lacking,
        tally("Completions on file, each of the whole course", len(rows)),
        tally("Completions that leave out something the course covers", len(lacking)),
    )


def course_is_current(work: Work) -> Evidence:
    """A text that takes the place of another asks for the course to be issued anew within 30 days: CJIS AT-2 gives that
    long after an event. The first text is the one the course was made for."""
    today = local_day(work.profile, work.now)
    issued = [local_day(work.profile, row) for row in work.session.scalars(select(CourseVersion.issued_at))]
    changes = [day for day in later_texts(work) if day + WITHIN < today]
    missed = [day for day in changes if not any(last >= day - AHEAD for last in issued)]
    if missed:
        return Evidence(
            "fail",
            f"The text in force since {max(missed)} changed the policy, and the course was not issued anew.",
            len(missed),
        )
    if not issued:
        return Evidence(
            "pass", "The course is the one the policy describes. No change has asked for a new one."
        )
    return Evidence("pass", f"{tally('Versions issued anew', len(issued))} The newest is of {max(issued)}.")


def later_texts(work: Work) -> list[date]:
    """The days from which the second and each later text was in force, today included."""
    days = work.session.scalars(
        select(PolicyPublication.effective_on).order_by(PolicyPublication.effective_on)
    )
    return list(days)[1:]


def violators_are_retrained(work: Work) -> Evidence:
    """Retraining that is overdue, and what people did with plate data while it kept them from it."""
    if work.profile.training.on_violation != "retrain":
        return not_asked("The policy does not ask for retraining after a violation.")
    today = local_day(work.profile, work.now)
    rows = work.session.scalars(select(Retraining).order_by(Retraining.ordered_at)).all()
    late = [row for row in rows if is_open(row) and row.due_on < today]
    worked = [name for row in rows if row.closes_access for name in acts_meanwhile(work, row)]
    settled = sum(row.done_at is not None for row in rows)
    return judge(
        [f"retraining/{row.id}" for row in late] + worked,
        f"{tally('Retraining ordered', len(rows))} {tally('Done', settled)}"
        if rows
        else "No retraining was ordered.",
        f"Retraining overdue: {len(late)}. Searches, entries and holds while it closed access: {len(worked)}.",
    )


def acts_meanwhile(work: Work, row: Retraining) -> list[str]:
    """What this person did between the order and its end."""
    done = acts(row.ordered_at)
    end = row.done_at or row.withdrawn_at or work.now
    query = select(done.c.name).where(
        done.c.person == row.person_id, done.c.at > row.ordered_at, done.c.at < end
    )
    return list(work.session.scalars(query.order_by(done.c.at)))


CONTROLS: tuple[Control, ...] = (
    Control(
        "training.gate",
        "enforced",
        "Nobody opens plate data, whatever their rank, before their whole training is on file.",
        nobody_untrained,
    ),
    Control(
        "training.expires",
        "enforced",
        "Training lapses after the years the policy sets. Plate data then stays closed until it is done again.",
        nobody_lapsed,
    ),
    Control(
        "training.keeper",
        "duty",
        "The post the policy names keeps the proof of everybody's training.",
        training_is_kept,
    ),
    Control(
        "training.content",
        "duty",
        "Each completion on file covers every item of the course.",
        completions_are_whole,
    ),
    Control(
        "training.updated",
        "duty",
        "The course is brought up to date when the law, the policy or the system changes.",
        course_is_current,
    ),
    Control(
        "training.on-violation",
        "duty",
        "Whoever breaks the policy is told so and trained again.",
        violators_are_retrained,
    ),
)
