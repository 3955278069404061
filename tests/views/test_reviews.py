"""The pages of account reviews: the list, the desk with and without JavaScript, the signature, and the document."""

import io
import re

import pytest
from pypdf import PdfReader

from portal.services import reviews
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import doing, on_record
from tests.services.reviewing import CHIEF, REVIEWER, SAID, crowd, line_id, opened, signed


@pytest.fixture
def reviewer(office: Office) -> Member:
    return office.hire(*REVIEWER)


@pytest.fixture
def chief(office: Office) -> Member:
    return office.hire(*CHIEF)


def test_a_reviewer_opens_decides_takes_back_and_signs_without_javascript(
    office: Office, reviewer: Member, chief: Member
) -> None:
    officer = office.hire("patrol_officer")
    desk = office.browser(reviewer)
    assert "No review yet" in desk.get("/people/reviews").text
    review = desk.post("/people/reviews").headers["Location"]
    assert desk.post("/people/reviews").status_code == 409

    address = f"{review}/lines/{line_id(office, review[-32:], officer)}"
    refused = desk.post(f"{address}?sort=flags", {"verdict": "kept", "reason": "ok"})
    assert refused.status_code == 422
    assert "Something stands out in this account" in refused.text
    assert 'value="ok"' in refused.text
    answer = desk.post(f"{address}?sort=flags", {"verdict": "closed", "reason": SAID})
    assert answer.headers["Location"] == f"{review}?sort=flags#lines"
    assert "1 of 3 decided" in desk.get(review).text
    assert desk.post(address, {"verdict": "undo"}).status_code == 303
    assert "0 of 3 decided" in desk.get(review).text

    assert desk.post(f"{review}/signature", {"statement": SAID}).status_code == 422
    assert desk.get(f"{review}.pdf").status_code == 404
    signed(office, reviewer, chief, review[-32:])
    page = desk.get(review).text
    assert SAID in page
    assert "Keep " not in page
    assert desk.post(address, {"verdict": "undo"}).status_code == 409


def test_htmx_gets_the_line_and_the_summary_beside_it(office: Office, reviewer: Member) -> None:
    officer = office.hire("patrol_officer")
    review = opened(office, reviewer)
    address = f"/people/reviews/{review}/lines/{line_id(office, review, officer)}"
    desk = office.browser(reviewer)

    wrong = desk.post(address, {"verdict": "changed", "reason": "x"}, htmx=True)
    assert wrong.status_code == 422
    assert "what must be changed" in wrong.text
    right = desk.post(address, {"verdict": "kept", "reason": SAID}, htmx=True)
    assert right.status_code == 200
    assert not right.text.lstrip().startswith("<!doctype")
    assert 'data-hx-swap-oob="true"' in right.text
    assert "1 of 2 decided" in right.text


@pytest.mark.control("accounts.review")
def test_nobody_reviews_themselves_by_form_or_raw_post(
    office: Office, reviewer: Member, chief: Member
) -> None:
    officer = office.hire("patrol_officer")
    review = opened(office, reviewer)
    own = f"/people/reviews/{review}/lines/{line_id(office, review, reviewer)}"
    theirs = f"/people/reviews/{review}/lines/{line_id(office, review, officer)}"
    at_desk, above, below = office.browser(reviewer), office.browser(chief), office.browser(officer)

    page = at_desk.get(f"/people/reviews/{review}").text
    assert own not in page
    assert theirs in page
    assert "somebody else decides it" in page
    for path in (own, f"{own}/second"):
        answer = at_desk.post(path, {"verdict": "kept", "reason": SAID})
        assert answer.status_code == 409
        assert "Nobody reviews their own account" in answer.text
        assert "466.6(d)" in answer.text
    assert [row.outcome for row in on_record(office, "act.refused")] == ["review.own-line"] * 2

    assert f'action="{own}/second"' in above.get(f"/people/reviews/{review}").text
    assert above.post(f"{own}/second", {"verdict": "kept", "reason": SAID}).status_code == 303
    assert above.post(own, {"verdict": "kept", "reason": SAID}).status_code == 403
    assert above.post(f"{theirs}/second", {"verdict": "kept", "reason": SAID}).status_code == 409
    assert below.get(f"/people/reviews/{review}").status_code == 403


def test_three_hundred_accounts_are_workable(office: Office, reviewer: Member) -> None:
    crowd(office, 300)
    review = opened(office, reviewer)
    desk = office.browser(reviewer)
    path = f"/people/reviews/{review}"

    page = desk.get(path).text
    assert "0 of 301 decided" in page
    assert "301 accounts, page 1 of 4" in page
    assert page.count('class="review-line') >= 100
    assert desk.get(f"{path}?page=999999999999&show=x&sort=y").status_code == 200
    found = desk.get(path, query_string={"q": "crowd 0042", "show": "all"}).text
    assert names(found) == ["Crowd 0042"]
    assert names(desk.get(path, query_string={"title": "Captain"}).text) == [reviewer.full_name]
    assert names(desk.get(path, query_string={"show": "flagged"}).text) == [reviewer.full_name]

    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert seen
    assert desk.post(f"{path}/clean", {"seen": seen[1]}).status_code == 422
    assert desk.post(f"{path}/clean", {"seen": "0" * 64, "looked": "y"}).status_code == 409
    assert desk.post(f"{path}/clean", {"seen": seen[1], "looked": "y"}).status_code == 303
    assert "300 of 301 decided" in desk.get(path).text


def names(page: str) -> list[str]:
    return re.findall(r"<h3[^>]*>(?:<a[^>]*>)?([^<]+)<", page)


def test_an_overdue_review_is_red_on_the_pages_of_those_it_concerns(
    office: Office, clock: Clock, reviewer: Member, chief: Member
) -> None:
    officer = office.hire("patrol_officer")
    review = opened(office, reviewer)
    assert "is overdue since" not in office.browser(reviewer).get("/").text
    assert (
        f"/people/reviews/{review}" in office.browser(chief).get("/").text
    )  # the reviewer's line waits for them

    clock.move(days=31)
    for member in (reviewer, chief):
        home = office.browser(member).get("/").text
        assert "is overdue since 2 Dec 2026: 0 of 3 decided" in home
    assert "overdue" not in office.browser(officer).get("/").text
    assert "Overdue" in office.browser(chief).get("/people/reviews").text


def test_the_document_shows_every_line_who_decided_and_the_digest_on_record(
    office: Office, reviewer: Member, chief: Member
) -> None:
    officer = office.hire("patrol_officer", user_name="ann.b")
    review = opened(office, reviewer)
    signed(office, reviewer, chief, review)
    browser = office.browser(chief)

    answer = browser.get(f"/people/reviews/{review}.pdf")
    assert answer.mimetype == "application/pdf"
    assert "barstow-account-review-2026-11-02.pdf" in answer.headers["Content-Disposition"]
    assert browser.get(f"/people/reviews/{review}.pdf").data == answer.data
    told = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split()
    )
    for member in (officer, reviewer, chief):
        assert member.full_name in told
        assert member.user_name in told
    [entry] = on_record(office, "account-review.signed")
    assert entry.digest in told
    assert f"entry {entry.seq} of the ledger" in told
    assert told.count(SAID) == 3
    assert "Every account was compared with the roster." in told
    assert f"{reviewer.full_name}, Administrative Division Commander" in told
    assert "Never signed in." in told
    with doing(office, reviewer) as work:
        lines = reviews.lines_of(work, reviews.get(work, review))
        assert reviews.digest(lines[0].review, lines) == entry.digest
