"""Reports as a Chief gets them: figures at a glance, the PDF, and that it was made on record."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from portal.config import Settings
from portal.models import LedgerRow
from portal.services import reports
from portal.web.system_work import open_work, system_actor
from tests.busy_year import live_through
from tests.clock import Clock
from tests.office import Browser, Office


@pytest.fixture
def chief(office: Office) -> Browser:
    return office.browser(office.hire("chief_of_police", "chief_of_police", user_name="carla.chief"))


def newest(app: Flask) -> LedgerRow:
    with app.app_context(), app.extensions["open_reading"]() as reading:
        return reading.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).one()


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["report", "annual", *map(str, arguments)])


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_chief_sees_the_years_and_downloads_the_report_of_one(app: Flask, office: Office) -> None:
    year = live_through(office)
    chief = office.browser(year.chief)
    with open_work(app, system_actor("test")) as work:
        numbers = reports.annual_numbers(work.session, work.profile, 2026)

    page = chief.get("/reports/")
    assert page.status_code == 200
    assert "60.0 %" in page.text
    assert 'href="/reports/annual/2026.pdf"' in page.text

    answer = chief.get("/reports/annual/2026.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="barstow-annual-report-2026.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data)
    assert f"made {numbers.searches.made} searches of plate data" in text
    assert f"up to row {numbers.last_seq}; {numbers.rows} entries in the period" in text
    assert f"by {year.chief.full_name}, Chief of Police" in text
    assert "Ada Admin Administrative Division Commander 1 1 0" in text


@pytest.mark.control("report.annual")
def test_a_report_is_on_record_with_the_digest_of_what_was_sent(app: Flask, chief: Browser) -> None:
    before = newest(app).seq
    answer = chief.get("/reports/annual/2026.pdf")

    row = newest(app)
    assert (row.seq, row.kind, row.action, row.user_name) == (
        before + 1,
        "access",
        "report.made",
        "carla.chief",
    )
    assert row.filters == {"year": 2026, "last_seq": before}
    assert row.digest == hashlib.sha256(answer.data).hexdigest()


def test_the_list_alone_is_no_report(app: Flask, chief: Browser) -> None:
    before = newest(app).seq
    chief.get("/reports/")

    assert newest(app).seq == before


@pytest.mark.parametrize("year", ["2025", "2027", "0", "99999"])
def test_a_year_without_a_record_is_not_there(app: Flask, chief: Browser, year: str) -> None:
    before = newest(app).seq

    assert chief.get(f"/reports/annual/{year}.pdf").status_code == 404
    assert newest(app).seq == before


def test_only_who_may_see_reports_gets_one(app: Flask, office: Office) -> None:
    officer = office.browser(office.hire("patrol_officer"))

    for path in ("/reports/", "/reports/annual/2026.pdf"):
        assert officer.get(path).status_code == 403
        assert newest(app).action == "access.refused"
        assert office.browser().get(path).status_code == 303


def test_without_a_record_of_it_no_report_is_sent(app: Flask, chief: Browser, settings: Settings) -> None:
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    with engine.begin() as owner:
        if owner.dialect.name == "sqlite":
            owner.exec_driver_sql(
                "CREATE TRIGGER down BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'down'); END"
            )
        else:
            owner.exec_driver_sql("REVOKE INSERT ON ledger FROM platebook_portal")

    answer = chief.get("/reports/annual/2026.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"%PDF" not in answer.data


def test_the_command_writes_the_report_and_prints_its_figures(
    app: Flask, office: Office, tmp_path: Path
) -> None:
    live_through(office)
    file = tmp_path / "report.pdf"
    before = newest(app).seq

    result = run(app, "2026", "--out", file, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["year"], told["last_seq"]) == (2026, before)
    assert (told["searches"]["made"], told["searches"]["share_within_policy"]) == (3, 0.6)
    assert told["hotlist"]["approvers"][0]["full_name"] == "Ada Admin"
    assert told["since"] == "2026-01-01T00:00:00-08:00"
    assert "made 3 searches of plate data" in text_of(file.read_bytes())
    assert newest(app).action == "report.made"
    assert newest(app).digest == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2026"], "Say what to make"),
        (["2031", "--json"], "Choose one of: 2026."),
        (["2031", "--out", "FOLDER/report.pdf"], "Choose one of: 2026."),
        (["2026", "--out", "FOLDER"], "is a folder"),
        (["2026", "--out", "FOLDER/nowhere/report.pdf"], "does not exist"),
        (["next", "--json"], "not a valid integer"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence_and_leaves_nothing(
    app: Flask, clock: Clock, tmp_path: Path, arguments: list[str], said: str
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    before = newest(app).seq

    result = run(app, *(each.replace("FOLDER", str(folder)) for each in arguments))
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert list(folder.iterdir()) == []
    assert newest(app).seq == before
