"""How plates are lettered: the series of all states as data, and what they say about a text.

A series only ranks what was seen, it never overwrites it: a text that follows none stays possible, as a text that
somebody chose or as one on no list. The data files beside this module say how plates are lettered, how often, and how
sure we are of it; `python -m recognition.syntax` writes them out as a page.

All answers come from one mixture: every state has its part of the plates met, every series its part of its state, and
every text of a series is as likely as the next. So texts of different lettering can be compared. Only `shapes` and
`weight` stand beside it: a coarse scale, set by hand, on which the search over characters runs until it is set anew.
"""

from typing import TYPE_CHECKING

from recognition.syntax.header import is_name_of_state, regions_named, state_named
from recognition.syntax.mixture import mixture
from recognition.syntax.opinions import combine
from recognition.syntax.series import Series
from recognition.syntax.shapes import Shape, shapes, weight
from recognition.syntax.states import EVERYWHERE, State, book
from recognition.values import Region

__all__ = [
    "SERIES",
    "SURE",
    "Region",
    "Series",
    "Shape",
    "State",
    "book",
    "combine",
    "is_name_of_state",
    "kind",
    "prior",
    "region",
    "regions",
    "regions_named",
    "series_of",
    "shapes",
    "state_named",
    "weight",
]

SURE = 0.8
"""Probability from which the lettering names a state or a kind. It is our choice: wrong once in five at the most, if
the data are right."""

SERIES: tuple[Shape, ...]
"""The shapes of all series, as `shapes` gives them."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> tuple[Shape, ...]:
        """`SERIES`, read from the data files only when somebody asks for it."""
        if name == "SERIES":
            return shapes()
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def prior(text: str) -> float:
    """The natural logarithm of the probability that a plate reads `text`; finite for every text.

    Over all texts of capital letters and digits the probabilities add up to 1.
    """
    return mixture().prior(text)


def regions(text: str, limit: int = 5) -> list[Region]:
    """At most `limit` states the text may be of, the likeliest first, each with its probability given the text.

    What the probabilities of all leave to 1 is the chance that the plate is of no state of the country. The reason
    is `syntax`.
    """
    return mixture().regions(text, limit)


def region(text: str) -> str | None:
    """The state of the text, as `us-ca`; None when the lettering does not tell.

    It tells when the probability of one state given the text is `SURE` or more.
    """
    likeliest = regions(text, 1)
    return likeliest[0].region if likeliest and likeliest[0].confidence >= SURE else None


def series_of(text: str) -> tuple[tuple[Series, float], ...]:
    """The series that spell the text with the probability of each given the text, the likeliest first."""
    return mixture().series_of(text)


def kind(text: str) -> str | None:
    """State and kind of vehicle for people to read, as `California commercial`; None when the lettering does not tell.

    It tells when the series of one kind of one state have together a probability of `SURE` or more.
    """
    kinds: dict[tuple[str, str], float] = {}
    for series, chance in series_of(text):
        key = (series.region, series.kind)
        kinds[key] = kinds.get(key, 0.0) + chance
    sure = [key for key, chance in kinds.items() if chance >= SURE and key[0] != EVERYWHERE]
    return f"{book().states[sure[0][0]].name} {sure[0][1]}" if sure else None
