"""The law as files: one set in force, one simulation that says what became of it."""

import pytest

from portal.agencies.law import IN_FORCE, rule_set, rule_sets


def test_the_set_in_force_comes_first_and_simulations_after() -> None:
    keys = [each.key for each in rule_sets()]
    assert keys[0] == IN_FORCE
    assert "sb274-style" in keys
    assert rule_set().in_force_since is not None


def test_a_simulation_is_not_law_and_says_what_became_of_the_bill() -> None:
    found = rule_set("sb274-style")
    assert found.in_force_since is None
    assert "vetoed on 1 October 2025" in found.status
    assert [(each.counts, each.days) for each in found.measures] == [
        ("reads-over-retained", 60),
        ("searches-without-case-number", None),
    ]
    assert (found.questions, found.elements) == ((), ())


def test_each_file_is_named_by_its_key() -> None:
    for each in rule_sets():
        assert rule_set(each.key) is each


def test_a_set_there_is_no_file_for_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule_set("sb-1")
