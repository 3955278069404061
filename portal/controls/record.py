"""The record of accesses, and that it is whole."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.controls.control import FIRST, Control, Evidence
from portal.controls.judging import YEAR, count, judge_rows, not_asked, tally
from portal.ledger import Action
from portal.ledger.lock import is_append_only
from portal.ledger.verify import verify_newest
from portal.models import Kind, LedgerRow, Search
from portal.services.people import local_day
from portal.services.work import Work

NEWEST = 500
"""How many of the newest entries are verified each time; `flask ledger verify` reads them all."""


def accesses_are_on_record(work: Work) -> Evidence:
    """Gives the first thing amiss: a search the record does not tell of, a sight without intent, a broken seal."""
    made = select(Search.id).order_by(Search.at)
    opened = count(work.session, accesses(work, "intent"))
    kept = (
        f"{tally('Searches on file, each in the record', count(work.session, made))} "
        f"{tally('Times plate data was opened in the last year, each told beforehand', opened)}"
    )
    for breaking, broken in (
        (made.where(~told_of().exists()), "Searches on file that the record does not tell of"),
        (shown_unannounced(work), "Entries that show plate data without an intent before them"),
    ):
        found = judge_rows(work.session, breaking, kept, broken)
        if found.status == "fail":
            return found
    return seals_are_whole(work, kept)


def accesses(work: Work, outcome: str) -> Select[int]:
    return select(LedgerRow.seq).where(
        LedgerRow.kind == Kind.ACCESS, LedgerRow.outcome == outcome, LedgerRow.at >= work.now - YEAR
    )


def told_of() -> Select[int]:
    """The entry that tells of the search at hand."""
    return select(LedgerRow.seq).where(
        LedgerRow.subject_type == "search",
        LedgerRow.subject_id == Search.id,
        LedgerRow.action == Action.SEARCH_MADE,
    )


def shown_unannounced(work: Work) -> Select[int]:
    intent = aliased(LedgerRow)
    before = select(intent.seq).where(
        intent.seq == LedgerRow.intent_seq, intent.seq < LedgerRow.seq, intent.outcome == "intent"
    )
    return accesses(work, "shown").where(~before.exists()).order_by(LedgerRow.seq)


def seals_are_whole(work: Work, kept: str) -> Evidence:
    found = verify_newest(work.session, work.tools.ledger.key, NEWEST)
    if found.passes:
        return Evidence("pass", f"{kept} Newest entries verified, seal by seal: {found.rows}.")
    bad = [str(fault.seq) for fault in found.faults]
    text = tally(f"Entries among the newest {NEWEST} that were altered or are missing", len(bad))
    return Evidence("fail", text, len(bad), tuple(bad[:FIRST]))


def requests_are_kept(work: Work) -> Evidence:
    rule = work.profile.log
    if rule.regime == "sb34":
        return not_asked("The policy asks for no log of requests beside the record of accesses.")
    if not is_append_only(work.session):
        return Evidence("fail", "The database no longer refuses to change the record. Run: flask agency init")
    first = work.session.scalar(select(func.min(LedgerRow.at)))
    begun = f" It begins on {local_day(work.profile, first)}." if first else ""
    return Evidence(
        "pass",
        f"The database refuses to change or remove an entry, so the log outlasts its {rule.keep_years} years.{begun}",
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "log.access",
        "enforced",
        "Every search and sight of plate data is on record before anything is shown, in a record sealed row by row.",
        accesses_are_on_record,
    ),
    Control(
        "log.criminal-history",
        "enforced",
        "The log of requests is kept for its whole term. The database itself refuses to change or remove a row.",
        requests_are_kept,
    ),
)
