"""A post is given to whom it may be, by whom it may be, for as long as it may be; never backwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.agencies.authority import Post
from portal.rules import RuleBroken, posts
from portal.rules.posts import Kind, Span, Terms

NOW = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
ZONE = "America/Los_Angeles"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INSTANT = timedelta(microseconds=1)
HEAD = Post.model_construct(key="head", title="Head of Plates", section="9.1", rank="marshal")
AIDE = Post.model_construct(key="aide", title="Aide", section="9.2", assigned_by="head")
DESK = Post.model_construct(key="desk", title="Night Desk", section="9.3", by_shift=True)
A_YEAR_ON = datetime(2027, 11, 2, 16, 0, tzinfo=UTC)
"""At nine in the morning of both years; in 2027 summer time still holds."""


def terms(post: Post = HEAD, **changes: object) -> Terms:
    plain = Terms(post, acting=False, since=None, until=None, basis="Order 26-14")
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by their names


def code_of(refusal: pytest.ExceptionInfo[RuleBroken]) -> tuple[str, str, str]:
    return refusal.value.code, refusal.value.section, refusal.value.field


@pytest.mark.parametrize(
    ("post", "acting", "kind"),
    [
        (HEAD, False, Kind.PERMANENT),
        (HEAD, True, Kind.ACTING),
        (AIDE, False, Kind.DELEGATED),
        (AIDE, True, Kind.ACTING),
        (DESK, False, Kind.SHIFT),
    ],
)
def test_how_a_post_is_held_follows_from_the_profile_and_from_acting(
    post: Post, acting: bool, kind: Kind
) -> None:
    assert terms(post, acting=acting).kind == kind


@pytest.mark.parametrize(
    "given",
    [
        terms(),
        terms(until=NOW + 5000 * DAY),
        terms(since=NOW - HOUR),
        terms(acting=True, until=A_YEAR_ON),
        terms(AIDE, until=A_YEAR_ON),
        terms(AIDE, since=NOW + DAY, until=datetime(2027, 11, 3, 16, 0, tzinfo=UTC)),
        terms(DESK, until=NOW + 7 * DAY),
        terms(basis="Roster"),
    ],
)
def test_what_is_in_order_passes(given: Terms) -> None:
    posts.check_terms(given, NOW, ZONE)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (terms(basis=""), "post.no-basis", "basis"),
        (terms(basis="see report"), "post.no-basis", "basis"),
        (terms(basis="Order of 3 May, SSN 123-45-6789"), "reason.personal-data", "basis"),
        (terms(since=NOW - HOUR - INSTANT), "post.backwards", "since"),
        (terms(until=NOW), "post.over", "until"),
        (terms(since=NOW + DAY, until=NOW + DAY), "post.over", "until"),
        (terms(acting=True), "post.no-end", "until"),
        (terms(AIDE), "post.no-end", "until"),
        (terms(DESK), "post.no-end", "until"),
        (terms(acting=True, until=A_YEAR_ON + INSTANT), "post.too-long", "until"),
        (terms(AIDE, until=A_YEAR_ON + INSTANT), "post.too-long", "until"),
        (terms(DESK, until=NOW + 7 * DAY + INSTANT), "post.too-long", "until"),
    ],
)
def test_what_is_not_in_order_is_told_at_its_field(given: Terms, code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        posts.check_terms(given, NOW, ZONE)

    assert code_of(refusal) == (code, given.post.section, field)


def test_a_year_is_a_calendar_year_at_the_agency() -> None:
    """From 29 February to 1 March, by the agency's clocks."""
    leap = datetime(2028, 2, 29, 20, 0, tzinfo=UTC)

    assert posts.latest_end(Kind.DELEGATED, leap, ZONE) == datetime(2029, 3, 1, 20, 0, tzinfo=UTC)
    assert posts.latest_end(Kind.PERMANENT, leap, ZONE) is None


def test_nothing_begins_before_it_is_confirmed() -> None:
    assert posts.start_of(None, NOW) == NOW
    assert posts.start_of(NOW - DAY, NOW) == NOW
    assert posts.start_of(NOW + DAY, NOW) == NOW + DAY


def test_the_rank_of_the_post_is_asked_of_its_holder_and_not_of_who_acts() -> None:
    posts.check_candidate(terms(), can_sign_in=True, title="marshal", rank="Marshal")
    posts.check_candidate(terms(acting=True), can_sign_in=True, title="deputy", rank="Marshal")
    posts.check_candidate(terms(AIDE), can_sign_in=True, title=None, rank="")
    for title in ("deputy", None):
        with pytest.raises(RuleBroken, match="asks for the title Marshal") as refusal:
            posts.check_candidate(terms(), can_sign_in=True, title=title, rank="Marshal")
        assert code_of(refusal) == ("post.rank", "9.1", "person_id")


def test_a_post_is_for_somebody_whose_account_is_open() -> None:
    with pytest.raises(RuleBroken) as refusal:
        posts.check_candidate(terms(), can_sign_in=False, title="marshal", rank="Marshal")

    assert code_of(refusal) == ("post.no-account", "9.1", "person_id")


def test_nobody_gives_themselves_a_post_nor_confirms_their_own() -> None:
    with pytest.raises(RuleBroken) as proposing:
        posts.check_proposer(terms(), proposer="ann", receiver="ann", held=["head"], assigner="")
    with pytest.raises(RuleBroken) as confirming:
        posts.check_second_person(decider="ann", receiver="ann")

    assert code_of(proposing)[0] == "post.own"
    assert code_of(confirming)[0] == "post.receiver"
    posts.check_proposer(terms(), proposer="ann", receiver="bob", held=[], assigner="")
    posts.check_second_person(decider="ann", receiver="bob")


def test_what_a_post_assigns_only_its_holder_proposes() -> None:
    asked = terms(AIDE)
    posts.check_proposer(
        asked, proposer="ann", receiver="bob", held=["desk", "head"], assigner="Head of Plates"
    )

    with pytest.raises(RuleBroken, match="Only the present holder of Head of Plates") as refusal:
        posts.check_proposer(asked, proposer="ann", receiver="bob", held=["desk"], assigner="Head of Plates")
    assert code_of(refusal)[:2] == ("post.not-assigner", "9.2")


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Span(NOW, NOW + DAY), Span(NOW + DAY, None), False),
        (Span(NOW, NOW + DAY), Span(NOW + DAY - INSTANT, None), True),
        (Span(NOW, None), Span(NOW + 900 * DAY, None), True),
        (Span(NOW, None), Span(NOW - DAY, NOW), False),
        (Span(NOW, NOW), Span(NOW - DAY, None), False),
    ],
)
def test_times_meet_where_they_have_a_moment_in_common(one: Span, other: Span, meet: bool) -> None:
    assert one.meets(other) == other.meets(one) == meet


def test_nobody_holds_a_post_twice_at_once_nor_past_who_is_to_take_it() -> None:
    asked = terms(until=NOW + 2 * DAY)
    span = Span(NOW, asked.until)
    posts.check_free(asked, span, [Span(NOW - DAY, NOW)], [Span(NOW + 2 * DAY, None)])

    with pytest.raises(RuleBroken) as twice:
        posts.check_free(asked, span, [Span(NOW - DAY, NOW + INSTANT)], [])
    with pytest.raises(RuleBroken) as later:
        posts.check_free(asked, span, [], [Span(NOW + DAY, None)])
    assert code_of(twice) == ("post.held-already", "9.1", "since")
    assert code_of(later) == ("post.taken-later", "9.1", "until")


def test_confirming_ends_no_holding_that_was_not_shown() -> None:
    posts.check_succession(["a", "b"], ["a"])
    posts.check_succession([], [])
    with pytest.raises(RuleBroken) as refusal:
        posts.check_succession(["a"], ["a", "b"])

    assert code_of(refusal)[0] == "post.holder-changed"


def test_without_a_second_person_nobodys_holding_ends() -> None:
    posts.check_vacant([], "9.1")
    with pytest.raises(RuleBroken) as refusal:
        posts.check_vacant(["a"], "9.1")

    assert code_of(refusal)[0] == "post.held"


@pytest.mark.parametrize(
    ("held", "at", "refused"),
    [
        (Span(NOW - DAY, None), NOW, False),
        (Span(NOW - DAY, NOW + DAY), NOW, False),
        (Span(NOW + DAY, None), NOW, False),
        (Span(NOW - DAY, NOW + DAY), NOW + DAY, True),
        (Span(NOW - DAY, NOW), NOW, True),
        (Span(NOW + DAY, NOW + DAY), NOW, True),
    ],
)
def test_only_what_goes_on_can_be_ended(held: Span, at: datetime, refused: bool) -> None:
    if not refused:
        posts.check_ending(held, at, "9.1")
        return
    with pytest.raises(RuleBroken) as refusal:
        posts.check_ending(held, at, "9.1")
    assert code_of(refusal) == ("post.ends-anyway", "9.1", "at")
