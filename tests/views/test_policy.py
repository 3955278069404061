"""The public page of every agency: its rules and gaps, no member's name but the published one, no plate, no cookie."""

import pytest
from flask import Flask

from portal.access import Duty
from portal.agencies.gaps import gaps
from portal.agencies.profile import slugs
from portal.services import people
from portal.services.people import NewPerson
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Browser
from tests.services.doing import PLATE
from tests.services.reads_on_file import receive


@pytest.mark.control("publish.designee", "publish.posted")
@pytest.mark.parametrize("agency", slugs())
def test_anybody_reads_the_rules_and_what_they_leave_open(app: Flask, clock: Clock, agency: str) -> None:
    receive(app, clock.now, PLATE)
    with open_work(app, system_actor("test")) as work:
        profile = work.profile
        posts = profile.duties[Duty.ADMINISTRATOR].posts[:1]
        if profile.titles:
            title = profile.titles[0].key
            people.create(work, NewPerson("Morgan Ellery", "E1", title, posts))
            people.create(work, NewPerson("Robin Castell", "E2", title))

    page = Browser(app.test_client()).get("/policy")

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    published = bool(posts and profile.titles) and profile.publish.designee == "title-and-name"
    assert ("Morgan Ellery" in page.text) is published
    assert "Robin Castell" not in page.text
    assert PLATE not in page.text
    for rule in profile.rules:
        assert f'id="rule-{rule.key}"' in page.text
    missing = [gap.key for gap in gaps(profile) if gap.stops.split(":")[0].split(".")[0] not in page.text]
    assert missing == []
    assert ("What the adopted text leaves open" in page.text) is bool(gaps(profile))
    assert "none has run yet" in page.text
