"""Pages answer the people they are for."""

import pytest

from tests.office import Office


@pytest.mark.control("publish.posted")
def test_anybody_reads_the_policy_without_a_cookie(office: Office) -> None:
    page = office.browser().get("/policy")

    assert page.status_code == 200
    assert "Administrative Division Commander" in page.text
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    "path", ["/", "/reads/", "/reads/upload", "/hotlists/", "/hotlists/entries/new", "/hits/", "/evidence/"]
)
def test_an_officer_opens_every_page_of_theirs(office: Office, path: str) -> None:
    officer = office.browser(office.hire("patrol_officer"))
    office.hire("captain", "operations_division_commander")

    assert officer.get(path).status_code == 200


def test_a_stranger_is_sent_to_sign_in(office: Office) -> None:
    answer = office.browser().get("/hits/")

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/hits/")
