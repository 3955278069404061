"""Each line of the source stands beside what was read from it, once and in order."""

from datetime import date

from portal.models import PolicyVersion
from portal.services.policy.adopted import parse
from portal.services.policy.beside import read_draft
from portal.services.policy.importing import doubts
from tests.adopted import CLAUSES, GAP, POLICY

FURNITURE = "Sample Town Police\nPolicy Manual\n\f"


def draft(text: str, settled: list[str] | None = None) -> PolicyVersion:
    return PolicyVersion(number=1, text=text, settled=settled or [], adopted_on=date(2026, 1, 1))


def interrupted() -> str:
    """The policy with the head of a page in the middle of a sentence, and again between sections."""
    text = POLICY.decode().replace("cars and missing\n", f"cars and missing\n{FURNITURE}")
    return FURNITURE + text.replace("466.2 RULES", f"{FURNITURE}466.2 RULES").replace(
        "466.3 KEEP", f"{FURNITURE}466.3 KEEP"
    )


def test_every_line_is_shown_once_and_in_order() -> None:
    for text in (POLICY.decode(), interrupted()):
        shown = [line for row in read_draft(draft(text)).rows for line in row.lines]

        assert [line.number for line in shown] == [
            line.number for line in parse(text).lines if line.role != "blank"
        ]


def test_a_clause_stands_beside_its_lines_and_a_section_beside_its_heading() -> None:
    rows = read_draft(draft(POLICY.decode())).rows

    assert [row.clause.id for row in rows if row.clause] == list(CLAUSES)
    assert [row.section.number for row in rows if row.section] == ["466.1", "466.2", "466.3"]
    first = next(row for row in rows if row.clause)
    assert [line.text.strip() for line in first.lines] == [
        "Roadside cameras help the town to find stolen cars and missing",
        "persons.",
    ]


def test_furniture_within_a_clause_stays_there_and_elsewhere_stands_alone() -> None:
    rows = read_draft(draft(interrupted())).rows
    within = next(row for row in rows if row.clause and row.clause.id == CLAUSES[0])

    assert within.lines[0].role == within.lines[-1].role == "clause"
    assert "furniture" in {line.role for line in within.lines}
    assert "furniture" in {row.kind for row in rows}
    assert [row.clause.id for row in rows if row.clause] == list(CLAUSES)


def test_a_doubt_stands_beside_its_line_until_it_is_settled() -> None:
    text = GAP.decode()
    (doubt,) = doubts(parse(text))

    found = read_draft(draft(text))
    (row,) = [row for row in found.rows if row.doubts]

    assert found.doubts == row.doubts == (doubt,)
    assert row.clause is not None
    assert row.clause.id == "466.2(c)"
    assert read_draft(draft(text, [doubt.name])).doubts == ()


def test_what_was_found_is_counted_by_kind() -> None:
    found = read_draft(draft(POLICY.decode()))

    assert (found.sections, found.counts) == (3, {"paragraph": 3, "letter": 3})
