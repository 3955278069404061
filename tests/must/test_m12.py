"""M12: signing out, closing an account and ending its sessions take effect on the next request."""

import pytest
from sqlalchemy import update

from portal.models import Account
from portal.services import reports
from portal.services.reports import Report
from portal.services.work import Work
from tests.office import Office
from tests.services.doing import disable, on_record
from tests.signing_in import cookie, signed_in, take_up

OWN = "/account/sessions"


def test_a_copied_cookie_is_worth_nothing_after_sign_out(office: Office) -> None:
    browser = signed_in(office, office.hire("patrol_officer"))
    copied = cookie(browser)

    answer = browser.post("/sign-in/out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    take_up(browser, office, copied)
    assert browser.get(OWN, htmx=True).status_code == 401


def test_a_closed_account_is_out_at_the_next_request(office: Office) -> None:
    member = office.hire("dispatcher")
    browser = office.browser(member, idle_minutes=30)
    office.clock.move(minutes=30)
    assert browser.get("/sign-in/lock").json == {"locked": True, "waiting": 0}, "locked, not ended"

    disable(office, member)

    assert browser.get("/sign-in/lock", htmx=True).status_code == 401
    assert browser.get(OWN, htmx=True).status_code == 401


def test_an_administrator_ends_everything_somebody_is_signed_in_with(office: Office) -> None:
    member = office.hire("patrol_officer")
    browsers = [office.browser(member), office.browser(member)]
    ender = office.browser(office.hire("captain", "administrative_division_commander"))
    address = f"/people/accounts/{member.account_id}/sessions/end"

    assert office.browser(office.hire("detective")).post(address).status_code == 403
    assert ender.post(address).status_code == 303

    assert [browser.get(OWN).status_code for browser in browsers] == [303, 303]
    assert "An administrator ended your session." in browsers[0].get("/sign-in").text
    (row,) = on_record(office, "signin.session-ended")
    assert (row.outcome, row.subject_id, row.count) == ("all", member.account_id, 2)


def test_the_command_line_ends_them_too(office: Office) -> None:
    member = office.hire("patrol_officer")
    browser = office.browser(member)
    runner = office.app.test_cli_runner()

    done = runner.invoke(args=["people", "end-sessions", member.user_name])
    unknown = runner.invoke(args=["people", "end-sessions", "nobody.here"])

    assert "ended: 1" in done.output
    assert unknown.exit_code == 2
    assert browser.get(OWN).status_code == 303
    (row,) = on_record(office, "signin.session-ended")
    assert " at " in row.terminal, "who ran it, and on which machine"


@pytest.mark.parametrize("how", ["closed", "signed out"])
def test_a_report_being_made_for_somebody_who_is_out_meanwhile_is_not_sent(
    office: Office, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export is one file made in one request: it is looked at once more before it is recorded and sent."""
    member = office.hire("chief_of_police", "chief_of_police")
    browser, real = office.browser(member), reports.make

    def make_meanwhile(work: Work, year: int) -> Report:
        made = real(work, year)
        with office.app.extensions["open_writing"]() as session:
            if how == "closed":
                mark = update(Account).where(Account.id == member.account_id).values(disabled=True)
                session.connection().execute(mark)
                session.commit()
        if how == "signed out":
            office.app.extensions["sessions"].end(work.origin.session, work.now)
        return made

    monkeypatch.setattr(reports, "make", make_meanwhile)

    answer = browser.get("/reports/annual/2026.pdf")

    assert (answer.status_code, answer.data) == (303, b"")
    assert on_record(office, "report.made") == []
