"""How long reads are kept, and what destroys or keeps them after that."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from portal.access import Duty
from portal.agencies.keeping import Period, Source
from portal.controls.control import FIRST, Control, Evidence, judge, waiting
from portal.controls.judging import count, judge_rows, not_asked, since_in_force, tally, unanswered
from portal.models import HeldRead, HoldItem, PurgeRun, Read
from portal.services.reads.keys import key_at
from portal.services.retention.expiry import UNEVEN, Expiry
from portal.services.retention.purge import authority_for
from portal.services.retention.schedule import purged_here
from portal.services.work import Work

GRACE = timedelta(days=30)
"""How long after its time a read may lie before it counts as overdue; our own figure."""
ELSEWHERE = "The policy leaves nothing to be destroyed by the portal."


def minimums(sources: Mapping[str, Source]) -> dict[str, Period]:
    return {key: source.minimum for key, source in sources.items() if source.minimum}


def open_question(sources: Mapping[str, Source]) -> Evidence | None:
    """Why there is nothing to judge, where a source has no period or the portal purges none."""
    if not sources:
        return not_asked(ELSEWHERE)
    silent = [source.label for source in sources.values() if source.minimum is None]
    if silent:
        return unanswered(f"The text states no retention, and set-up asks for it: {', '.join(silent)}.")
    return None


def expiry(work: Work, key: str, minimum: Period, now: datetime) -> Expiry:
    return Expiry(key, minimum, work.profile.agency.time_zone, now)


def nothing_young_was_purged(work: Work) -> Evidence:
    """No purge that destroyed a read reached beyond the moment up to which reads had been kept for their time."""
    sources = purged_here(work)
    if (silence := open_question(sources)) is not None:
        return silence
    periods = minimums(sources)
    query = select(PurgeRun).where(PurgeRun.reads > 0, PurgeRun.started_at >= since_in_force(work))
    runs = work.session.scalars(query.order_by(PurgeRun.started_at)).all()
    offenders = [
        run.id
        for run in runs
        if run.source not in periods
        or run.received_before > expiry(work, run.source, periods[run.source], run.started_at).received_by
    ]
    return judge(
        offenders,
        tally("Purges that destroyed reads, none younger than the policy allows", len(runs)),
        tally("Purges that reached reads younger than the policy allows", len(offenders)),
    )


def overdue(work: Work, key: str, minimum: Period) -> Select[int]:
    """Reads that no hold keeps and that are past their time by more than the grace.

    Calendar years are uneven, so one counts up to two days late, and never early.
    """
    last = expiry(work, key, minimum, work.now - GRACE).received_by - UNEVEN
    held = select(HeldRead.key).where(HeldRead.key == Read.key).exists()
    return select(Read.key).where(Read.source == key, Read.key < key_at(last), ~held).order_by(Read.key)


def old_reads_are_purged(work: Work) -> Evidence:
    sources = purged_here(work)
    if (silence := open_question(sources)) is not None:
        return silence
    lacking = [source.label for key, source in sources.items() if not authority_for(work.session, key)]
    if lacking:
        return Evidence(
            "fail",
            f"No authority to destroy is on file, so nothing can be destroyed of: {', '.join(lacking)}.",
        )
    total, first = 0, list[int]()
    for key, minimum in minimums(sources).items():
        query = overdue(work, key, minimum)
        total += count(work.session, query)
        first += work.session.scalars(query.limit(FIRST))
    if total:
        ids = tuple(work.tools.read_ids.hide(key) for key in first[:FIRST])
        return Evidence("fail", tally("Reads overdue for destruction", total), total, ids)
    purges = count(work.session, select(PurgeRun.id))
    return Evidence("pass", f"No read is overdue for destruction. {tally('Purges', purges)}")


def held_reads_are_there(work: Work) -> Evidence:
    items = select(HoldItem.id)
    there = select(HeldRead.key).where(HeldRead.key == HoldItem.read_key).exists()
    return judge_rows(
        work.session,
        items.where(~there).order_by(HoldItem.id),
        tally("Reads under a hold, each still there", count(work.session, items)),
        "Reads under a hold that are gone",
    )


def process_is_stated(work: Work) -> Evidence:
    sources = purged_here(work)
    if (silence := open_question(sources)) is not None:
        return silence
    names = " or ".join(work.profile.holders_of(Duty.CUSTODIAN_OF_RECORDS))
    if not names:
        return unanswered("The text does not say who keeps the records. Set-up asks for it.")
    authorities = sum(authority_for(work.session, key) is not None for key in sources)
    return Evidence(
        "pass",
        "The schedule sets the time, and nothing is destroyed without an authority on file. "
        f"Keeper of the records: {names}. Sources with such an authority: {authorities} of {len(sources)}.",
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "retention.minimum",
        "enforced",
        "No read is destroyed before it was kept for the time the policy sets.",
        nothing_young_was_purged,
    ),
    Control(
        "retention.purge",
        "enforced",
        "Reads past their time are destroyed within 30 days, unless a hold keeps them.",
        old_reads_are_purged,
    ),
    Control(
        "retention.holds",
        "enforced",
        "A read under a hold is never destroyed while the hold stands.",
        held_reads_are_there,
    ),
    Control(
        "retention.process",
        "duty",
        "It is stated who decides on destruction and how: by the schedule, under an authority on file.",
        process_is_stated,
    ),
    waiting(
        "retention.vendor",
        "duty",
        "What the vendor stores is destroyed on the policy's schedule, and the vendor confirms it.",
        "vendors (reconciliation)",
    ),
)
