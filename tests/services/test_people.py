"""Title, posts and what follows from them are settled by the moment, never by a flag."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.access import Duty, Permission, Tier
from portal.ledger import Action
from portal.models import Person, PostHeld, TitleHeld
from portal.services import people
from portal.services.people import NewPerson
from portal.web.system_work import open_work, system_actor
from tests.clock import Clock
from tests.office import Member, Office
from tests.services.doing import doing

ADC, ODC = "administrative_division_commander", "operations_division_commander"
HOUR = timedelta(hours=1)


def give_post(
    office: Office,
    member: Member,
    post: str,
    since: datetime,
    until: datetime | None = None,
    *,
    acting: bool = False,
) -> None:
    with open_work(office.app, system_actor("test")) as work:
        held = PostHeld(person_id=member.person_id, post=post, since=since, until=until, acting=acting)
        work.session.add(held)
        work.record(Action.POST_GIVEN, held)


@pytest.mark.control("posts.administrator")
def test_a_post_is_held_from_its_first_moment_until_before_its_last(office: Office, clock: Clock) -> None:
    captain = office.hire("captain")
    began, ended = clock.now + HOUR, clock.now + 2 * HOUR
    give_post(office, captain, ADC, began, ended, acting=True)

    held = {}
    for moment in (began - timedelta(microseconds=1), began, ended - timedelta(microseconds=1), ended):
        with doing(office, captain, moment) as work:
            found = people.holders(work, (ODC, ADC))
            assert bool(found) == (ADC in work.actor.posts) == (Duty.ADMINISTRATOR in work.actor.duties)
            held[moment] = [(holder.full_name, holder.post_title, holder.acting) for holder in found]
    acting = [(captain.full_name, "Administrative Division Commander", True)]
    assert list(held.values()) == [[], acting, acting, []]


def test_holders_come_in_the_policys_order_and_then_by_name(office: Office) -> None:
    office.hire("captain", ADC, user_name="zoe.adc")
    office.hire("captain", ODC, user_name="bea.odc")
    office.hire("captain", ODC, user_name="abe.odc")

    with open_work(office.app, system_actor("test")) as work:
        assert [holder.full_name for holder in people.holders(work, (ODC, ADC))] == [
            "Abe Odc",
            "Bea Odc",
            "Zoe Adc",
        ]
        assert people.holders(work, ()) == []


def test_the_newest_title_counts_and_a_coming_one_does_not_yet(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    with open_work(office.app, system_actor("test")) as work:
        coming = TitleHeld(person_id=member.person_id, title="dispatcher", since=clock.now + HOUR)
        work.session.add(coming)
        work.record(Action.TITLE_GIVEN, coming)

    with doing(office, member) as work:
        assert (work.actor.title, work.actor.tier) == ("Patrol Officer", Tier.FULL)
    with doing(office, member, clock.now + HOUR) as work:
        assert (work.actor.title, work.actor.tier) == ("Dispatcher", Tier.LIMITED)
        assert not work.actor.may(Permission.READ_SEARCH)
        assert work.actor.may(Permission.HIT_WORK)


@pytest.mark.control("access.titles")
def test_what_the_profile_does_not_know_gives_nothing(office: Office, clock: Clock) -> None:
    member = office.hire("patrol_officer")
    give_post(office, member, "a_post_of_former_days", clock.now)
    with open_work(office.app, system_actor("test")) as work:
        held = work.session.scalars(select(TitleHeld)).one()
        held.title = "a_title_of_former_days"
        work.record(Action.TITLE_GIVEN, held)

    with doing(office, member) as work:
        assert (work.actor.tier, work.actor.posts, work.actor.title) == (Tier.NONE, (), "")


@pytest.mark.control("access.clearance", "training.gate")
def test_training_and_clearance_bar_everybody_alike(office: Office) -> None:
    chief = office.hire("chief_of_police", "chief_of_police", trained=False)
    captain = office.hire("captain", ADC, cleared=False)

    for member, section in ((chief, "466.4(d)"), (captain, "466.10")):
        with doing(office, member) as work:
            assert work.actor.barred is not None
            assert work.actor.barred.section == section


def test_an_employee_number_is_one_persons(office: Office) -> None:
    new = NewPerson(full_name="Jo Park", employee_number="E1", title="corporal")
    with open_work(office.app, system_actor("test")) as work:
        people.create(work, new)
    with pytest.raises(IntegrityError), open_work(office.app, system_actor("test")) as work:
        people.create(work, new)
    with pytest.raises(KeyError), open_work(office.app, system_actor("test")) as work:
        people.create(work, NewPerson(full_name="Lee Chan", employee_number="E2", title="marshal"))

    with open_work(office.app, system_actor("test")) as work:
        assert [person.employee_number for person in work.session.scalars(select(Person))] == ["E1"]
