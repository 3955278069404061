"""The pages of retention, of the jobs, and the two addresses for whoever watches the portal."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from portal.config import Settings
from portal.demo.beginning import record_answers
from portal.jobs import JOBS
from portal.jobs.running import run_once
from portal.models import DestructionAuthority, LedgerRow, PurgeRun
from portal.web.system_work import open_work, system_actor
from tests.clock import START, Clock
from tests.office import Office
from tests.services.reads_on_file import authorise, purge_at, reading, receive

LONG_AGO = START - timedelta(days=400)
AUTHORITY = {
    "source": "server",
    "resolution": "Resolution 2026-31",
    "adopted_on": "2026-10-05",
    "attorney": "A. Attorney",
    "consented_on": "2026-10-07",
    "schedule_line": "PD-31, plate reader data",
}


def administrator(office: Office) -> Any:
    return office.browser(office.hire("captain", "administrative_division_commander"))


def test_the_schedule_tells_each_source_and_what_is_missing(app: Flask, office: Office) -> None:
    page = administrator(office).get("/retention/").text

    assert "Department server" in page
    assert "1 calendar year" in page
    assert "Government Code 34090.6" in page
    assert "no destruction authority is on file" in page
    assert "Flock Safety cloud" in page
    assert "30 days" in page
    assert "Purged by the vendor" in page
    assert "Nothing has been destroyed yet" in page


def test_the_schedule_shows_the_authority_and_the_last_purge(app: Flask, office: Office) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")
    purge_at(app, START)

    page = administrator(office).get("/retention/").text

    assert "Resolution 2020-14" in page
    assert "reads destroyed 1, pictures 1; kept by a hold 0" in page
    assert "7ABC123" not in page


def test_an_authority_is_put_on_file_by_whom_the_profile_names(
    app: Flask, office: Office, clock: Clock
) -> None:
    custodian = office.browser(office.hire("lieutenant", "custodian_of_records", user_name="records.keeper"))
    assert custodian.get("/retention/authorities/new").status_code == 200

    answer = custodian.post("/retention/authorities", AUTHORITY)

    assert (answer.status_code, answer.location) == (303, "/retention/")
    with reading(app) as session:
        row = session.scalars(select(DestructionAuthority)).one()
        assert (row.source, row.adopted_on, row.consented_on) == (
            "server",
            date(2026, 10, 5),
            date(2026, 10, 7),
        )
        assert (row.recorded_by, row.recorded_at) == ("Records Keeper", clock.now)
        told = session.scalars(select(LedgerRow).where(LedgerRow.subject_id == row.id)).one()
        assert (told.action, told.user_name) == ("retention.authority-recorded", "records.keeper")
    assert "Purged every night" in custodian.get("/retention/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"adopted_on": "2026-11-03"}, "adopted today at the latest"),
        ({"consented_on": "2027-01-01"}, "consented today at the latest"),
        ({"adopted_on": ""}, "Give the day"),
        ({"attorney": " "}, "Fill this in"),
        ({"source": "flock"}, "Not a valid choice"),
    ],
)
def test_an_authority_that_cannot_be_is_sent_back_to_the_form(
    app: Flask, office: Office, wrong: dict[str, str], said: str
) -> None:
    for htmx in (False, True):
        answer = administrator(office).post("/retention/authorities", AUTHORITY | wrong, htmx=htmx)
        assert answer.status_code == 422
        assert said in answer.text
    with reading(app) as session:
        assert session.scalars(select(DestructionAuthority)).all() == []


def test_a_certificate_tells_what_was_destroyed_under_whose_authority(app: Flask, office: Office) -> None:
    authorise(app)
    receive(app, LONG_AGO, "7ABC123")
    run = purge_at(app, START)
    browser = administrator(office)

    page = browser.get(f"/retention/runs/{run.id}").text

    assert run.digest in page
    assert "Resolution 2020-14" in page
    assert "A. Attorney" in page
    assert browser.get(f"/retention/runs/{'0' * 32}").status_code == 404


def test_an_officer_may_see_none_of_it(app: Flask, office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    for path in ("/retention/", "/retention/authorities/new", "/retention/runs/1", "/system/jobs"):
        assert officer.get(path).status_code == 403
    assert officer.post("/retention/authorities", AUTHORITY).status_code == 403


@pytest.mark.parametrize("agency", ["west-covina"])
def test_silence_of_the_text_is_shown_as_silence(app: Flask, office: Office, agency: str) -> None:
    with open_work(app, system_actor("test")) as work:
        record_answers(work, work.profile.demo.answers)
    captain = office.browser(office.hire("captain", "patrol_captain"))

    page = captain.get("/retention/").text

    assert "Not answered" in page
    assert "the adopted text states no retention" in page
    assert "Nothing is purged" in page


def test_the_page_of_jobs_tells_runs_and_what_is_late(app: Flask, office: Office, clock: Clock) -> None:
    run_once(app, JOBS[1])
    browser = administrator(office)
    page = browser.get("/system/jobs").text
    assert "Never ran" in page
    assert "There was nothing to do." in page
    assert "Late" not in page

    clock.move(days=2)
    assert "Late" in administrator(office).get("/system/jobs").text


def test_alive_and_ready_are_told_to_anybody_without_a_cookie(app: Flask, office: Office) -> None:
    anybody = office.browser()
    alive, ready = anybody.get("/healthz"), anybody.get("/readyz")

    assert (alive.status_code, alive.json) == (200, {"status": "alive"})
    assert ready.status_code == 200
    assert ready.json["checks"] == {"database": True, "ledger": True, "disk": True}
    assert [job["name"] for job in ready.json["jobs"]] == [job.name for job in JOBS]
    assert "Set-Cookie" not in alive.headers
    assert "Set-Cookie" not in ready.headers


def test_being_asked_leaves_no_trace(app: Flask, office: Office) -> None:
    with reading(app) as session:
        before = session.scalars(select(LedgerRow.seq)).all()
        office.browser().get("/readyz")
        assert session.scalars(select(LedgerRow.seq)).all() == before


def rename(settings: Settings, table: str) -> None:
    """Takes a table away behind the portal's back."""
    engine = create_engine(settings.owner_url or settings.database)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_gone")
    engine.dispose()


def test_a_ledger_that_takes_no_entry_is_not_ready(app: Flask, office: Office, settings: Settings) -> None:
    rename(settings, "ledger")

    answer = office.browser().get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": True, "ledger": False, "disk": True}
    assert office.browser().get("/healthz").status_code == 200


def test_without_its_database_the_portal_is_alive_and_not_ready(
    app: Flask, office: Office, settings: Settings
) -> None:
    rename(settings, "setup_answer")

    answer = office.browser().get("/readyz")

    assert answer.status_code == 503
    assert (answer.json["status"], answer.json["checks"]["database"]) == ("not ready", False)
    assert office.browser().get("/healthz").json == {"status": "alive"}


def test_every_purge_is_listed_newest_first(app: Flask, office: Office, clock: Clock) -> None:
    authorise(app)
    for day in range(3):
        purge_at(app, START + timedelta(days=day))
    page = administrator(office).get("/retention/").text
    with reading(app) as session:
        newest_first = session.scalars(select(PurgeRun.id).order_by(PurgeRun.started_at.desc())).all()
    places = [page.rindex(f"/retention/runs/{run_id}") for run_id in newest_first]
    assert places == sorted(places)
