"""An installation is one agency's for good; its answers complete the profile from their day on."""

import pytest
from flask import Flask

from portal.agencies.document import ProfileError
from portal.agencies.gaps import gaps
from portal.rules import RuleBroken
from portal.services import setup
from portal.services.setup import WrongInstallation
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.services.reads_on_file import reading

PERIOD = "retention.sources.server.minimum"


@pytest.fixture
def agency() -> str:
    return "west-covina"


def test_an_answer_closes_its_gap_and_the_newest_one_counts(app: Flask, clock: Clock) -> None:
    with open_work(app, system_actor("test")) as work:
        assert PERIOD in [gap.key for gap in gaps(work.profile)]
        before = work.profile.version
        setup.answer(work, PERIOD, {"years": 1}, "Government Code 34090.6")
    with open_work(app, system_actor("test")) as work:
        assert PERIOD not in [gap.key for gap in gaps(work.profile)]
        first = work.profile
        assert first.retention.sources["server"].minimum is not None
        assert first.retention.sources["server"].minimum.years == 1
    answered_at = clock.now
    clock.move(days=1)
    with open_work(app, system_actor("test")) as work:
        setup.answer(work, PERIOD, {"years": 2}, "Resolution 2026-14")

    with reading(app) as session:
        now = setup.effective_profile(session, "west-covina")
        assert now.retention.sources["server"].minimum.years == 2
        assert setup.answers(session) == {PERIOD: {"years": 2}}
        assert setup.answers(session, answered_at) == {PERIOD: {"years": 1}}
    assert len({before, first.version, now.version}) == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (PERIOD, {"years": 0}),
        (PERIOD, "a while"),
        ("retention.no_such_key", 1),
        ("agency.slug", "Not A Slug"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_not_kept(app: Flask, key: str, value: object) -> None:
    with pytest.raises(ProfileError), open_work(app, system_actor("test")) as work:
        setup.answer(work, key, value, "Resolution 2026-14")
    with reading(app) as session:
        assert setup.answers(session) == {}


def test_a_database_serves_the_agency_it_was_founded_for_and_no_other(app: Flask) -> None:
    with reading(app) as session:
        assert setup.check_installation(session, "west-covina").agency == "west-covina"
        with pytest.raises(WrongInstallation, match=r"belongs to .west-covina. and refuses"):
            setup.check_installation(session, "fresno")


def test_what_the_text_settles_is_no_question_of_set_up(app: Flask) -> None:
    with pytest.raises(RuleBroken) as broken, open_work(app, system_actor("test")) as work:
        setup.answer(work, "search.case_number", "asked", "Order 12 of the Chief")
    assert broken.value.code == "setup.settled-by-text"
    with pytest.raises(RuleBroken), open_work(app, system_actor("test")) as work:
        setup.answer(work, "posts.patrol_captain", {"title": "Anybody", "section": "462.2"}, "Order 12")
    with reading(app) as session:
        assert setup.answers(session) == {}


@pytest.mark.parametrize("basis", ["", "  ", "-", "12", "ok"])
def test_an_answer_without_a_basis_is_not_kept(app: Flask, basis: str) -> None:
    with pytest.raises(RuleBroken) as broken, open_work(app, system_actor("test")) as work:
        setup.answer(work, PERIOD, {"years": 1}, basis)
    assert (broken.value.code, broken.value.field) == ("setup.no-basis", "basis")
    with reading(app) as session:
        assert setup.answers(session) == {}
