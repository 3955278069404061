"""Procedures stand beside the policy until they are withdrawn, and stay on file."""

from dataclasses import replace

import pytest

from portal.models import Procedure
from portal.rules import RuleBroken
from portal.services.policy import procedures
from portal.services.policy.procedures import NewProcedure
from tests.office import Member, Office
from tests.services.doing import doing, on_record
from tests.services.policy.going_public import ADMINISTRATOR, count

OUTLINE = NewProcedure("Training outline", "466.8", "Four hours.", "https://police.example.gov/outline")


@pytest.fixture
def member(office: Office) -> Member:
    return office.hire(*ADMINISTRATOR)


def publish(office: Office, member: Member, new: NewProcedure = OUTLINE) -> str:
    with doing(office, member) as work:
        return procedures.publish(work, new).id


def titles(office: Office) -> list[str]:
    with office.app.extensions["open_reading"]() as session:
        return [each.title for each in procedures.published(session)]


def test_a_procedure_is_published_and_withdrawn_and_both_are_on_record(
    office: Office, member: Member
) -> None:
    procedure_id = publish(office, member)
    publish(office, member, replace(OUTLINE, title="Checking a hit", section="466.1"))
    assert titles(office) == ["Checking a hit", "Training outline"]

    with doing(office, member) as work:
        procedures.withdraw(work, procedure_id)

    assert titles(office) == ["Checking a hit"]
    assert count(office, Procedure) == 2
    assert len(on_record(office, "policy.procedure-published")) == 2
    assert [row.subject_id for row in on_record(office, "policy.procedure-withdrawn")] == [procedure_id]
    with pytest.raises(RuleBroken, match="already"), doing(office, member) as work:
        procedures.withdraw(work, procedure_id)


@pytest.mark.parametrize("wrong", [{"title": ""}, {"section": "12"}, {"link": "javascript:alert(1)"}])
def test_a_procedure_that_cannot_be_is_not_published(
    office: Office, member: Member, wrong: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken):
        publish(office, member, replace(OUTLINE, **wrong))

    assert count(office, Procedure) == 0
