"""A post that nobody holds fails; one that the text does not name is asked for."""

import pytest
from sqlalchemy import update

from portal.models import PostHeld
from tests.controls.behind import behind, look
from tests.office import Office
from tests.promises.furnished import Furnished, furnish

POSTS = {
    "posts.administrator": ("duties.administrator.posts", "administrative_division_commander"),
    "posts.day-to-day": ("duties.day_to_day_admin.posts", "day_to_day_administrator"),
    "posts.custodian": ("duties.custodian_of_records.posts", "custodian_of_records"),
    "posts.permission-assigner": ("duties.permission_assigner.posts", "administrative_division_commander"),
}


def vacate(office: Office, post: str) -> None:
    held = PostHeld.__table__
    with behind(office) as connection:
        connection.execute(update(held).where(held.c.post == post).values(until=office.clock.now))


def test_a_vacant_post_fails_and_names_nobody(office: Office, clean: Furnished) -> None:
    for key, (_, post) in POSTS.items():
        kept = look(office, key)
        assert (kept.status, "since 2026-11-02" in kept.text) == ("pass", True)
        assert clean.commander.full_name not in kept.text
        vacate(office, post)
        assert look(office, key).status == "fail"
        assert look(office, key).text.startswith("Nobody holds the post of ")
        back(office, post)


def back(office: Office, post: str) -> None:
    held = PostHeld.__table__
    with behind(office) as connection:
        connection.execute(update(held).where(held.c.post == post).values(until=None))


@pytest.mark.parametrize("key", POSTS)
def test_a_post_the_text_does_not_name_is_asked_for(office: Office, key: str) -> None:
    evidence = look(office, key, answers={POSTS[key][0]: []})

    assert evidence.status == "unanswered"


def test_a_custodian_without_the_authority_to_destroy_fails(office: Office) -> None:
    office.hire("sergeant", "custodian_of_records")
    evidence = look(office, "posts.custodian")
    assert (evidence.status, "No authority to destroy is on file" in evidence.text) == ("fail", True)

    furnish(office)
    assert look(office, "posts.custodian").status == "pass"
