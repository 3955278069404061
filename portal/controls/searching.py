"""What a search must state before any plate is shown, and for what the data may be used."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.controls.control import FIRST, Control, Evidence
from portal.controls.judging import YEAR, count, judge_rows, not_asked, since_in_force, tally
from portal.ledger import Action
from portal.models import Account, DistinctPlate, Kind, LedgerRow, Read, Search
from portal.services.work import Work

REFUSALS = timedelta(days=90)
NEWEST = 1000
"""How many of the newest reads are looked up by their plate."""


def judge_searches(work: Work, breaking: ColumnElement[bool], what: str, broken: str) -> Evidence:
    """Every search made under the text in force, but those that break the rule."""
    made = select(Search.id).where(Search.at >= since_in_force(work))
    kept = tally(f"Searches on file, {what}", count(work.session, made))
    return judge_rows(work.session, made.where(breaking).order_by(Search.at), kept, broken)


def blank(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return func.trim(column) == ""


def purposes_are_listed(work: Work) -> Evidence:
    listed = [purpose.key for purpose in work.profile.purposes.search]
    found = judge_searches(
        work,
        Search.purpose.not_in(listed),
        "each for a listed purpose",
        "Searches for a purpose that the policy does not list",
    )
    refused = select(LedgerRow.seq).where(
        LedgerRow.action == Action.SEARCH_REFUSED,
        LedgerRow.at >= work.now - REFUSALS,
        LedgerRow.outcome == "purpose.missing",
    )
    told = f"{found.text} Refused in the last {REFUSALS.days} days for want of one: {count(work.session, refused)}."
    return Evidence(found.status, told, found.count, found.offenders)


def accesses_name_an_account(work: Work) -> Evidence:
    shown = select(LedgerRow.seq).where(
        LedgerRow.kind == Kind.ACCESS, LedgerRow.outcome == "shown", LedgerRow.at >= work.now - YEAR
    )
    nobodys = ~select(Account.id).where(Account.user_name == LedgerRow.user_name).exists()
    return judge_rows(
        work.session,
        shown.where(nobodys).order_by(LedgerRow.seq),
        tally(
            "Times plate data was shown in the last year, each to a named account", count(work.session, shown)
        ),
        "Times plate data was shown in the last year under no account there is",
    )


def searches_say_why(work: Work) -> Evidence:
    return judge_searches(
        work,
        blank(Search.purpose) | blank(Search.narrative),
        "each with its purpose and narrative",
        "Searches without purpose or narrative",
    )


def searches_have_a_case(work: Work) -> Evidence:
    unexplained = (Search.case_number == "none") & blank(Search.no_case_reason)
    if work.profile.search.case_number == "required":
        missing = or_(blank(Search.case_number), Search.case_number == "none")
        return judge_searches(work, missing, "each with its case number", "Searches without a case number")
    return judge_searches(
        work,
        or_(blank(Search.case_number), unexplained),
        "each with its case number or the reason for none",
        "Searches with neither case number nor the reason for none",
    )


def searches_state_suspicion(work: Work) -> Evidence:
    if not work.profile.search.suspicion:
        return not_asked("The policy asks a search for no statement of suspicion.")
    return judge_searches(
        work, blank(Search.suspicion), "each with the suspicion stated", "Searches without a stated suspicion"
    )


def plates_are_found_by_parts(work: Work) -> Evidence:
    """Partial plates are looked up in the dictionary of plates: a read whose plate is missing there is not found."""
    partial = select(Search.id).where(or_(Search.plate.contains("?"), Search.plate.contains("*")))
    newest = select(Read.key, Read.plate).order_by(Read.key.desc()).limit(NEWEST).subquery()
    known = select(DistinctPlate.plate).where(DistinctPlate.plate == newest.c.plate).exists()
    lost = list(work.session.scalars(select(newest.c.key).where(newest.c.plate != "", ~known)))
    if lost:
        ids = tuple(work.tools.read_ids.hide(key) for key in lost[:FIRST])
        return Evidence("fail", tally("New reads a partial plate would not find", len(lost)), len(lost), ids)
    return Evidence("pass", tally("Searches for a partial plate", count(work.session, partial)))


CONTROLS: tuple[Control, ...] = (
    Control(
        "purposes.no-other",
        "enforced",
        "A search is made for a purpose the policy lists, or it is refused. The refusal goes on record.",
        purposes_are_listed,
    ),
    Control(
        "reads.official-use",
        "enforced",
        "Plate data is shown only to people signed in with an account of their own, and each sight of it is on record.",
        accesses_name_an_account,
    ),
    Control(
        "search.purpose",
        "enforced",
        "Each search states its purpose and, in the searcher's own words, what the plate has to do with it.",
        searches_say_why,
    ),
    Control(
        "search.case-number",
        "enforced",
        "Each search gives a case number. Where the policy allows for none, it says why there is none.",
        searches_have_a_case,
    ),
    Control(
        "search.suspicion",
        "enforced",
        "Each search states the articulable suspicion behind it in the searcher's own words.",
        searches_state_suspicion,
    ),
    Control(
        "search.partial-plates",
        "enforced",
        "A plate known only in part can be searched, once three of its characters are known.",
        plates_are_found_by_parts,
    ),
)
