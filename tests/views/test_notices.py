"""The inbox: one's own notices alone, not read ones counted in the menu, and no way out of the portal."""

import re

from tests.office import Member, Office
from tests.services.test_notices import set_mail, tell


def count_in_menu(page: str) -> str:
    menu = page.partition('id="navigation"')[2].partition("</nav>")[0]
    found = re.search(r'href="/notices/"[^>]*>Notices\s*(?:<span class="count">(\d+))?', menu)
    assert found
    return found[1] or ""


def notices_of(office: Office) -> tuple[Member, str]:
    member = office.hire("dispatcher")
    notice = tell(office, member, "A hit waits", path="/hits/")
    assert notice
    return member, notice


def test_what_is_not_read_is_counted_until_it_is_opened_and_opening_leads_on(office: Office) -> None:
    member, notice = notices_of(office)
    tell(office, member, "Holds wait", path="/evidence/")
    browser = office.browser(member)
    assert count_in_menu(browser.get("/").text) == "2"

    page = browser.get("/notices/").text
    assert page.count("Not read") == 2
    assert f"/notices/{notice}/opening" in page
    assert page.count("/opening") == 1, "holds are not this person's to open"
    opened = browser.post(f"/notices/{notice}/opening")

    assert (opened.status_code, opened.headers["Location"]) == (303, "/hits/")
    assert count_in_menu(browser.get("/").text) == "1"
    assert browser.post("/notices/reading").status_code == 303
    page = browser.get("/notices/").text
    assert count_in_menu(page) == ""
    assert ("Everything is read" in page, "Not read" in page) == (True, False)


def test_looking_at_the_inbox_marks_nothing_read(office: Office) -> None:
    member, notice = notices_of(office)
    browser = office.browser(member)
    browser.get("/notices/")

    assert count_in_menu(browser.get("/notices/").text) == "1"
    browser.post(f"/notices/{notice}/reading")
    assert count_in_menu(browser.get("/notices/").text) == ""


def test_somebody_elses_notice_is_not_there(office: Office) -> None:
    member, notice = notices_of(office)
    other = office.browser(office.hire("dispatcher"))

    for path in (f"/notices/{notice}/opening", f"/notices/{notice}/reading"):
        assert other.post(path).status_code == 404
    assert other.get(f"/notices/?before={notice}").status_code == 404
    assert "No notice yet" in other.get("/notices/").text
    assert count_in_menu(office.browser(member).get("/").text) == "1"


def test_mail_that_is_off_is_seen_to_be_off(office: Office) -> None:
    desk = office.browser(office.hire("information_technology_manager"))
    for path in ("/notices/", "/system/jobs"):
        assert "Mail is off: notices are shown" in desk.get(path).text

    set_mail(office.app)
    for path in ("/notices/", "/system/jobs"):
        assert "Mail is off" not in desk.get(path).text
