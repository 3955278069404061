"""Who oversees the programme is named where, and only where, the policy publishes a name."""

import pytest
from flask import Flask

from portal.access import Duty
from portal.agencies.profile import load, slugs
from portal.services import people
from portal.services.people import NewPerson
from portal.services.policy import page
from portal.web.system_work import open_work, system_actor

NAMED = [slug for slug in slugs() if load(slug).duties[Duty.ADMINISTRATOR].posts and load(slug).titles]
"""Where nobody can be taken on before set-up answers, nobody can be named."""


@pytest.mark.control("publish.designee")
@pytest.mark.parametrize("agency", NAMED)
def test_the_holder_of_the_post_is_named_only_where_the_policy_says_so(app: Flask, agency: str) -> None:
    with open_work(app, system_actor("test")) as work:
        post = work.profile.duties[Duty.ADMINISTRATOR].posts[0]
        title = next(each.key for each in work.profile.titles)
        people.create(work, NewPerson("Morgan Ellery", "E1", title, (post,)))

    with open_work(app, system_actor("test")) as work:
        named = work.profile.publish.designee == "title-and-name"
        assert page.published_designee(work) == (["Morgan Ellery"] if named else [])


@pytest.mark.parametrize("slug", slugs())
def test_every_rule_is_told_under_a_heading(slug: str) -> None:
    profile = load(slug)

    told = [rule.key for _, rules in page.topics(profile) for rule in rules]

    assert sorted(told) == sorted(rule.key for rule in profile.rules)
