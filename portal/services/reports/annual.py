"""The annual report's figures, from the ledger alone: whoever recounts its rows comes to the same."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from portal.agencies.profile import Profile
from portal.ledger import Action
from portal.models import Kind, LedgerRow
from portal.rules.annual import (
    Accesses,
    AnnualNumbers,
    Approver,
    Hits,
    Holds,
    Hotlist,
    Purges,
    Refusals,
    Searches,
)
from portal.services.people import local_day
from portal.services.reports.counting import (
    Group,
    added,
    by_outcome,
    changed,
    grouped,
    new,
    tally,
    told,
    total,
)
from portal.services.work import Work

INTENT = "intent"
NO_CASE = ("", "none")


def annual_numbers(session: Session, profile: Profile, year: int) -> AnnualNumbers:
    """Counts one calendar year in the agency's zone, up to the newest row there is."""
    since, until = bounds(profile, year)
    last = session.scalar(select(func.max(LedgerRow.seq))) or 0
    covered = LedgerRow.seq <= last
    within = covered & (LedgerRow.at >= since) & (LedgerRow.at < until)
    before_end = covered & (LedgerRow.at < until)
    groups = grouped(session, within)
    return AnnualNumbers(
        year=year,
        since=since,
        until=until,
        rows=sum(group.count for group in groups),
        last_seq=last,
        policy_versions=policy_versions(session, within),
        accesses=accesses(session, within, groups),
        searches=searches(session, within, groups),
        hotlist=hotlist(session, profile, within, before_end, groups),
        hits=hits(session, within, covered & (LedgerRow.at >= since)),
        purges=purges(session, within),
        holds=holds(session, within),
        refusals=refusals(groups),
        signins=total(groups, Action.SIGNED_IN),
        records_opened=total(groups, Action.LEDGER_OPENED),
        reports_made=total(groups, Action.REPORT_MADE),
    )


def years(work: Work) -> list[int]:
    """The years the record tells of, the running one first."""
    first = work.session.scalar(select(func.min(LedgerRow.at)))
    current = local_day(work.profile, work.now).year
    oldest = local_day(work.profile, first).year if first else current
    return list(range(current, oldest - 1, -1))


def bounds(profile: Profile, year: int) -> tuple[datetime, datetime]:
    """The first moment of the year and of the next, at the agency."""
    zone = ZoneInfo(profile.agency.time_zone)
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def policy_versions(session: Session, rows: ColumnElement[bool]) -> tuple[str, ...]:
    """The rules that were in force, in the order they came."""
    query = select(LedgerRow.policy_version).where(rows, LedgerRow.policy_version != "")
    return tuple(session.scalars(query.group_by(LedgerRow.policy_version).order_by(func.min(LedgerRow.seq))))


def accesses(session: Session, rows: ColumnElement[bool], groups: Sequence[Group]) -> Accesses:
    intents = [group for group in groups if group.kind == Kind.ACCESS and group.outcome == INTENT]
    intent = (LedgerRow.kind == Kind.ACCESS) & (LedgerRow.outcome == INTENT)
    return Accesses(
        by_action=tally((group.action, group.count) for group in intents),
        by_purpose=tally((group.purpose, group.count) for group in intents),
        people=session.scalar(select(func.count(distinct(LedgerRow.user_name))).where(rows, intent)) or 0,
    )


def searches(session: Session, rows: ColumnElement[bool], groups: Sequence[Group]) -> Searches:
    made = [group for group in groups if group.action == Action.SEARCH_MADE]
    without_case = list(
        session.scalars(
            select(LedgerRow.changes).where(
                rows, LedgerRow.action == Action.SEARCH_MADE, LedgerRow.case_number.in_(NO_CASE)
            )
        )
    )
    explained = sum(
        any(new(columns, "no_case_reason") for _, columns in changed(changes, "search"))
        for changes in without_case
    )
    return Searches(
        by_purpose=tally((group.purpose, group.count) for group in made),
        refused_by_rule=by_outcome(groups, Action.SEARCH_REFUSED),
        explained=explained,
        unexplained=len(without_case) - explained,
    )


def hotlist(
    session: Session,
    profile: Profile,
    rows: ColumnElement[bool],
    before_end: ColumnElement[bool],
    groups: Sequence[Group],
) -> Hotlist:
    """A statement may be older than the year whose approval it opened."""
    stated = {
        new(columns, "entry_id")
        for row in told(session, before_end, Action.ENTRY_ESCALATED)
        for _, columns in changed(row.changes, "escalation")
    }
    decided: Counter[tuple[str, str, str]] = Counter()
    for row in told(session, rows, Action.ENTRY_APPROVED, Action.ENTRY_DENIED):
        for _, columns in changed(row.changes, "hotlist_decision"):
            who = (row.full_name, post_title(profile, new(columns, "post")))
            decided[*who, row.action] += 1
            if row.action == Action.ENTRY_APPROVED and new(columns, "entry_id") in stated:
                decided[*who, Action.ENTRY_ESCALATED] += 1
    return Hotlist(
        requested=total(groups, Action.ENTRY_REQUESTED),
        statements=total(groups, Action.ENTRY_ESCALATED),
        approvers=tuple(
            Approver(
                *who,
                approved=decided[*who, Action.ENTRY_APPROVED],
                after_statement=decided[*who, Action.ENTRY_ESCALATED],
                denied=decided[*who, Action.ENTRY_DENIED],
            )
            for who in sorted({(name, post) for name, post, _ in decided})
        ),
    )


def post_title(profile: Profile, key: str) -> str:
    """The post's published name; the key itself where the profile no longer has it."""
    return next((post.title for post in profile.posts if post.key == key), key)


def hits(session: Session, rows: ColumnElement[bool], since_start: ColumnElement[bool]) -> Hits:
    """The answer to a hit of the year's last hours may be recorded in the next year."""
    raised = {
        hit_id for row in told(session, rows, Action.HIT_RAISED) for hit_id, _ in changed(row.changes, "hit")
    }
    answers: dict[str, set[str]] = {"positive": set(), "negative": set()}
    for row in told(session, since_start, Action.HIT_STEP_TAKEN):
        for _, columns in changed(row.changes, "hit_step"):
            answers.get(new(columns, "outcome"), set()).add(new(columns, "hit_id"))
    positive = raised & answers["positive"]
    return Hits(len(raised), len(positive), len((raised & answers["negative"]) - positive))


def purges(session: Session, rows: ColumnElement[bool]) -> tuple[Purges, ...]:
    """Sums what each entry of a purge added to its certificate, by the source that its first entry names."""
    runs: dict[str, dict[str, Any]] = {}
    for row in told(session, rows, Action.PURGE_RUN):
        for run_id, columns in changed(row.changes, "purge_run"):
            run = runs.setdefault(run_id, {"source": "", "reads": 0, "pictures": 0, "held": 0})
            run["source"] = new(columns, "source") or run["source"]
            run["reads"] += added(columns, "reads")
            run["pictures"] += added(columns, "pictures")
            run["held"] = columns["held"][1] if "held" in columns else run["held"]
    return tuple(
        of_source(source, [run for run in runs.values() if run["source"] == source])
        for source in sorted({run["source"] for run in runs.values()})
    )


def of_source(source: str, runs: Sequence[dict[str, Any]]) -> Purges:
    return Purges(
        source=source,
        runs=len(runs),
        reads=sum(run["reads"] for run in runs),
        pictures=sum(run["pictures"] for run in runs),
        held=runs[-1]["held"],
    )


def holds(session: Session, rows: ColumnElement[bool]) -> Holds:
    placed = [row.changes for row in told(session, rows, Action.HOLD_PLACED)]
    return Holds(
        by_kind=tally(
            (new(columns, "kind"), 1) for changes in placed for _, columns in changed(changes, "hold")
        ),
        reads=sum(len(changed(changes, "hold_item")) for changes in placed),
    )


def refusals(groups: Sequence[Group]) -> Refusals:
    return Refusals(
        accesses=by_outcome(groups, Action.ACCESS_REFUSED),
        acts=by_outcome(groups, Action.ACT_REFUSED),
        signins=by_outcome(groups, Action.SIGNIN_FAILED),
    )
