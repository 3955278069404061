"""What is not published fails: the text, the procedures, and the name where the policy says so."""

from datetime import timedelta

from sqlalchemy import update

from portal.models import Procedure
from tests.controls.behind import DAY, behind, look, publish, publish_procedure
from tests.controls.test_posts import vacate
from tests.office import Office
from tests.promises.furnished import Furnished, furnish

NAMED = {"publish.designee": "title-and-name"}


def test_the_text_is_posted_from_the_day_it_is_in_force(office: Office) -> None:
    furnished = furnish(office, with_text=False)
    assert look(office, "publish.posted").status == "fail"
    assert "from the profile" in look(office, "policy.statement").text

    publish(office, furnished.commander, furnished.officer, office.clock.now.date() + DAY)
    assert look(office, "publish.posted").status == "fail"

    posted = look(office, "publish.posted", at=office.clock.now + timedelta(days=1))
    assert posted.text == "Text version 1 is published, in force since 2026-11-03."
    stated = look(office, "policy.statement", at=office.clock.now + timedelta(days=1))
    assert stated.text == "Published in text version 1, in force since 2026-11-03."


def test_procedures_are_missed_until_one_is_published_and_again_once_it_is_withdrawn(office: Office) -> None:
    both = ("publish.procedures", "describe.monitoring")
    assert [look(office, key).status for key in both] == ["fail", "fail"]

    procedure = publish_procedure(office)
    assert [look(office, key).status for key in both] == ["pass", "pass"]

    table = Procedure.__table__
    with behind(office) as connection:
        connection.execute(update(table).where(table.c.id == procedure).values(withdrawn_at=office.clock.now))
    assert [look(office, key).status for key in both] == ["fail", "fail"]


def test_a_vacant_post_has_no_name_to_publish(office: Office, clean: Furnished) -> None:
    assert look(office, "publish.designee", answers=NAMED).status == "pass"

    vacate(office, "administrative_division_commander")
    assert look(office, "publish.designee").status == "pass"
    assert look(office, "publish.designee", answers=NAMED).status == "fail"

    unnamed = look(office, "publish.designee", answers={"duties.administrator.posts": []})
    assert unnamed.status == "unanswered"
