"""What a text must be before it is published, and what may stand beside it."""

from datetime import date
from typing import Any

import pytest

from portal.rules import RuleBroken
from portal.rules import publishing as rules

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
DAYS = {"adopted_on": JUNE, "effective_on": JULY, "today": AUGUST, "in_force_since": None}
PROCEDURE = {"title": "Training", "section": "466.8", "body": "An outline.", "link": "", "number": "466"}


def code_of(check: Any, *values: Any, **named: Any) -> str:
    """The code a rule says no with; empty when it says yes."""
    try:
        check(*values, **named)
    except RuleBroken as broken:
        return broken.code
    return ""


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"effective_on": JUNE}, ""),
        ({"effective_on": AUGUST, "today": JULY}, ""),
        ({"in_force_since": JULY}, ""),
        ({"adopted_on": AUGUST, "effective_on": AUGUST, "today": JULY}, "publication.not-adopted"),
        ({"adopted_on": AUGUST}, "publication.before-adoption"),
        ({"in_force_since": AUGUST}, "publication.before-in-force"),
    ],
)
def test_a_version_is_in_force_after_its_adoption_and_after_the_one_before(
    changed: dict[str, Any], code: str
) -> None:
    assert code_of(rules.check_days, **(DAYS | changed)) == code


@pytest.mark.parametrize(
    ("doubts", "unbound", "code"),
    [
        (0, [], ""),
        (1, [], "publication.doubts"),
        (0, ["466.1(para 1)"], "publication.unbound"),
    ],
)
def test_a_version_is_published_once_it_is_well_read_and_bound(
    doubts: int, unbound: list[str], code: str
) -> None:
    assert code_of(rules.check_read, doubts, unbound) == code


def test_the_clauses_to_be_bound_are_named_but_not_by_the_hundred() -> None:
    with pytest.raises(RuleBroken, match=r"466\.1\(a\)\. Bind them in the profile"):
        rules.check_read(0, ["466.1(a)"])
    with pytest.raises(RuleBroken, match="and 88 more"):
        rules.check_read(0, [f"466.{number}" for number in range(100)])


@pytest.mark.parametrize(
    ("body", "held_on", "link", "field"),
    [
        (" ", JULY, "", "body"),
        ("Town Council", AUGUST, "", "held_on"),
        ("Town Council", JULY, "javascript:alert(1)", "link"),
    ],
)
def test_a_meeting_has_a_body_and_was_held(body: str, held_on: date, link: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_meeting(body=body, held_on=held_on, link=link, today=JULY)
    assert refused.value.field == field


@pytest.mark.parametrize("link", ["", "https://council.example.gov/june"])
def test_a_meeting_may_have_a_link(link: str) -> None:
    rules.check_meeting(body="Town Council", held_on=JULY, link=link, today=JULY)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://council.example.gov", "//council.example.gov", "council.gov",
        "https://", "https://council.example.gov/a b", "https://[bad", "HTTPS:council",
    ],
)  # fmt: skip
def test_a_link_leads_to_a_page_of_the_web(link: str) -> None:
    assert code_of(rules.check_link, link) == "link.not-web"


@pytest.mark.parametrize("link", ["", "https://council.example.gov/june?item=7#a", "http://10.0.0.1:8080/x"])
def test_an_address_of_a_page_is_taken(link: str) -> None:
    rules.check_link(link)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"body": "", "link": "https://council.example.gov"}, ""),
        ({"section": "466"}, ""),
        ({"title": " "}, "procedure.no-title"),
        ({"section": "4660.1"}, "procedure.section"),
        ({"section": "777.1"}, "procedure.section"),
        ({"body": " "}, "procedure.empty"),
        ({"link": "mailto:x@example.gov"}, "link.not-web"),
    ],
)
def test_a_procedure_carries_out_a_section_and_can_be_read(changed: dict[str, str], code: str) -> None:
    assert code_of(rules.check_procedure, **(PROCEDURE | changed)) == code


@pytest.mark.parametrize(
    ("stands", "code"),
    [
        ({}, ""),
        ({"published": True, "proposed": True}, "draft.published"),
        ({"discarded": True}, "draft.discarded"),
        ({"proposed": True}, "draft.proposed"),
    ],
)
def test_only_an_open_draft_changes(stands: dict[str, bool], code: str) -> None:
    nothing = {"published": False, "discarded": False, "proposed": False}

    assert code_of(rules.check_draft, **(nothing | stands)) == code


def test_the_text_is_the_one_that_was_proposed() -> None:
    rules.check_same("a", "a")
    assert code_of(rules.check_same, "a", "b") == "publication.changed"


@pytest.mark.parametrize(
    ("reason", "code"), [("Section 3 is missing.", ""), (" ", "publication.unexplained")]
)
def test_a_refusal_says_why(reason: str, code: str) -> None:
    assert code_of(rules.check_refusal, reason) == code
