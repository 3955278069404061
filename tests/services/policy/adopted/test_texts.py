"""The invented policies, and the five adopted ones where they are at hand, as plain text, DOCX and PDF."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.services.policy.adopted import extract, parse
from tests.services.policy.adopted.disturbing import block_of
from tests.services.policy.adopted.making import docx_by_lines, docx_with_lists, pdf_as_set, pdf_of_lines
from tests.services.policy.adopted.texts import INVENTED, REAL, name, read
from tests.services.policy.adopted.words import check_promise, counts, signature

COUNTS = {
    "coronado": (9, 19, 3, 0),
    "fresno": (9, 19, 3, 0),
    "barstow": (12, 38, 3, 0),
    "piedmont": (11, 16, 0, 5),
    "west-covina": (5, 13, 0, 0),
    "quarry": (5, 12, 3, 0),
    "harbor": (3, 3, 2, 0),
    "mesa": (4, 3, 0, 3),
    "grove": (2, 4, 0, 0),
}
"""(sections, lettered, numbered, bullets)"""
DOUBTS = {"grove": ["This begins after a page break and was not taken as part of 640.2(b)."]}
TEXTS = [*INVENTED, *REAL]
MAKERS: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "bytes": lambda text: (text.encode(), "policy.txt"),
    "docx by lines": lambda text: (docx_by_lines(text), "policy.docx"),
    "docx with lists": lambda text: (docx_with_lists(parse(text), agency(text)), "policy.docx"),
    "pdf of lines": lambda text: (pdf_of_lines(text, agency(text), parse(text).title), "policy.pdf"),
    "pdf as set": lambda text: (pdf_as_set(parse(text), agency(text)), "policy.pdf"),
}


def agency(text: str) -> str:
    return block_of(text)[0].strip("# ")


def slug(path: Path) -> str:
    return path.stem.rsplit("-", 1)[0]


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_a_text_has_its_sections_and_clauses_and_no_doubt_beyond_what_is_doubtful(path: Path) -> None:
    policy = check_promise(read(path))

    assert counts(policy) == COUNTS[slug(path)]
    assert policy.number == path.stem.rsplit("-", 1)[1]
    assert [doubt.what for doubt in policy.doubts] == DOUBTS.get(slug(path), [])


@pytest.mark.parametrize("path", TEXTS, ids=name)
@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_made_from_a_text_says_the_same(path: Path, kind: str) -> None:
    text = read(path)

    made = extract(*MAKERS[kind](text))

    assert signature(check_promise(made)) == signature(parse(text))
    assert len(parse(made).doubts) <= 2


def test_furniture_is_told_from_the_text() -> None:
    policy = parse(read(next(path for path in INVENTED if slug(path) == "quarry")))

    left_out = {line.text for line in policy.lines if line.role == "furniture"}
    assert left_out == {"Quarry Hill Police Department", "Quarry Hill PD CA Policy Manual", policy.title}
    assert [line.number for line in policy.lines if line.role == "title"] == [3]


def test_what_stands_around_a_page_break_is_put_together() -> None:
    clauses = {
        clause.id: clause for clause in parse(read(next(p for p in INVENTED if slug(p) == "quarry"))).clauses
    }

    assert clauses["512.3(b)"].text.endswith("by the Desk Sergeant, as set out in (a) or in the methods.")
    assert clauses["512.3(a)(2)"].marker == "2."
    assert clauses["512.3(a)(2)"].depth == 1
    assert clauses["512.4(c)"].text == "Lamp Wardens"
    assert clauses["512.4/2(a)"].text == "Cadets"
    assert clauses["512.4(para 3)"].text == "Nobody lends a key. 512.4 is read aloud once a year."
