"""Nothing in an adopted policy is left to itself: each clause is bound to controls there are, and each control serves
a clause."""

import pytest

from portal.agencies import load, slugs
from portal.agencies.law import rule_sets
from portal.agencies.profile import TEMPLATE, Profile
from portal.controls import CONTROLS
from portal.controls.looked_at import LOOKED_AT
from portal.services.policy import adopted
from tests.agencies.conftest import POLICIES, raw

UNBOUND = {
    "accuracy.correction": "The law asks how errors are corrected; none of the five texts says it.",
    "retention.process": "The law asks how destruction is decided on; none of the five texts says it.",
}
"""Controls that no clause of the five texts asks for, and why they are there all the same."""


@pytest.fixture(params=slugs())
def profile(request: pytest.FixtureRequest) -> Profile:
    return load(str(request.param))


@pytest.fixture
def clauses(profile: Profile) -> list[str]:
    """The clauses of the agency's adopted text, as the import finds them, where the text is at hand."""
    found = list(POLICIES.glob(f"{profile.agency.slug}-*.txt"))
    if not found:
        pytest.skip("the adopted texts are not here")
    text = adopted.parse(adopted.extract(found[0].read_bytes(), found[0].name))
    return [clause.id for clause in text.clauses]


def bound_by_anybody() -> set[str]:
    return {key for slug in slugs() for clause in load(slug).clauses for key in clause.controls}


def test_every_clause_of_the_adopted_text_is_bound_once_and_in_its_order(
    profile: Profile, clauses: list[str]
) -> None:
    assert len(clauses) > 15
    assert [binding.id for binding in profile.clauses] == clauses


def test_every_control_a_clause_is_bound_to_is_there(profile: Profile) -> None:
    assert profile.clauses
    unknown = {key for binding in profile.clauses for key in binding.controls} - set(CONTROLS)
    assert unknown == set()


def test_the_template_names_controls_that_are_there() -> None:
    named = {key for clause in raw(TEMPLATE)["clauses"] for key in clause["controls"]}
    assert named
    assert named - set(CONTROLS) == set()


def test_words_that_bind_nobody_are_readings_and_nothing_else_rests_on_them_alone(profile: Profile) -> None:
    for binding in profile.clauses:
        kinds = [CONTROLS[key].kind for key in binding.controls]
        for key, kind in zip(binding.controls, kinds, strict=True):
            if kind == "statement":
                assert binding.modality_of(key) == "reading", binding.id
        if set(kinds) == {"statement"}:
            assert binding.modality == "reading", binding.id


def test_every_control_serves_a_clause_or_says_why_it_is_there() -> None:
    assert set(CONTROLS) - bound_by_anybody() == set(UNBOUND)


def test_what_each_control_looks_at_is_said_unless_its_room_is_not_built() -> None:
    assert set(LOOKED_AT) == {key for key, control in CONTROLS.items() if not control.room}
    for words in LOOKED_AT.values():
        assert words[0].isupper()
        assert words.endswith(".")


def test_what_the_law_asks_for_rests_on_controls_there_are() -> None:
    elements = [element for law in rule_sets() for element in law.elements]
    assert elements
    assert {key for element in elements for key in (*element.covered, *element.thin)} - set(CONTROLS) == set()
