"""M8: the list of banned passwords is kept up to date, and the passwords in use are held to it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from portal import create_app
from portal.config import Settings
from portal.services.signin import acts
from portal.web.installation import NotSetUp, open_tools
from tests.must.signing_in import account, code_of, gives_password, token_of
from tests.office import PASSWORD, Browser, Member, Office
from tests.services.doing import doing, on_record

NEW = "seven quiet herons at dusk"


@pytest.fixture
def own_list(tmp_path: Path) -> Path:
    path = tmp_path / "banned.txt"
    path.write_text("Station Thirteen Dispatch\n", encoding="utf-8")
    return path


@pytest.fixture
def settings(settings: Settings, own_list: Path) -> Settings:
    return settings.model_copy(update={"banned_passwords": own_list})


def change_list(path: Path, *words: str) -> None:
    """The file as somebody leaves it, certainly newer than before."""
    changed = path.stat().st_mtime + 1
    path.write_text("\n".join(words), encoding="utf-8")
    os.utime(path, (changed, changed))


def with_password_and_code(office: Office, member: Member) -> tuple[Browser, str | None]:
    """A browser in which both were given, and where that led."""
    browser = office.visitor()
    assert (
        browser.post("/sign-in", {"user_name": member.user_name, "password": PASSWORD}).location
        == "/sign-in/code"
    )
    browser.token = ""
    return browser, browser.post(
        "/sign-in/code", {"code": code_of(member, office), **token_of(browser)}
    ).location


def test_a_password_put_on_the_list_must_be_changed_before_going_on(office: Office, own_list: Path) -> None:
    member = office.hire("patrol_officer")
    change_list(own_list, PASSWORD.upper())

    browser, leads_to = with_password_and_code(office, member)

    assert leads_to == "/sign-in/password"
    assert "on the agency&#39;s own list" in browser.get("/sign-in/password").text
    assert browser.get("/").status_code == 303
    assert browser.post("/sign-in/banner", token_of(browser)).location == "/sign-in/password"
    assert len(on_record(office, "signin.password-refused")) == 1
    same = browser.post("/sign-in/password", {"new": PASSWORD, "again": PASSWORD, **token_of(browser)})
    assert (same.status_code, "own list" in same.text) == (422, True)
    answer = browser.post("/sign-in/password", {"new": NEW, "again": NEW, **token_of(browser)})
    assert answer.location == "/"
    assert "Work list" in browser.get("/").text
    assert gives_password(office, member, NEW)
    assert not gives_password(office, member, PASSWORD)
    assert account(office, member).password_refused == ""


def test_a_year_old_password_must_be_changed_and_one_of_a_day_less_not(office: Office) -> None:
    """CJIS Security Policy IA-5 f, by the setting `password_days`."""
    members = [office.hire("patrol_officer") for _ in range(2)]
    for days in (80, 80, 80, 80, 44):
        office.clock.move(days=days)
        for member in members:
            keep_in_use(office, member)

    assert with_password_and_code(office, members[0])[1] == "/sign-in/banner"
    office.clock.move(days=1)
    browser, leads_to = with_password_and_code(office, members[1])
    assert leads_to == "/sign-in/password"
    assert "365 days" in browser.get("/sign-in/password").text


def keep_in_use(office: Office, member: Member) -> None:
    with doing(office, member) as work:
        acts.complete(work, member.account_id)


def test_readiness_warns_of_a_list_older_than_ninety_days_and_stays_ready(
    office: Office, own_list: Path
) -> None:
    def ready(days_old: int) -> tuple[int, list[str]]:
        changed = (office.clock.now - timedelta(days=days_old)).timestamp()
        os.utime(own_list, (changed, changed))
        answer = office.browser().get("/readyz")
        return answer.status_code, answer.json["warnings"]  # type: ignore[index]

    assert ready(89) == (200, [])
    status, warnings = ready(100)
    assert status == 200
    assert "last changed 100 days ago" in warnings[0]
    own_list.unlink()
    assert "cannot be read" in office.browser().get("/readyz").json["warnings"][0]  # type: ignore[index]


def test_a_list_that_is_not_there_stops_the_start(settings: Settings, office: Office, own_list: Path) -> None:
    own_list.unlink()

    with pytest.raises(NotSetUp, match="is not there"):
        open_tools(create_app(settings, office.clock))
