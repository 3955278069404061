"""Whoever leaves loses access at the moment itself and holds nothing from then on; then a check-list is worked off."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.access import Permission, Tier
from portal.cli.jobs import job_named
from portal.jobs.running import run_once
from portal.ledger.verify import verify
from portal.models import Account, Departure, DepartureStep, Notice
from portal.rules import RuleBroken
from portal.rules.departures import STEPS
from portal.services import departures, people, posts
from portal.services.departures import NewDeparture
from portal.services.posts import founding
from tests.clock import Clock
from tests.office import Browser, Member, Office
from tests.services.changing_posts import ADC, CHIEF, ODC, RECORDS, confirmed, proposed
from tests.services.doing import ask, doing, looking, on_record

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LETTER = "Letter of the second of November"


@pytest.fixture
def adc(office: Office) -> Member:
    return office.hire("captain", ADC, user_name="ada.adc")


@pytest.fixture
def officer(office: Office) -> Member:
    return office.hire("patrol_officer", user_name="jo.park")


def leaves(office: Office, by: Member, who: Member, kind: str = "separated", **more: object) -> str:
    with doing(office, by) as work:
        new = NewDeparture(who.person_id, kind, LETTER, **more)  # type: ignore[arg-type]  # a moment
        return departures.record(work, new).id


def signs(office: Office, by: Member, departure_id: str, key: str, note: str = "Received") -> None:
    with doing(office, by) as work:
        departures.finish_step(work, departures.get(work, departure_id, for_change=True), key, note)


def done(office: Office, departure_id: str) -> dict[str, tuple[str | None, str]]:
    with office.app.extensions["open_reading"]() as session:
        rows = session.scalars(select(DepartureStep).where(DepartureStep.departure_id == departure_id))
        return {row.key: (row.done_by_id, row.note) for row in rows}


def is_let_in(browser: Browser) -> bool:
    return browser.get("/").status_code == 200


def told(office: Office, member: Member) -> list[str]:
    with office.app.extensions["open_reading"]() as session:
        rows = session.scalars(
            select(Notice).where(Notice.person_id == member.person_id).order_by(Notice.made_at)
        )
        return [row.subject for row in rows]


@pytest.mark.parametrize("kind", ["separated", "transferred"])
def test_access_ends_with_the_next_click(office: Office, adc: Member, officer: Member, kind: str) -> None:
    browser = office.browser(officer)
    assert is_let_in(browser)

    departure = leaves(office, adc, officer, kind)

    assert not is_let_in(browser)
    assert set(done(office, departure)) == {"account", "sessions", "posts", "requests", "holds", "training"}
    assert {who for who, _ in done(office, departure).values()} == {None}
    assert [row.full_name for row in on_record(office, "person.departure-recorded")] == [adc.full_name]
    assert [row.full_name for row in on_record(office, "account.disabled")] == [adc.full_name]


@pytest.mark.parametrize("kind", ["separated", "transferred"])
def test_a_later_moment_closes_access_by_itself_though_no_job_runs(
    office: Office, clock: Clock, adc: Member, officer: Member, kind: str
) -> None:
    departure = leaves(office, adc, officer, kind, effective_at=clock.now + HOUR)
    clock.move(minutes=59, seconds=59)
    assert is_let_in(office.browser(officer))
    assert "account" not in done(office, departure)

    clock.move(seconds=1)

    assert not is_let_in(office.browser(officer))
    run_once(office.app, job_named("watch-departures"))
    assert done(office, departure)["account"][0] is None
    with office.app.extensions["open_reading"]() as session:
        account = session.get_one(Account, officer.account_id)
        assert (account.disabled, account.disabled_at) == (True, clock.now)


def test_whoever_has_left_holds_no_post_title_or_right_from_that_moment(
    office: Office, clock: Clock, adc: Member
) -> None:
    commander = office.hire("captain", ODC)
    moment = clock.now + HOUR
    leaves(office, adc, commander, effective_at=moment)

    with looking(office, adc, moment - timedelta(microseconds=1)) as work:
        assert [each.full_name for each in people.holders(work, (ODC,))] == [commander.full_name]
        assert [each.until for each in posts.standing_of(work, ODC).now] == [moment]
        assert founding.able(work, Permission.POST_PROPOSE) == {adc.person_id}
    with looking(office, adc, moment) as work:
        assert people.holders(work, (ODC,)) == []
        assert people.current_posts(work.session, commander.person_id, moment) == []
        assert posts.held_on(work.session, ODC, moment) == []
        assert posts.standing_of(work, ODC).vacant
        assert [row.stands for row in posts.history(work, ODC).rows] == ["over"]
        assert ODC in {each.post.key for each in posts.waiting_for(work).vacancies}
        assert commander.person_id not in {person.id for person, _ in posts.candidates(work)}
        actor = office.actor(work, commander)
        assert (actor.tier, actor.posts, actor.title) == (Tier.NONE, (), "")
        assert [row.person_id for row in posts.held_on(work.session, ODC, moment - HOUR / 2)] == [
            commander.person_id
        ]


def test_nobody_who_will_have_left_is_given_a_post(office: Office, clock: Clock, adc: Member) -> None:
    clerk = office.hire("lieutenant")
    leaves(office, adc, clerk, effective_at=clock.now + HOUR)

    with pytest.raises(RuleBroken):
        proposed(office, adc, RECORDS, clerk, since=clock.now + 2 * HOUR)


def test_a_check_list_is_worked_to_its_end(office: Office, clock: Clock, adc: Member) -> None:
    chief = office.hire("chief_of_police", CHIEF)
    keeper = office.hire("lieutenant", RECORDS)
    ask(office, keeper)
    departure = leaves(office, adc, keeper)
    assert set(done(office, departure)) == {"account", "sessions", "holds", "training"}
    with looking(office, adc) as work:
        points = {each.step.key: each for each in departures.checklist(work, departures.get(work, departure))}
        assert points["requests"].open == "Requests that still wait for a decision: 1."
        assert work.profile.post(RECORDS).title in points["posts"].open

    with pytest.raises(RuleBroken) as broken:
        signs(office, adc, departure, "requests", "")
    assert broken.value.code == "departure.note"
    with pytest.raises(NoResultFound):
        signs(office, adc, departure, "tea")
    signs(office, adc, departure, "requests", "The commander goes on with it")
    confirmed(office, chief, proposed(office, adc, RECORDS, office.hire("lieutenant")))
    for key in ("keys", "vendors"):
        signs(office, adc, departure, key)
    assert "posts" in done(office, departure), "the portal saw the successor"
    clock.move(hours=2)
    signs(office, adc, departure, "mobile", "")

    assert set(done(office, departure)) == {step.key for step in STEPS}
    assert done(office, departure)["keys"] == (adc.person_id, "Received")
    with looking(office, adc) as work:
        row = departures.get(work, departure)
        assert row.closed_at == clock.now
        assert departures.open_for(work) == []
    assert len(on_record(office, "person.departure-step-done")) == len(STEPS)
    assert len(on_record(office, "person.departure-closed")) == 1
    with pytest.raises(RuleBroken):
        signs(office, adc, departure, "keys")
    with office.app.extensions["open_reading"]() as session:
        assert verify(session, office.app.extensions["tools"].ledger.key).passes


def test_nobody_records_or_signs_their_own_departure_nor_one_twice(office: Office, adc: Member) -> None:
    other = office.hire("captain", ADC, user_name="lee.chan")
    with pytest.raises(RuleBroken) as broken:
        leaves(office, adc, adc)
    assert broken.value.code == "departure.own"

    departure = leaves(office, adc, other, "transferred", effective_at=office.clock.now + HOUR)

    with pytest.raises(RuleBroken) as broken:
        signs(office, other, departure, "keys")
    assert broken.value.code == "departure.own-step"
    with pytest.raises(RuleBroken) as broken:
        leaves(office, adc, other)
    assert broken.value.code == "departure.recorded-already"
    with looking(office, other) as work:
        assert departures.open_for(work) == []


def test_whoever_closes_accounts_is_told_at_once_and_once_more_when_it_is_overdue(
    office: Office, clock: Clock, adc: Member, officer: Member
) -> None:
    manager = office.hire("information_technology_manager")
    chief = office.hire("chief_of_police", CHIEF)
    leaves(office, adc, officer)

    assert told(office, manager) == [f"{officer.full_name} leaves: work the check-list"]
    assert told(office, adc) == [], "who recorded it knows"
    clock.move(hours=23, minutes=59)
    run_once(office.app, job_named("watch-departures"))
    assert told(office, adc) == []

    clock.move(minutes=1)
    for _ in range(2):
        run_once(office.app, job_named("watch-departures"))

    overdue = f"{officer.full_name} has left: the check-list is overdue"
    assert told(office, adc) == [overdue]
    assert told(office, manager)[1:] == [overdue]
    assert told(office, chief) == told(office, officer) == []
    with looking(office, manager) as work:
        (row,) = departures.open_for(work)
        assert (row.overdue, row.left) == (True, "less than an hour overdue")


def test_a_command_records_a_departure_and_says_what_is_due(
    app: Flask, office: Office, adc: Member, officer: Member
) -> None:
    def leave(*arguments: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["people", "leave", *arguments])
        return result.exit_code, result.output

    status, text = leave("jo.park", "--reason", LETTER)
    assert (status, "Access of jo.park ends 2026-11-02 17:00 UTC" in text) == (0, True)
    assert "due by 2026-11-03 17:00 UTC" in text
    assert not is_let_in(office.browser(officer))
    (row,) = on_record(office, "person.departure-recorded")
    assert (row.user_name, " at " in row.terminal) == ("system:people leave", True)

    assert leave("jo.park", "--reason", LETTER)[0] == 2
    assert leave("nobody", "--reason", LETTER)[0] == 2
    status, text = leave("ada.adc", "--reason", LETTER, "--at", "2026-11-02T08:59")
    assert (status, "That moment has passed" in text) == (2, True)
    with app.extensions["open_reading"]() as session:
        assert len(session.scalars(select(Departure)).unique().all()) == 1


def test_a_departure_is_taken_back_and_nothing_comes_back_by_itself(
    office: Office, adc: Member, clock: Clock
) -> None:
    """Recorded of the wrong person: without this they could never be let in again under their own number."""
    manager = office.hire("information_technology_manager")
    wrong = office.hire("captain", ODC)
    departure_id = leaves(office, manager, wrong)
    clock.move(hours=2)
    with doing(office, wrong) as work, pytest.raises(RuleBroken, match="Somebody else takes"):
        departures.take_back(work, departure_id, "A mistake")
    with doing(office, adc) as work, pytest.raises(RuleBroken, match="Say why"):
        departures.take_back(work, departure_id, " ")

    page = office.browser(adc).post(f"/people/departures/{departure_id}/return", {"reason": "Wrong person"})

    assert page.status_code == 303
    with looking(office, adc) as work:
        account = work.session.get_one(Account, wrong.account_id)
        assert (account.person.left_at, account.disabled) == (None, True)
        assert people.current_posts(work.session, wrong.person_id, work.now) == []
        assert people.current_title(work.session, wrong.person_id, work.now) == "captain"
    with doing(office, adc) as work, pytest.raises(RuleBroken, match="keeps nobody out"):
        departures.take_back(work, departure_id, "Once more")
    assert len(on_record(office, "person.departure-taken-back")) == 1
