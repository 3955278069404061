"""What the data on plates say: every series is one, all texts compete fairly, and no state is named for nothing."""

import itertools
import math
from collections import Counter
from pathlib import Path

import pytest

from recognition import syntax
from recognition.syntax.mixture import Mixture
from recognition.syntax.page import page
from recognition.syntax.series import ALPHABET, DIGITS, LETTERS, Series, variants
from recognition.syntax.states import EVERYWHERE, Book, State
from recognition.values import Region

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "plate-syntax.md"
KINDS = {
    "passenger",
    "commercial",
    "exempt",
    "motorcycle",
    "trailer",
    "disabled",
    "temporary",
    "specialty",
}
EVERY_SERIES = tuple(syntax.book().series)


def named(series: Series) -> str:
    return f"{series.region} {series.notation}"


def spelled_by(text: str, region: str) -> set[str]:
    """The kinds of the state's series that spell the text."""
    return {series.kind for series, _ in syntax.series_of(text) if series.region == region}


# --- the data ---


def test_all_states_and_the_district_are_there_each_with_a_passenger_series() -> None:
    states = syntax.book().states

    assert len(states) == 51
    assert [region for region in states if not (region.startswith("us-") and len(region) == 5)] == []
    assert [
        state.name for state in states.values() if "passenger" not in {s.kind for s in state.series}
    ] == []


def test_no_state_is_without_weight_and_all_weights_make_one() -> None:
    data = syntax.book()

    assert min(state.weight for state in data.states.values()) > 0
    assert sum(state.national for state in data.states.values()) == pytest.approx(1)
    assert sum(state.at_home for state in data.states.values()) == pytest.approx(1)
    everywhere = sum(series.weight for series in data.everywhere)
    assert sum(state.weight for state in data.states.values()) + everywhere + data.unlisted == pytest.approx(
        1
    )


@pytest.mark.parametrize("state", syntax.book().states.values(), ids=lambda state: state.region)
def test_the_series_of_a_state_and_its_chosen_texts_make_the_state(state: State) -> None:
    assert sum(s.weight for s in state.series) + state.weight * state.vanity == pytest.approx(state.weight)


@pytest.mark.parametrize("series", EVERY_SERIES, ids=named)
def test_every_series_spells_something_of_a_known_kind_and_says_where_it_is_from(series: Series) -> None:
    assert series.kind in KINDS
    assert series.weight > 0
    assert series.source in syntax.book().sources
    assert sum(variant.part for variant in series.variants) == pytest.approx(1)
    for variant in series.variants:
        assert all(variant.places)
        assert all(len(set(place)) == len(place) for place in variant.places)
        text = "".join(place[-1] for place in variant.places)
        assert series.spells(text)
        assert 0 < series.likelihood(text) <= series.weight
        assert syntax.prior(text) >= math.log(series.likelihood(text)) - 1e-9


def test_no_state_lists_a_series_twice() -> None:
    listed = Counter((series.region, series.kind, series.notation) for series in EVERY_SERIES)

    assert [key for key, times in listed.items() if times > 1] == []


@pytest.mark.parametrize("notation", ["", "A-9", "AAa", "9{", "Z99", "9{3,2}"])
def test_what_is_no_pattern_is_refused(notation: str) -> None:
    with pytest.raises(ValueError, match="No pattern"):
        variants(notation)


def test_a_pattern_says_what_each_place_may_be() -> None:
    ((places, part),) = variants("[1-3]BNAX[E]", without="U")

    assert part == 1
    assert places == (
        "123",
        "ABCDEFGHJKLMNPRSTVWXYZ",
        "123456789",
        LETTERS.replace("U", ""),
        ALPHABET.replace("U", ""),
        "E",
    )


def test_lengths_share_as_numbers_given_out_in_order_do() -> None:
    assert [round(variant.part, 3) for variant in variants("N9{1,2}")] == [0.091, 0.909]


def test_unknown_letters_are_less_likely_but_possible() -> None:
    doubtful = Series("us-xx", "passenger", "L9", "", 1.0, "general", "", variants("L9"))

    assert doubtful.likelihood("B7") > 4 * doubtful.likelihood("O7") > 0
    assert sum(doubtful.likelihood(a + b) for a in LETTERS for b in DIGITS) == pytest.approx(1)


# --- the mixture ---


def small(*notations: str) -> Book:
    """Two states with the given patterns, few of whose texts are chosen and which list short texts only."""
    series = [
        Series(
            f"us-{name}",
            "passenger",
            notation,
            "",
            0.47 * 0.9 / len(notations),
            "general",
            "",
            variants(notation),
        )
        for name in ("aa", "bb")
        for notation in notations
    ]
    states = {
        region: State(
            region,
            region,
            0.47,
            0.5,
            0.5,
            0.1,
            longest,
            (),
            (),
            tuple(s for s in series if s.region == region),
        )
        for region, longest in (("us-aa", 2), ("us-bb", 3))
    }
    common = (Series(EVERYWHERE, "specialty", "A9", "", 0.04, "general", "", variants("A9")),)
    vanity = {**syntax.book().vanity, "lengths": {"1": 0.3, "2": 0.3, "3": 0.4}}
    return Book(states, common, vanity, {}, 0.02, 0.5, {})


def texts(longest: int) -> list[str]:
    return [
        "".join(chars)
        for length in range(longest + 1)
        for chars in itertools.product(ALPHABET, repeat=length)
    ]


def test_the_probabilities_of_all_texts_add_up_to_one() -> None:
    mixture = Mixture(small("A9", "L9{1,2}"))
    longer_on_no_list = 0.02 * (6 / 7) ** 4

    assert sum(math.exp(mixture.prior(text)) for text in texts(3)) == pytest.approx(1 - longer_on_no_list)


def test_the_probabilities_of_all_states_add_up_to_that_of_being_of_a_state() -> None:
    mixture = Mixture(small("A9"))

    for text in ("A7", "QQ", "77", "ABC"):
        of_no_state = 0.02 / 7 * (6 / 7 / 36) ** len(text) / math.exp(mixture.prior(text))
        assert sum(each.confidence for each in mixture.regions(text, 51)) == pytest.approx(1 - of_no_state)


def test_chosen_texts_of_one_length_add_up_to_one() -> None:
    chosen = Mixture(syntax.book())._chosen

    assert sum(map(chosen.spelled, texts(2)[37:])) == pytest.approx(1)
    assert sum(chosen.length(length, 6) for length in range(9)) == pytest.approx(1)
    assert chosen.length(7, 6) == 0


def test_a_prior_is_the_sum_of_what_every_series_says() -> None:
    for text in ("7ABC123", "CWW2245", "627WWI", "4339C", "PE3R2X"):
        listed = sum(series.likelihood(text) for series in EVERY_SERIES)
        shares = sum(chance for _, chance in syntax.series_of(text))
        assert shares == pytest.approx(listed / math.exp(syntax.prior(text)))


@pytest.mark.parametrize("text", ["", "A", "7abc123", "AB-123", "Ü", "X" * 40, "9" * 1000, "IIIIIII"])
def test_every_text_stays_possible(text: str) -> None:
    assert math.isfinite(syntax.prior(text))
    assert syntax.weight(text) > 0
    assert isinstance(syntax.regions(text), list)


# --- formats, state by state ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5UVR090", "passenger"),
        ("1AMW240", "passenger"),
        ("9ZQZ999", "passenger"),
        ("8D79882", "commercial"),
        ("9E12345", "commercial"),
        ("75061H1", "commercial"),
        ("XP12345", "commercial"),
        ("1366026", "exempt"),
        ("E1366026", "exempt"),
        ("E987654", "exempt"),
        ("22Z1234", "motorcycle"),
        ("4AA1234", "trailer"),
        ("3127K", "disabled"),
        ("3127KDP", "disabled"),
        ("BK12P45", "temporary"),
    ],
)
def test_california_in_depth(text: str, kind: str) -> None:
    assert kind in spelled_by(text, "us-ca")


@pytest.mark.parametrize(
    "text", ["7IBC123", "7ABO123", "7QBC123", "7ABI123", "0ABC123", "8I79882", "75061O1"]
)
def test_california_keeps_letters_like_digits_out(text: str) -> None:
    assert spelled_by(text, "us-ca") == set()


@pytest.mark.parametrize(
    ("region", "text", "kind"),
    [
        ("us-mo", "PE3R2X", "passenger"),
        ("us-mo", "133GZD", "passenger"),
        ("us-mo", "2DA044", "commercial"),
        ("us-tx", "CWW2245", "passenger"),
        ("us-tx", "BB1B001", "passenger"),
        ("us-tx", "697BBJ", "passenger"),
        ("us-az", "ASC7399", "passenger"),
        ("us-az", "176NWN", "passenger"),
        ("us-az", "4YA5B7", "passenger"),
        ("us-ny", "EAZ6913", "passenger"),
        ("us-ny", "10FB87", "motorcycle"),
        ("us-dc", "CC2881", "passenger"),
        ("us-wa", "627WWI", "passenger"),
        ("us-wa", "ABC1234", "passenger"),
        ("us-ar", "520MRK", "passenger"),
        ("us-fl", "H507VU", "passenger"),
        ("us-fl", "7164HF", "passenger"),
        ("us-fl", "ABCD12", "passenger"),
        ("us-al", "47A434F", "passenger"),
        ("us-ma", "421EM9", "passenger"),
        ("us-md", "4DLR50", "passenger"),
        ("us-il", "K545614", "passenger"),
        ("us-ga", "BMN2079", "passenger"),
        ("us-nv", "12A345", "passenger"),
        ("us-or", "526BQU", "passenger"),
        ("us-ut", "Z860VT", "passenger"),
        ("us-id", "1T10294", "passenger"),
        ("us-hi", "KTU979", "passenger"),
        ("us-wv", "4PB188", "passenger"),
        ("us-sd", "29CA53", "passenger"),
        ("us-nh", "2635819", "passenger"),
        ("us-de", "421774", "passenger"),
    ],
)
def test_the_states_letter_as_they_do(region: str, text: str, kind: str) -> None:
    assert kind in spelled_by(text, region)


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("us-tx", "CAW2245"),  # Texas has no vowels
        ("us-tx", "CQW2245"),
        ("us-mo", "PO3R2X"),
        ("us-md", "4DLU50"),
        ("us-mi", "BOX4554"),
        ("us-pa", "DYQ4905"),
        ("us-va", "JIM7122"),
        ("us-fl", "ABCO12"),
        ("us-az", "4UA5B7"),
    ],
)
def test_reserved_letters_are_in_no_series(region: str, text: str) -> None:
    assert spelled_by(text, region) == set()


# --- what ranks before what ---


@pytest.mark.parametrize(
    ("likelier", "other"),
    [
        ("7ABC123", "7A8C123"),
        ("7ABC123", "7ABCI23"),
        ("7ABC123", "ABCI123"),
        ("8D79882", "8D79B82"),
        ("8D79882", "8079882"),
        ("7ABC123", "7IBC123"),
        ("PE3R2X", "PE3RZX"),
        ("CWW2245", "CWWZ245"),
        ("CWW2245", "CW22245"),
        ("HLOKTY1", "H1Q8TY1"),
        ("FZRULZ", "FZ2U17"),
        ("JAKEMRY", "JAK3M2Y"),
        ("1366026", "I366O26"),
    ],
)
def test_the_likelier_lettering_ranks_first(likelier: str, other: str) -> None:
    assert syntax.prior(likelier) > syntax.prior(other)
    assert syntax.weight(likelier) >= syntax.weight(other)


def test_a_chosen_text_is_not_crushed() -> None:
    """It is likelier than noise of its length, and not hopelessly less likely than the commonest series."""
    commonest, least = syntax.prior("7ABC123"), math.log(0.02 / 7 * (6 / 7 / 36) ** 7)

    for text in ("HLOKTY1", "JAKEMRY", "ALKATRZ"):
        assert syntax.prior(text) > least
        assert syntax.prior(text) > syntax.prior("0Q0Q0Q0")
        assert commonest - syntax.prior(text) < 14


def test_a_shape_ranks_what_it_spells() -> None:
    for shape in syntax.SERIES:
        text = "".join(place[-1] for place in shape.places)
        assert shape.spells(text)
        assert shape.likelihood(text) == shape.weight <= syntax.weight(text)
    assert syntax.SERIES is syntax.shapes()


def test_the_weight_of_a_text_is_that_of_its_best_shape() -> None:
    assert syntax.weight("7ABC123") == 1
    assert syntax.weight("7IBC123") == syntax.weight("FZRULZ") < 0.01
    assert 0 < syntax.weight("QOI123") < syntax.weight("ABC123") < syntax.weight("ABC1234")


# --- states ---


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("5UVR090", "us-ca"),
        ("75061H1", "us-ca"),
        ("PE3R2X", "us-mo"),
        ("CWW2245", None),
        ("HLOKTY1", None),
        ("", None),
    ],
)
def test_the_lettering_names_a_state_only_where_it_tells(text: str, region: str | None) -> None:
    assert syntax.region(text) == region


def test_regions_are_given_likeliest_first_and_no_more_than_asked_for() -> None:
    regions = syntax.regions("627WWI", 4)

    assert len(regions) == 4
    assert [each.confidence for each in regions] == sorted(
        (each.confidence for each in regions), reverse=True
    )
    assert {each.reason for each in regions} == {"syntax"}
    assert "us-tx" not in {each.region for each in syntax.regions("627WWI", 51) if each.confidence > 0.01}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("8D79882", "California commercial"),
        ("3127KDP", "California disabled"),
        ("PE3R2X", "Missouri passenger"),
        ("3127K", None),
        ("FZRULZ", None),
    ],
)
def test_state_and_kind_are_told_for_people(text: str, kind: str | None) -> None:
    assert syntax.kind(text) == kind


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("CALIFORN1A", "us-ca"),
        ("dmv.ca.gov", "us-ca"),
        ("THE LONE STAR STATE", "us-tx"),
        ("SUNSHINE STATE", "us-fl"),
        ("WASHINGTON", "us-wa"),
        ("WASHINGTON,DC", "us-dc"),
        ("Land of Lincoln", "us-il"),
        ("KANSAS", "us-ks"),
        ("ARKANSAS", "us-ar"),
        ("VIRGINIA", "us-va"),
        ("WEST VIRGINIA", "us-wv"),
        ("N0RTH CAROLlNA", "us-nc"),
        ("GARDEN STATE", "us-nj"),
        ("PEACE GARDEN STATE", "us-nd"),
        ("10,000 lakes", "us-mn"),
        ("OHIO", "us-oh"),
        ("ISSOUR1", "us-mo"),
        ("CAROLINA", None),
        ("DAKOTA", None),
        ("IN GOD WE TRUST", None),
        ("XOHIOX", None),
        ("FORD OF FREMONT", None),
        ("", None),
    ],
)
def test_a_header_names_its_state(words: str, region: str | None) -> None:
    found = syntax.state_named(words)

    assert (found[0] if found else None) == region
    assert not found or 0.5 < found[1] < 1


@pytest.mark.parametrize("name", [state.name for state in syntax.book().states.values()])
def test_every_name_names_its_state(name: str) -> None:
    found = syntax.state_named(name)

    assert found
    assert syntax.book().states[found[0]].name == name


def test_errors_of_the_reader_cost_confidence() -> None:
    right, wrong = syntax.state_named("CALIFORNIA"), syntax.state_named("CALFORNXA")

    assert right
    assert wrong
    assert right[1] > wrong[1]


@pytest.mark.parametrize(
    ("text", "is_name"), [("CAIFORNIA", True), ("LFORIA", True), ("CALI", False), ("7ABC123", False)]
)
def test_what_a_reader_makes_of_a_name_is_known(text: str, is_name: bool) -> None:
    assert syntax.is_name_of_state(text) == is_name


# --- opinions ---


def test_a_header_settles_what_the_lettering_leaves_open() -> None:
    first, *_ = syntax.combine(syntax.regions("ASC7399"), syntax.regions_named("ARIZ0NA"))

    assert first.region == "us-az"
    assert first.reason == "header"
    assert first.confidence > 0.9 > syntax.regions("ASC7399")[0].confidence


def test_no_opinion_changes_nothing_and_one_alone_stands() -> None:
    alone = syntax.combine(syntax.regions("627WWI", 51), limit=3)

    assert [each.region for each in alone] == [each.region for each in syntax.regions("627WWI", 3)]
    with_none = syntax.combine(syntax.regions("627WWI", 51), [], limit=3)
    assert [each.confidence for each in with_none] == pytest.approx([each.confidence for each in alone])
    assert syntax.combine([], []) == []


def test_opinions_that_disagree_leave_doubt() -> None:
    model = [Region("us-tx", 0.9, "model")]
    first, second, *_ = syntax.combine(syntax.regions("5UVR090", 51), model)

    assert {first.region, second.region} == {"us-ca", "us-tx"}
    assert first.confidence < syntax.regions("5UVR090")[0].confidence


# --- the page ---


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(syntax.book()), (
        "stale: python -m recognition.syntax > docs/reference/plate-syntax.md"
    )
