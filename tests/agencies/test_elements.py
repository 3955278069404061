"""What the law asks a policy to say is data: each element can be covered, and turns on a question that is asked."""

from typing import Any

import pytest
from pydantic import ValidationError

from portal.agencies.law import RuleSet, rule_set

QUESTION = {"key": "titles", "question": "Which titles?", "law": "A law", "stops": "Everything."}
ELEMENT = {"key": "titles", "title": "Titles", "asks": "Which titles.", "law": "A law", "answer": "titles"}


def law(**element: Any) -> RuleSet:
    document = {
        "key": "a",
        "title": "A",
        "status": "In force.",
        "questions": [QUESTION],
        "elements": [{**ELEMENT, **element}],
    }
    return RuleSet.model_validate(document, strict=False)


def test_an_element_that_nothing_can_cover_is_refused() -> None:
    assert law().elements
    with pytest.raises(ValidationError, match="can never be covered"):
        law(answer=None, thin=["posts.administrator"])


def test_an_element_may_turn_only_on_a_question_that_is_asked() -> None:
    with pytest.raises(ValidationError, match=r"no question asks for audit\.cadence"):
        law(answer="audit.cadence")


def test_what_a_thin_text_lacks_is_said_wherever_a_text_can_be_thin() -> None:
    for element in rule_set().elements:
        if element.thin or len(element.covered) > 1:
            assert element.lacks is not None, element.key
