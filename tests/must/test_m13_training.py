"""M13, training: usable to the last second of the anniversary, refused at once after it, on record; no job runs."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.models import Person
from portal.services import setup, training
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Office
from tests.services.doing import on_record

LAST_SECOND = datetime(2026, 3, 2, 7, 59, 59, 999999, tzinfo=UTC)
"""The end of 1 March 2026 in California."""


@pytest.fixture
def agency() -> str:
    return "piedmont"


@pytest.mark.control("training.expires")
def test_training_of_more_than_a_year_ago_is_refused_from_the_first_moment_of_the_day_after(
    office: Office, clock: Clock
) -> None:
    clock.now = LAST_SECOND
    with open_work(office.app, system_actor("test")) as work:
        setup.answer_all(work, work.profile.demo.answers, "Invented", demo=True)
    member = office.hire("police_officer", trained=False)
    with open_work(office.app, system_actor("test")) as work:
        training.record(work, work.session.get_one(Person, member.person_id), date(2025, 3, 1))
    browser = office.browser(member)

    assert browser.get("/reads/").status_code == 200
    assert browser.get("/hits/", htmx=True).status_code == 200
    assert on_record(office, "access.refused") == []

    clock.now = LAST_SECOND + timedelta(microseconds=1)
    for htmx in (False, True):
        answer = browser.get("/reads/", htmx=htmx)
        assert answer.status_code == 403
        assert "438.7" in answer.text
        assert "closed to you since 2 Mar 2026" in answer.text
        assert "Training Sergeant" in answer.text
    assert [row.outcome for row in on_record(office, "access.refused")] == ["access.barred"] * 2
    own = browser.get("/training/own")
    assert own.status_code == 200
    assert "1 Mar 2026" in own.text
