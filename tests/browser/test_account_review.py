"""The reviewer goes through the accounts of a quarter: decides, keeps, signs, and takes the document home."""

from collections.abc import Callable

from flask import Flask

from portal.cli.jobs import job_named
from portal.jobs.running import run_once
from portal.services.signin import acts
from portal.web.system_work import open_work, system_actor
from tests.browser.conftest import Person
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.office import Member, Office
from tests.services.reviewing import CHIEF, REVIEWER

pytestmark = ON_SQLITE

SAID = "Transferred to records in December; the roster no longer lists them."


def used_today(app: Flask, *members: Member) -> None:
    for member in members:
        with open_work(app, system_actor("test")) as work:
            acts.complete(work, member.account_id)


def test_the_reviewer_reviews_the_quarter(
    app: Flask, office: Office, person: Callable[..., Person], clock: Clock
) -> None:
    reviewer = office.hire(*REVIEWER, user_name="sam.ortiz")
    chief = office.hire(*CHIEF, user_name="ada.reed")
    officer = office.hire("patrol_officer", user_name="jo.park")
    gone = office.hire("detective", user_name="kim.vale")
    clock.move(days=60)  # 1 January
    used_today(app, reviewer, chief, officer)
    run_once(app, job_named("open-account-reviews"))

    # 1. The work list leads to the desk; what stands out asks for a reason, and the summary follows each decision.
    desk = person()
    desk.signs_in(reviewer)
    desk.opens("/")
    desk.follows("Account review of 1 Oct 2026 to 31 Dec 2026")
    assert desk.sees("0 of 4 decided")
    desk.presses(f"Keep {gone.full_name}")
    assert desk.sees("Something stands out in this account")
    desk.page.get_by_label(f"Reason for {gone.full_name}").fill(SAID)
    desk.confirms(f"Close {gone.full_name}")
    assert desk.sees("1 of 4 decided")

    # 2. The clean ones are kept at once; the reviewer's own line is left.
    desk.page.get_by_text("I have looked at the 2 clean accounts").click()
    desk.presses("Keep them")
    assert desk.sees("2 accounts are kept, each on record.")
    assert desk.sees("Your own account waits for another person")

    # 3. The Chief decides that one, on a telephone.
    above = person(400)
    above.signs_in(chief)
    above.opens("/")
    above.follows("Account review of")
    above.presses(f"Keep {reviewer.full_name}")
    assert above.sees("4 of 4 decided")

    # 4. The signature closes it for good.
    desk.page.reload()
    desk.confirms("Sign the review")
    assert desk.sees("The review is signed.")
    assert desk.sees("Signed")
    with desk.page.expect_download() as kept:
        desk.page.get_by_role("link", name="PDF").click()
    assert kept.value.suggested_filename == "barstow-account-review-2026-12-31.pdf"
