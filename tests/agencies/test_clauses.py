"""A clause is bound to controls, each by the verb the text uses for it."""

from typing import Any

import pytest

from portal.agencies import Profile, ProfileError, load, slugs


def bound(example: dict[str, Any], **changes: object) -> Profile:
    """The example with one clause, changed."""
    clause = {"id": "400.6(d)", "controls": ["audit.inspection", "accounts.review"], "modality": "shall"}
    return Profile.from_document({**example, "clauses": [{**clause, **changes}]}, "example")


def test_a_control_is_as_binding_as_its_clause_unless_the_text_says_otherwise(
    example: dict[str, Any],
) -> None:
    (binding,) = bound(example, otherwise={"accounts.review": "should"}).clauses
    assert binding.modality_of("audit.inspection") == "shall"
    assert binding.modality_of("accounts.review") == "should"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"controls": []}, "at least 1 item"),
        ({"controls": ["audits"]}, "should match pattern"),
        ({"controls": ["audit.inspection", "audit.inspection"]}, "400.6(d) names a control twice"),
        ({"otherwise": {"report.annual": "should"}}, "otherwise names report.annual"),
        ({"otherwise": {"accounts.review": "perhaps"}}, "Input should be"),
        ({"modality": "perhaps"}, "Input should be"),
        ({"id": "401.6(d)"}, "'401.6(d)' is neither a section of policy 400"),
    ],
)
def test_a_binding_that_does_not_hold_is_refused_at_its_place(
    example: dict[str, Any], changes: dict[str, object], problem: str
) -> None:
    with pytest.raises(ProfileError) as raised:
        bound(example, **changes)
    (told,) = raised.value.problems
    assert told.startswith(f"clauses.{changes.get('id', '400.6(d)')}")
    assert problem in told


@pytest.mark.parametrize("slug", slugs())
def test_clauses_are_bound_once_and_in_the_order_of_their_sections(slug: str) -> None:
    ids = list(load(slug).bindings())
    assert len(ids) == len(load(slug).clauses)
    sections = [clause.split("(")[0].split("/")[0] for clause in ids]
    seen = list(dict.fromkeys(sections))
    assert seen == sorted(seen, key=lambda section: [int(part) for part in section.split(".")])
    assert sections == sorted(sections, key=seen.index)
