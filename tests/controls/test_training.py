"""Acts of people who were not trained, and completions that leave something out."""

from datetime import date, timedelta

from sqlalchemy import select, update

from portal.controls.acts import Days
from portal.controls.training import merged
from portal.models import (
    Completion,
    CourseVersion,
    PolicyPublication,
    PolicyVersion,
    PostHeld,
    Proposal,
    ProposalDecision,
    Retraining,
    Search,
)
from tests.controls.behind import DAY, behind, found, look, put, put_copy
from tests.office import Member, Office
from tests.promises.furnished import Furnished

YEARLY = {"training.max_age_years": 1, "training.max_age_section": "466.8"}
EVERYTHING = ["policy", "guidelines", "procedures", "system"]


def trained(office: Office, member: Member, day: date, items: list[str] = EVERYTHING) -> str:
    with behind(office) as connection:
        return str(
            put(
                connection, Completion, person_id=member.person_id, course="Course", items=items, completed_on=day,
                recorded_at=office.clock.now, recorded_by="Somebody",
            )
        )  # fmt: skip


def searched(office: Office, clean: Furnished, member: Member) -> str:
    """A search by this member past the gate, under the name the record gives it."""
    with behind(office) as connection:
        return f"search/{put_copy(connection, Search, clean.ids['search_id'], person_id=member.person_id)}"


def test_a_search_by_somebody_untrained(office: Office, clean: Furnished) -> None:
    nobody = office.hire("sergeant", trained=False)
    bad = searched(office, clean, nobody)
    assert found(office, "training.gate") == (bad,)

    trained(office, nobody, office.clock.now.date() + DAY)
    assert found(office, "training.gate") == (bad,)
    trained(office, nobody, office.clock.now.date() - DAY, EVERYTHING[1:])
    assert found(office, "training.gate") == (bad,)

    trained(office, nobody, office.clock.now.date())
    assert look(office, "training.gate").status == "pass"


def test_acts_of_more_than_a_year_ago_are_left_to_the_yearly_report(office: Office, clean: Furnished) -> None:
    searched(office, clean, office.hire("sergeant", trained=False))

    assert look(office, "training.gate", at=office.clock.now + timedelta(days=366)).status == "pass"


def test_a_search_after_the_training_had_lapsed(office: Office, clean: Furnished) -> None:
    member = office.hire("sergeant", trained=False)
    today = office.clock.now.date()
    trained(office, member, today.replace(year=today.year - 1) - DAY)
    bad = searched(office, clean, member)
    assert found(office, "training.expires", answers=YEARLY) == (bad,)
    assert look(office, "training.gate").status == "pass"

    trained(office, member, today.replace(year=today.year - 1))
    assert look(office, "training.expires", answers=YEARLY).status == "pass"


def test_spans_of_training_that_touch_are_one() -> None:
    first = Days(date(2024, 1, 1), date(2025, 1, 1))
    second = Days(date(2024, 12, 1), date(2025, 12, 1))
    later = Days(date(2026, 6, 1), date(2027, 6, 1))

    assert merged([second, later, first]) == [Days(date(2024, 1, 1), date(2025, 12, 1)), later]


def test_a_vacant_keeper_fails_and_an_unnamed_one_is_asked_for(office: Office, clean: Furnished) -> None:
    evidence = look(office, "training.keeper")
    assert evidence.status == "pass"
    assert "Open accounts without one: 0." in evidence.text

    with behind(office) as connection:
        post = PostHeld.__table__
        keeper = post.c.post == "administrative_training_corporal"
        connection.execute(update(post).where(keeper).values(until=office.clock.now))
    assert look(office, "training.keeper").status == "fail"

    unnamed = look(office, "training.keeper", answers={"duties.training_keeper.posts": []})
    assert unnamed.status == "unanswered"


def test_a_completion_that_leaves_something_out(office: Office, clean: Furnished) -> None:
    bad = trained(office, clean.officer, office.clock.now.date(), EVERYTHING[:3])

    assert found(office, "training.content") == (bad,)


def test_a_correction_counts_from_the_day_it_tells_of(office: Office, clean: Furnished) -> None:
    member = office.hire("sergeant", trained=False)
    first = trained(office, member, office.clock.now.date())
    bad = searched(office, clean, member)
    assert look(office, "training.gate").status == "pass"

    with behind(office) as connection:
        put_copy(
            connection, Completion, first, supersedes_id=first, stands=False, correction_reason="Not there"
        )
    assert found(office, "training.gate") == (bad,)
    assert look(office, "training.content").status == "pass"


def test_a_search_after_a_version_of_the_course_had_to_be_taken(office: Office, clean: Furnished) -> None:
    member = office.hire("sergeant", trained=False)
    today = office.clock.now.date()
    trained(office, member, today - DAY)
    bad = searched(office, clean, member)
    with behind(office) as connection:
        put(
            connection, CourseVersion, number=2, course="Course", items=[{"key": key} for key in EVERYTHING],
            cause="law", reason="", retake_by=today - DAY, issued_at=office.clock.now,
        )  # fmt: skip

    assert bad in found(office, "training.expires")


def test_a_text_that_takes_the_place_of_another_asks_for_the_course_to_be_issued_anew(
    office: Office, clean: Furnished
) -> None:
    with behind(office) as connection:
        table = PolicyPublication.__table__
        first = dict(connection.execute(select(table)).mappings().one())
        version = put_copy(connection, PolicyVersion, first["version_id"], number=2)
        proposal = connection.execute(select(Proposal.__table__.c.id)).scalars().first()
        assert proposal
        again = put_copy(connection, Proposal, proposal, subject_id=version)
        decision = put_copy(connection, ProposalDecision, first["decision_id"], proposal_id=again)
        put_copy(connection, PolicyPublication, first["id"], version_id=version, decision_id=decision)

    assert look(office, "training.updated").status == "pass"
    assert look(office, "training.updated", at=office.clock.now + 30 * DAY).status == "pass"
    late = office.clock.now + 31 * DAY
    assert look(office, "training.updated", at=late).status == "fail"
    with behind(office) as connection:
        put(
            connection, CourseVersion, number=2, course="Course", items=[], cause="policy", reason="",
            issued_at=office.clock.now,
        )  # fmt: skip
    assert look(office, "training.updated", at=late).status == "pass"


def test_overdue_retraining_and_acts_while_it_closed_access(office: Office, clean: Furnished) -> None:
    now = office.clock.now
    member = office.hire("sergeant")
    with behind(office) as connection:
        order = put(
            connection, Retraining, person_id=member.person_id, ground="", reference="", section="466.6(e)",
            closes_access=True, ordered_at=now - DAY, ordered_by_id=clean.commander.person_id, due_on=now.date(),
        )  # fmt: skip
    assert look(office, "training.on-violation").status == "pass"

    bad = searched(office, clean, member)
    assert found(office, "training.on-violation", at=now + DAY) == (f"retraining/{order}", bad)
    unasked = {"training.on_violation": None, "training.violation_section": None}
    assert look(office, "training.on-violation", answers=unasked).status == "off"
