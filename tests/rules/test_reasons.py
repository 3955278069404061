"""A reason says something, or is refused: what real logs are full of, and what real officers write."""

import pytest

from portal.rules import RuleBroken
from portal.rules.reasons import (
    check_case_number,
    check_narrative,
    check_short_reason,
    has_meaning,
    split_case_number,
)

PLATE = "7ABC123"
NOTHING_SAID = [
    *[
        "",
        " ",
        "\t\n  ",
        ".",
        "-",
        "--------",
        "?",
        "...........",
        "/",
        "!!!!!!!!!!!!",
        "🚓🚓🚓🚓🚓",
        "🙂 test 🙂",
    ],
    *["x", "xx", "xxxxxxxxxxxx", "aaaaaaaaaa aaaaaaa", "aaaa bbbb cccc dddd", "ababababab", "blah blah blah"],
    *["n/a", "N/A", "na", "none", "None.", "nil nil nil", "no reason", "whatever", "because I said so"],
    *["test", "testing", "Test 123", "just testing the system", "asked to", "need to know", "doing my job"],
    *["investigation", "INVESTIGATION", "inv", "Inv.", "criminal investigation", "ongoing investigation"],
    *["police business", "official police business", "law enforcement purposes only", "lawful purpose"],
    *["follow up", "case", "see case", "see report", "checking plate", "suspicious vehicle", "random check"],
    *["routine traffic stop", "LPR hit", "ALPR query", "intel", "info", "stolen"],
    *["asdf", "asdfgh jkl", "qwerty uiop", "zxcvbnm asdfghjkl", "lkjhgf poiuyt", "hjkdfg sdkfjh bnvcx"],
    *["1234567890", "123 456 789 012", "abc def ghi jkl"],
    *[PLATE, "7abc 123 7ABC-123", "plate 7ABC 123 vehicle"],
    *[
        "\u200b\u200b\u200b\u200b",
        "in\u200bvestigation",
        "\u2060\ufeff\u00a0",
        "".join(chr(ord(char) + 0xFEE0) for char in "investigation"),
        "ínvéstígátíón",
    ],
]
WRITTEN_BY_OFFICERS = [
    "459 suspect veh, Main/2nd",
    "Hit & run, white F150",
    "BOLO AMBER 26-114 silver Civic",
    "Stolen Honda, taken from Barstow Rd overnight",
    "211 PC, getaway car heading westbound I-15",
    "Wanted on felony warrant, last seen at motel",
    "RP saw two males load catalytic converter",
    "Missing juvenile, left with father",
    "Shooting at 5th and Main, dark sedan fled",
    "10851 recovered, occupant still outstanding",
    "Suspect vehicle in burglary of hardware store",
    "DV suspect violating restraining order",
    "Kidnapping, mother took child from school",
    "Stolen plate found on another Camry",
    "Armed robbery, clerk gave plate",
    "Brandishing at Walmart lot, black Tahoe",
    "Homicide 26-0098: witness car",
    "Narcotics sales, buyer followed from the house",
    "Reckless driver nearly hit pedestrian",
    "Fraud ring passing checks, rental Altima",
    "Elderly man with dementia drove off",
    "Arson suspect's truck on store video",
    "Gas drive-off three times this week",
    "Mail theft from Elm St, partial from neighbor",
    "Welfare check, sent suicidal texts to wife",
    "Tip: parolee at large drives this Impala",
    "Vandalism at the high school gym",
]


def test_the_tables_are_as_long_as_was_promised() -> None:
    assert len(set(NOTHING_SAID)) >= 60
    assert len(set(WRITTEN_BY_OFFICERS)) >= 25


@pytest.mark.control("search.purpose")
@pytest.mark.parametrize("text", NOTHING_SAID)
def test_a_reason_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="in your own words") as refusal:
        check_narrative(text, plate=PLATE, section="466.6(b)")
    assert (refusal.value.field, refusal.value.section) == ("narrative", "466.6(b)")


@pytest.mark.parametrize("text", WRITTEN_BY_OFFICERS)
def test_a_real_reason_is_accepted_however_terse(text: str) -> None:
    check_narrative(text, plate=PLATE)


@pytest.mark.parametrize(
    "number",
    [
        "123-45-6789",
        "123 45 6789",
        "DOB 3/4/1988",
        "d.o.b. 3/4/88",
        "his date of birth",
        "SSN on file",
        "born on 3/4",
    ],
)
def test_numbers_and_dates_that_follow_a_person_for_life_are_warned_away(number: str) -> None:
    with pytest.raises(RuleBroken, match="Leave out social security numbers and dates of birth"):
        check_narrative(f"Burglary suspect seen leaving, {number}")


@pytest.mark.parametrize("number", ["26-114", "760-555-0142", "2026-11-02", "I-15 exit 181", "459/460 PC"])
def test_other_numbers_are_no_personal_data(number: str) -> None:
    check_narrative(f"Burglary suspect seen leaving, {number}")


@pytest.mark.parametrize(
    "text", ["Stolen", "459", "BOLO", "Burglary getaway car", "Wanted person", "Missing child"]
)
def test_one_telling_word_is_enough_for_the_dispatchers_screen(text: str) -> None:
    check_short_reason(text, plate=PLATE)


@pytest.mark.parametrize("text", ["", " ", ".", "vehicle", "investigation", "asdf", PLATE, "7ABC", "x"])
def test_a_short_reason_that_says_nothing_is_refused_at_its_own_field(text: str) -> None:
    with pytest.raises(RuleBroken, match="Say in a few words") as refusal:
        check_short_reason(text, plate=PLATE)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize(
    ("typed", "reason", "split"),
    [
        ("26-01871", "", ("26-01871", "")),
        (" 26-01871 ", "not needed", ("26-01871", "")),
        ("none", "Patrol stop, no report yet", ("none", "Patrol stop, no report yet")),
        ("None: patrol stop, no report yet", "", ("none", "patrol stop, no report yet")),
        ("N/A - patrol stop", "", ("none", "patrol stop")),
        ("no case \u2013 patrol stop", "", ("none", "patrol stop")),
        ("none", "", ("none", "")),
        ("Nonesuch-26", "", ("Nonesuch-26", "")),
        ("", "", ("", "")),
    ],
)
def test_none_may_carry_its_reason_behind_it(typed: str, reason: str, split: tuple[str, str]) -> None:
    assert split_case_number(typed, reason) == split


@pytest.mark.parametrize("number", ["26-01871", "2026/114", "DR 26.0042", "1"])
@pytest.mark.parametrize("required", [True, False])
def test_a_case_number_has_a_digit_and_is_taken_as_it_is(number: str, required: bool) -> None:
    check_case_number(number, "", required=required, section="466.6(b)")


@pytest.mark.control("search.case-number")
@pytest.mark.parametrize("number", ["", "pending", "tbd", "-", "?26", "🚓1", "unknown"])
def test_what_is_no_case_number_is_refused_at_its_field(number: str) -> None:
    with pytest.raises(RuleBroken, match="Give the case number, or") as refusal:
        check_case_number(number, "", required=False, section="466.6(b)")
    assert refusal.value.field == "case_number"


def test_none_with_its_own_reason_is_enough_where_a_case_is_only_asked_for() -> None:
    check_case_number("none", "Patrol stop, report not written yet", required=False, section="466.6(b)")


@pytest.mark.control("search.case-number")
@pytest.mark.parametrize("reason", ["", "none", "n/a", "pending"])
def test_none_without_a_reason_of_its_own_is_refused(reason: str) -> None:
    with pytest.raises(RuleBroken, match="Say why there is no case number") as refusal:
        check_case_number("none", reason, required=False, section="466.6(b)")
    assert refusal.value.field == "no_case_reason"


@pytest.mark.control("search.case-number")
def test_none_is_never_enough_where_a_case_is_required() -> None:
    with pytest.raises(RuleBroken, match="asks for a specific case number") as refusal:
        check_case_number("none", "Patrol stop, report not written yet", required=True, section="462.5(b)")
    assert refusal.value.field == "case_number"


def test_words_are_read_as_a_reader_sees_them() -> None:
    assert has_meaning("Cam\u200bry stolen from drive\u200bway")
    assert not has_meaning("Camry\u0301 investigation")
