"""How a text becomes sections and clauses: what is a heading, what opens a clause, what goes on, what is in doubt."""

import pytest

from portal.services.policy.adopted import AdoptedText, parse
from tests.services.policy.adopted.words import check_promise


def read(*lines: str) -> AdoptedText:
    """A policy of one section that holds these lines."""
    return check_promise("\n".join(["Orchard Gates", "", "640.1 SCOPE", "", *lines]))


def clauses(policy: AdoptedText) -> dict[str, str]:
    return {clause.id: clause.text for clause in policy.clauses}


def told(policy: AdoptedText) -> str:
    return " ".join(doubt.what for doubt in policy.doubts)


@pytest.mark.parametrize(
    "heading",
    [
        "640.2   KEYS",
        "   640.2 KEYS",
        "640.2. KEYS",
        "640.2 - KEYS",
        "Section 640.2 KEYS",
        "#### **640.2 KEYS**",
        "## **640.2** KEYS ##",
        "640.2\n\nKEYS",
    ],
)
def test_a_heading_may_be_set_in_many_ways(heading: str) -> None:
    policy = read("Gates close.", heading, "Keys hang.")

    assert [(section.number, section.title) for section in policy.sections][1:] == [("640.2", "KEYS")]
    assert clauses(policy) == {"640.1(para 1)": "Gates close.", "640.2(para 1)": "Keys hang."}
    assert policy.doubts == ()


def test_a_heading_too_long_for_its_line_goes_on() -> None:
    policy = read(
        "Gates close.",
        "",
        "640.2 WHAT A RANGER DOES WHEN THE BELL HAS RUNG TWICE AND",
        "NOBODY CAME",
        "Calls.",
    )

    assert policy.sections[1].title == "WHAT A RANGER DOES WHEN THE BELL HAS RUNG TWICE AND NOBODY CAME"


@pytest.mark.parametrize(
    "line",
    [
        "9951.20.3).",
        "9951.20 is the rule of the town.",
        "640.1 is read aloud once a year.",
        "640.2 may then be set aside.",
    ],
)
def test_a_number_that_begins_a_line_of_a_sentence_is_no_heading(line: str) -> None:
    policy = read("Gates close as the town asks in its Code, to be found under the number", line)

    assert len(policy.sections) == 1
    assert policy.clauses[0].text.endswith(f"number {line}")


def test_a_mention_that_begins_a_line_opens_no_clause() -> None:
    policy = read(
        "(a) A ranger calls.",
        "(b) A ranger waits, unless it is so late that what is said in",
        "(a) or (c) holds.",
    )

    assert clauses(policy)["640.1(b)"].endswith("what is said in (a) or (c) holds.")


def test_a_letter_that_is_a_roman_number_too_goes_on_its_list() -> None:
    letters = [f"({letter}) Gate {letter} closes." for letter in "abcdefghijk"]

    assert [clause.marker for clause in read(*letters).clauses] == [f"({letter})" for letter in "abcdefghijk"]


def test_roman_numbers_under_a_letter_are_nested() -> None:
    policy = read("(a) Rangers:", "(i) call;", "(ii) wait.", "(b) Gates close.")

    assert [(each.id, each.depth) for each in policy.clauses] == [
        ("640.1(a)", 0),
        ("640.1(a)(i)", 1),
        ("640.1(a)(ii)", 1),
        ("640.1(b)", 0),
    ]


def test_lists_of_one_kind_are_told_apart_by_their_prefix() -> None:
    bullets = ["• One.", "• Two."]
    policy = read(
        "First:",
        *bullets,
        "",
        "Second:",
        "",
        *bullets,
        "",
        "Third:",
        "",
        "1. One.",
        "2. Two.",
        "",
        "Last:",
        "1) One.",
    )

    assert [clause.id for clause in policy.clauses if clause.marker] == [
        "640.1(bullet 1)",
        "640.1(bullet 2)",
        "640.1/2(bullet 1)",
        "640.1/2(bullet 2)",
        "640.1(1)",
        "640.1(2)",
        "640.1/2(1)",
    ]


@pytest.mark.parametrize("sign", "•◦·-–*o▪")  # noqa: RUF001 bullets of many shapes
def test_a_bullet_may_have_many_shapes_and_stand_before_a_letter(sign: str) -> None:
    policy = read(
        "Gates:", "", f"{sign} close", f"{sign}  open", "", "Then:", f"{sign} (a) call", f" {sign} (b) wait"
    )

    assert [each.id for each in policy.clauses if each.marker] == [
        "640.1(bullet 1)",
        "640.1(bullet 2)",
        "640.1(a)",
        "640.1(b)",
    ]


def test_a_dash_within_a_wrapped_name_is_no_bullet() -> None:
    policy = read(
        "Gates are closed by the rangers of the Harbor Watch", "- Pilot's Office, who", "keep the keys."
    )

    assert clauses(policy)["640.1(para 1)"].endswith("Harbor Watch - Pilot's Office, who keep the keys.")


def test_a_mark_apart_from_its_text_is_put_together_with_it() -> None:
    assert clauses(read("(a)", "", "A ranger calls.", "(b)\tWaits.")) == {
        "640.1(a)": "A ranger calls.",
        "640.1(b)": "Waits.",
    }


def test_a_list_taken_up_after_a_paragraph_keeps_its_prefix() -> None:
    policy = read("(a) A ranger calls.", "", "Nobody answers.", "", "(b) A ranger waits.")

    assert clauses(policy)["640.1(a)"] == "A ranger calls. Nobody answers."
    assert "was taken as part of 640.1(a)" in told(policy)


def test_a_section_whose_number_comes_again_keeps_its_ids_apart() -> None:
    policy = read(
        "Gates close.", "(a) One.", "", "640.2 KEYS", "Hang.", "", "640.1 SCOPE", "Again.", "(a) Two."
    )

    assert [each.id for each in policy.clauses] == [
        "640.1(para 1)",
        "640.1(a)",
        "640.2(para 1)",
        "640.1(para 2)",
        "640.1/2(a)",
    ]
    assert "Section 640.1 has a heading twice" in told(policy)


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (["(a) One.", "(c) Three."], "(c) comes where (b) was expected"),
        (["Text.", "", "(c) Three."], "(c) does not go on any list here"),
        (["Text.", "", "640.3 KEYS", "More."], "Section 640.3 comes after 640.1"),
        (["Text.", "", "640.2", "", "more text."], "Section 640.2 has no title"),
        (["Text.", "", "640.2 KEYS"], "Section 640.2 has a heading and no text"),
        (["(a)", "", "640.2 KEYS", "Text."], "640.1(a) has a mark and no text"),
        (["Text without a stop"], "640.1(para 1) ends without a full stop"),
        (
            ["Text.", "", "Night Rules", "", "Text."],
            "640.1(para 2) looks like the head of a page or a heading",
        ),
        (
            ["Text.", "", "640.2 is read like a sentence."],
            "“640.2” begins this line, but it reads like a sentence",
        ),
        (["Text.", "", "512.1 OTHER MATTERS"], "begins with another policy's number and was kept as text"),
        (["Text.", "", "Rangers Policy Manual", "", "Text."], "stands once and was left out"),
        (
            ["Text.", "", "Night Watch", "", "Text.", "", "Night Watch", "", "Text.", "", "Night Watch"],
            "alone 3 times",
        ),
        (["640.1 SCOPE ........ 1", "Text."], "looks like a table of contents"),
    ],
)
def test_what_the_parser_is_unsure_of_it_says(lines: list[str], doubt: str) -> None:
    assert doubt in told(read(*lines))


def test_a_sentence_above_the_first_section_is_kept_and_doubted() -> None:
    policy = check_promise(
        "Orchard Gates\n\nThis chapter was adopted in spring.\n\n640.1 SCOPE\n\nGates close."
    )

    assert policy.title == "Orchard Gates"
    assert clauses(policy) == {
        "640(para 1)": "This chapter was adopted in spring.",
        "640.1(para 1)": "Gates close.",
    }
    assert "stands above the first section and was kept as 640(para 1)" in told(policy)


def test_a_text_without_a_title_asks_for_one() -> None:
    assert "No title was found" in told(check_promise("640.1 SCOPE\n\nGates close."))


def test_heads_and_feet_at_the_edges_of_pages_are_left_out() -> None:
    pages = [
        f"Pear Grove Rangers\nOrchard Gates\n\n{text}\n\nCopyright 2026. All rights reserved.\nGates - {number}"
        for number, text in enumerate(
            ["640.1 SCOPE\n\nGates close at", "dusk.\n\n(a) One.", "(b) Two."], start=1
        )
    ]

    policy = check_promise("\f".join(pages))

    assert policy.title == "Orchard Gates"
    assert clauses(policy) == {
        "640.1(para 1)": "Gates close at dusk.",
        "640.1(a)": "One.",
        "640.1(b)": "Two.",
    }
    assert policy.doubts == ()


def test_figures_that_stand_alone_are_text_and_not_pages() -> None:
    policy = read("Gates stay open for", "", "30", "", "days, gates of the lane for", "", "60", "", "days.")

    assert "30" in " ".join(clauses(policy).values())
    assert not [line for line in policy.lines if line.role == "furniture"]


def test_the_json_is_that_of_the_command() -> None:
    assert parse("Orchard Gates\n\n640.1 SCOPE\n\n- (a) Gates close.").as_json() == {
        "number": "640",
        "title": "Orchard Gates",
        "sections": [
            {"number": "640.1", "title": "SCOPE", "clauses": [{"id": "640.1(a)", "text": "Gates close."}]}
        ],
    }
