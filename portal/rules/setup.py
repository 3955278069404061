"""May this be answered in set-up, and on this ground?"""

from portal.rules.errors import RuleBroken
from portal.rules.reasons import check_private, words_of

SHORTEST_WORD = 3


def check_basis(basis: str) -> None:
    """Raises `RuleBroken` unless the basis names something somebody could look up: a word and not a mark."""
    if not any(len(word) >= SHORTEST_WORD for word in words_of(basis)):
        raise RuleBroken(
            "setup.no-basis",
            "Name what the answer rests on: a resolution, an order, a memo or a law that somebody could look up.",
            field="basis",
        )
    check_private(basis, "", "basis")


def check_silence(key: str, *, settled: bool) -> None:
    """Raises `RuleBroken` for what the adopted text settles: set-up completes the text and never contradicts it."""
    if settled:
        raise RuleBroken(
            "setup.settled-by-text",
            f"The adopted text itself answers {key}. Only a newly adopted text can change it, never set-up.",
        )


def check_administered(*, named: bool, held: bool) -> None:
    """Raises `RuleBroken` where an answer would leave the programme to posts that nobody holds."""
    if named and not held:
        raise RuleBroken(
            "setup.nobody-administers",
            "Nobody holds any of these posts now, so nobody could administer the programme or take this back. "
            "Fill one of the posts first, or keep the present one beside it.",
            field="posts",
        )
