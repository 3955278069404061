"""Who is trained, for how long, and who keeps the proof."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from portal.access import Duty
from portal.controls.acts import Days, judge_acts
from portal.controls.control import Control, Evidence, judge, waiting
from portal.controls.judging import count, not_asked, since_in_force, tally
from portal.controls.posts import filled
from portal.models import Account, Completion
from portal.rules.training import last_usable_day
from portal.services.work import Work


def whole_completions(work: Work) -> dict[str, list[date]]:
    """By person, the days on which they completed everything the course covers."""
    needed = {item.key for item in work.profile.training.items}
    rows = work.session.execute(select(Completion.person_id, Completion.completed_on, Completion.items))
    found: dict[str, list[date]] = defaultdict(list)
    for person, day, items in rows:
        if needed <= set(items):
            found[person].append(day)
    return found


def nobody_untrained(work: Work) -> Evidence:
    completed = whole_completions(work)
    return judge_acts(
        work,
        lambda person: [Days(day) for day in completed.get(person, [])],
        "Searches, entries and holds of the last year, each by somebody trained",
        "Searches, entries and holds of the last year by somebody without training that day",
    )


def nobody_lapsed(work: Work) -> Evidence:
    years = work.profile.training.max_age_years
    if years is None:
        return not_asked("The policy sets no age at which training lapses.")
    completed = whole_completions(work)
    return judge_acts(
        work,
        lambda person: merged([Days(day, last_usable_day(day, years)) for day in completed.get(person, [])]),
        "Searches, entries and holds of the last year, each by somebody whose training had not lapsed",
        "Searches, entries and holds of the last year by somebody whose training had lapsed",
    )


def merged(spans: list[Days]) -> list[Days]:
    """The same days, with those that touch made one: most people then have a single span."""
    found: list[Days] = []
    for days in sorted(spans, key=lambda each: each.first):
        if found and found[-1].last is not None and days.first <= found[-1].last:
            found[-1] = Days(found[-1].first, days.last)
        else:
            found.append(days)
    return found


def training_is_kept(work: Work) -> Evidence:
    held = filled(work, Duty.TRAINING_KEEPER)
    if held.status != "pass":
        return held
    trained = select(Completion.id).where(Completion.person_id == Account.person_id).exists()
    without = count(work.session, select(Account.id).where(~Account.disabled, ~trained))
    on_file = work.session.scalar(select(func.count()).select_from(Completion)) or 0
    told = f"{held.text} {tally('Completions on file', on_file)} Open accounts without one: {without}."
    return Evidence("pass", told)


def completions_are_whole(work: Work) -> Evidence:
    needed = {item.key for item in work.profile.training.items}
    query = select(Completion.id, Completion.items).where(Completion.recorded_at >= since_in_force(work))
    rows = work.session.execute(query.order_by(Completion.recorded_at)).all()
    lacking = [row for row, items in rows if not needed <= set(items)]
    return judge(
        lacking,
        tally("Completions on file, each of the whole course", len(rows)),
        tally("Completions that leave out something the course covers", len(lacking)),
    )


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
    waiting(
        "training.updated",
        "duty",
        "The course is brought up to date when the law, the policy or the system changes.",
        "training (courses)",
    ),
    waiting(
        "training.on-violation",
        "duty",
        "Whoever breaks the policy is told so and trained again.",
        "audits (violations)",
    ),
)
