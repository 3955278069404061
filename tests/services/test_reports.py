"""The annual report's figures are those that anybody gets who recounts the record."""

import json
from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.ledger import Action
from portal.models import Kind, LedgerRow
from portal.models.hotlists import Verdict
from portal.rules.annual import AnnualNumbers, Approver, Hits, Purges
from portal.services import reports
from portal.services.work import Told
from portal.web.system_work import open_work, system_actor
from tests.busy_year import STATEMENT, Year, live_through
from tests.clock import Clock
from tests.office import Office

Body = dict[str, Any]


def bodies(app: Flask) -> list[Body]:
    """The record as an outsider gets it, entry by entry."""
    with app.app_context(), app.extensions["open_reading"]() as reading:
        return [json.loads(body) for body in reading.scalars(select(LedgerRow.body).order_by(LedgerRow.seq))]


def numbers(app: Flask, year: int) -> AnnualNumbers:
    with open_work(app, system_actor("test")) as work:
        return reports.annual_numbers(work.session, work.profile, year)


def of(record: list[Body], action: str) -> list[Body]:
    return [body for body in record if body["action"] == action]


def rows_of(record: list[Body], action: str, table: str) -> dict[str, Body]:
    """The rows of a table that entries of this action made, each column as it was set last."""
    found: dict[str, Body] = {}
    for body in of(record, action):
        for name, columns in body["changes"].items():
            if name.split("/")[0] == table:
                found.setdefault(name, {}).update({column: new for column, (_, new) in columns.items()})
    return found


def test_every_figure_equals_a_recount_of_the_raw_record(app: Flask, office: Office) -> None:
    live_through(office)
    counted, record = numbers(app, 2026), bodies(app)
    record = [body for body in record if "2026-01-01T08:00" <= body["at"] < "2027-01-01T08:00"]

    intents = [body for body in record if (body["kind"], body["outcome"]) == ("access", "intent")]
    assert counted.rows == len(record)
    assert counted.accesses.by_action == Counter(body["action"] for body in intents)
    assert counted.accesses.by_purpose == Counter(body["purpose"] for body in intents)
    assert counted.accesses.people == len({body["user_name"] for body in intents})

    made, refused = of(record, "search.made"), of(record, "search.refused")
    assert counted.searches.by_purpose == Counter(body["purpose"] for body in made)
    assert counted.searches.refused_by_rule == Counter(body["outcome"] for body in refused)
    assert counted.searches.explained == sum(body["case_number"] == "none" for body in made)
    assert counted.searches.share_within_policy == Fraction(len(made), len(made) + len(refused))

    approved = rows_of(record, "hotlist.approved", "hotlist_decision").values()
    stated = {row["entry_id"] for row in rows_of(record, "hotlist.escalated", "escalation").values()}
    assert counted.hotlist.requested == len(of(record, "hotlist.requested"))
    assert counted.hotlist.approved == len(approved)
    assert counted.hotlist.after_statement == sum(row["entry_id"] in stated for row in approved)
    assert counted.hotlist.denied == len(of(record, "hotlist.denied"))

    outcomes = Counter(row["outcome"] for row in rows_of(record, "hit.step-taken", "hit_step").values())
    assert counted.hits.raised == len(rows_of(record, "hit.raised", "hit"))
    assert (counted.hits.positive, counted.hits.negative) == (outcomes["positive"], outcomes["negative"])

    runs = rows_of(record, "retention.purged", "purge_run").values()
    assert sum(purge.runs for purge in counted.purges) == len(runs)
    assert sum(purge.reads for purge in counted.purges) == sum(run["reads"] for run in runs)
    assert sum(purge.pictures for purge in counted.purges) == sum(run["pictures"] for run in runs)
    assert counted.holds.reads == len(rows_of(record, "hold.placed", "hold_item"))
    assert counted.holds.by_kind == {"evidence": len(of(record, "hold.placed"))}
    assert counted.refusals.accesses == {"access.no-permission": len(of(record, "access.refused"))}
    assert counted.refusals.signins == {"password": len(of(record, "signin.failed"))}


def test_the_figures_of_a_known_year_are_what_was_done(app: Flask, office: Office) -> None:
    live_through(office)
    counted = numbers(app, 2026)

    assert counted.searches.by_purpose == {"criminal_investigation": 2, "investigatory_leads": 1}
    assert counted.searches.refused_by_rule == {"purpose.missing": 1, "reason.says-nothing": 1}
    assert (counted.searches.explained, counted.searches.unexplained) == (1, 0)
    assert counted.searches.share_within_policy == Fraction(3, 5)
    assert counted.accesses.by_action["search.results-opened"] == 1
    assert counted.hotlist.approvers == (
        Approver("Ada Admin", "Administrative Division Commander", approved=1, after_statement=1, denied=0),
        Approver("Oscar Ops", "Operations Division Commander", approved=1, after_statement=0, denied=1),
    )
    assert counted.hits == Hits(raised=2, positive=1, negative=0)
    assert counted.hits.unanswered == 1
    assert counted.purges == (Purges("server", runs=1, reads=2, pictures=2, held=1),)
    assert (counted.holds.placed, counted.holds.reads) == (2, 2)
    assert counted.refusals.accesses == {"access.no-permission": 1}


def test_a_year_without_anything_has_no_share_and_no_figures(app: Flask) -> None:
    counted = numbers(app, 2025)

    assert (counted.rows, counted.policy_versions, counted.purges) == (0, (), ())
    assert (counted.searches.asked, counted.searches.share_within_policy) == (0, None)
    assert (counted.accesses.total, counted.hotlist.approved, counted.hits.raised) == (0, 0, 0)


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2027, 1, 1, 7, 59, 59, 999999, tzinfo=UTC), 2026),
        (datetime(2027, 1, 1, 8, 0, tzinfo=UTC), 2027),
    ],
)
def test_the_year_turns_at_midnight_at_the_agency(app: Flask, moment: datetime, year: int) -> None:
    with open_work(app, system_actor("test"), moment) as work:
        work.note(Kind.ACT, Action.SEARCH_REFUSED, Told(purpose="x"), outcome="case.missing")

    assert [each for each in (2026, 2027) if numbers(app, each).searches.refused] == [year]


def test_an_answer_given_after_the_year_counts_for_the_hits_of_that_year(
    app: Flask, office: Office, clock: Clock
) -> None:
    year = live_through(office)
    clock.now = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
    year.answer("8XYZ987", "negative")

    assert numbers(app, 2026).hits == Hits(raised=2, positive=1, negative=1)
    assert numbers(app, 2027).hits == Hits(raised=0, positive=0, negative=0)


def test_a_statement_made_before_new_year_counts_for_the_approval_after_it(
    app: Flask, office: Office, clock: Clock
) -> None:
    year = Year(office)
    clock.now = datetime(2027, 1, 1, 7, 59, tzinfo=UTC)
    entry_id = year.ask_for_entry("7ABC123", STATEMENT)
    clock.move(minutes=2)
    year.decide(year.chief, entry_id, Verdict.APPROVED)

    assert (numbers(app, 2026).hotlist.statements, numbers(app, 2026).hotlist.approved) == (1, 0)
    assert (numbers(app, 2027).hotlist.statements, numbers(app, 2027).hotlist.after_statement) == (0, 1)


def test_a_purge_told_in_several_entries_counts_once(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("purge", "expiry"):
        monkeypatch.setattr(f"portal.services.retention.{module}.CHUNK", 1)
    live_through(office)

    entries = of(bodies(app), "retention.purged")
    assert len(entries) > 1
    assert numbers(app, 2026).purges == (Purges("server", runs=1, reads=2, pictures=2, held=1),)


def test_the_years_are_those_the_record_tells_of(app: Flask, clock: Clock) -> None:
    clock.now = datetime(2028, 1, 1, 7, 59, tzinfo=UTC)
    with open_work(app, system_actor("test")) as work:
        assert reports.years(work) == [2027, 2026]
    for year in (2025, 2028, 0, 10_000):
        with open_work(app, system_actor("test")) as work, pytest.raises(reports.NoSuchYear, match=str(year)):
            reports.make(work, year)
